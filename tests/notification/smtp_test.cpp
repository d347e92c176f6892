// Against a real SMTP server: Debian's python3-aiosmtpd, a child process of this test.
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "internal/smtp_mail.h"
#include "post_office.h"

using namespace test;
namespace fs = std::filesystem;

namespace {

using Strings = std::vector<std::string>;

const std::string python = "/usr/bin/python3";  // Debian's: it alone has Debian's packages

pid_t spawn(Strings words, int in, int out, int complaints) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in, 0);
  posix_spawn_file_actions_adddup2(&files, out, 1);
  posix_spawn_file_actions_adddup2(&files, complaints, 2);
  pid_t child = 0;
  const int result = posix_spawnp(&child, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  return result == 0 ? child : -1;
}

bool succeeds(const Strings& words) {
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const pid_t child = spawn(words, nowhere, nowhere, nowhere);
  ::close(nowhere);
  int status = 1;
  return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

// Said aloud, for a test that did not run proves nothing.
bool server_is_installed() {
  static const bool installed = succeeds({python, "-c", "import aiosmtpd"});
  WARN_MESSAGE(installed, "SKIPPED: python3-aiosmtpd is not installed; SMTP is untested");
  return installed;
}

class SmtpServer {
 public:
  explicit SmtpServer(const Strings& mode = {"plain"}) {
    int in[2], out[2];
    REQUIRE(::pipe2(in, O_CLOEXEC) == 0);
    REQUIRE(::pipe2(out, O_CLOEXEC) == 0);
    const char* const source = std::getenv("CLEAVE_SOURCE");  // ctest sets it
    const auto script =
        fs::path(source != nullptr ? source : ".") / "tests/notification/smtp_server.py";
    Strings words{python, script.string()};
    words.insert(words.end(), mode.begin(), mode.end());
    child_ = spawn(words, in[0], out[1], STDERR_FILENO);
    ::close(in[0]);
    ::close(out[1]);
    stdin_ = in[1];
    stdout_ = out[0];
    port = std::stoi(line().second);
  }
  ~SmtpServer() {
    ::close(stdin_);  // ends it
    ::close(stdout_);
    ::waitpid(child_, nullptr, 0);
  }

  // The next mail as the server read it.
  std::map<std::string, std::string> mail() {
    std::map<std::string, std::string> found;
    for (auto next = line(); next.first != "end"; next = line()) found.insert(next);
    return found;
  }

  int port = 0;

 private:
  std::pair<std::string, std::string> line() {
    std::string text;
    for (char c = 0; c != '\n';) {
      pollfd ready{stdout_, POLLIN, 0};
      REQUIRE_MESSAGE(::poll(&ready, 1, 20'000) == 1, "the SMTP server is silent");
      REQUIRE_MESSAGE(::read(stdout_, &c, 1) == 1, "the SMTP server has ended");
      if (c != '\n') text += c;
    }
    const auto tab = text.find('\t');
    return {text.substr(0, tab), text.substr(tab + 1)};
  }

  pid_t child_ = 0;
  int stdin_ = -1;
  int stdout_ = -1;
};

notification::Options by_smtp(int port) {
  notification::Options options;
  options.delivery = notification::Delivery::smtp;
  options.smtp.port = port;
  options.smtp.starttls = false;
  options.sender_address = "shop@shop.example";
  return options;
}

notification::Mail some_mail(const std::string& to = "alice@example.org") {
  return {"1", "<1@shop>", "shop@shop.example", to,
          "From: shop@shop.example\r\nTo: " + to +
              "\r\nSubject: Hi\r\nMessage-ID: <1@shop>\r\nMIME-Version: 1.0\r\n"
              "Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n"
              "--b\r\nContent-Type: text/plain\r\n\r\n.\r\n..dots\r\n--b\r\n"
              "Content-Type: text/html\r\n\r\n<p>\r\n--b--\r\n"};
}

}  // namespace

TEST_CASE_TRANSPORTS("a real SMTP server takes the mail, and a mail program can read it") {
  if (!server_is_installed()) return;
  SmtpServer server;
  PostOffice office{wire, by_smtp(server.port)};
  office.announce(registered(alice, "Zo\xc3\xab"));
  CHECK(office.stored("id").empty());  // no such address
  auto event = registered(alice, "Zo\xc3\xab");
  event.user_id = bob;
  event.email = "zoe@example.org";

  office.announce(event);
  office.announce(confirmed(bob));

  auto welcome = server.mail();
  CHECK(welcome["from"] == "shop@shop.example");
  CHECK(welcome["to"] == "zoe@example.org");
  CHECK(welcome["To"] == "Zo\xc3\xab <zoe@example.org>");
  CHECK(contains(welcome["plain"], "/verify#token=verify-Zo%C3%AB"));
  CHECK(welcome["defects"] == "[]");
  auto confirmation = server.mail();
  CHECK(confirmation["Subject"] == "Your order of £17.99 is confirmed");
  CHECK(contains(confirmation["plain"], "2 x  Mug  £2.50  £5.00"));
  CHECK(contains(confirmation["html"], "Tea &lt;fine&gt; &amp; black"));
  CHECK(confirmation["defects"] == "[]");
  const auto items = office.list(bob).items;
  REQUIRE(items.size() == 2);
  CHECK(confirmation["Message-ID"] == "<" + kernel::to_text(items[0].id) + "@shop.example>");
  CHECK(items[0].status == notification::Status::delivered);
}

TEST_CASE_TRANSPORTS(
    "a mail that the SMTP server refuses for now goes later under the same Message-ID") {
  if (!server_is_installed()) return;
  SmtpServer server;
  PostOffice office{wire, by_smtp(server.port)};
  auto event = registered(alice, "Alice");
  event.email = "later@example.org";

  office.announce(event);
  CHECK(contains(office.stored("error"), "451"));
  office.bench.advance(std::chrono::minutes(1));

  CHECK(contains(office.stored("message_id"), server.mail()["Message-ID"]));
  CHECK(office.list(alice).items.at(0).status == notification::Status::delivered);
}

TEST_CASE("lines that begin with dots arrive whole, over one connection") {
  if (!server_is_installed()) return;
  SmtpServer server;
  notification::SmtpMail smtp(by_smtp(server.port).smtp);

  smtp.deliver(some_mail());
  smtp.deliver(some_mail("bob@example.org"));

  CHECK(server.mail()["plain"] == ".|..dots");
  CHECK(server.mail()["to"] == "bob@example.org");
}

TEST_CASE("the shop logs in where the SMTP server wants it") {
  if (!server_is_installed()) return;
  SmtpServer server({"auth"});
  auto options = by_smtp(server.port).smtp;
  CHECK_THROWS(notification::SmtpMail(options).deliver(some_mail()));
  options.user = "shop";
  options.password = SecretText("wrong");
  options.timeout = std::chrono::seconds(1);  // libcurl waits on after the refusal
  CHECK_THROWS(notification::SmtpMail(options).deliver(some_mail()));

  options.password = SecretText("secret");
  notification::SmtpMail(options).deliver(some_mail());

  CHECK(server.mail()["to"] == "alice@example.org");
}

TEST_CASE("with STARTTLS wanted, nothing goes to a server without it") {
  if (!server_is_installed()) return;
  SmtpServer server;
  auto options = by_smtp(server.port).smtp;
  options.starttls = true;

  CHECK_THROWS(notification::SmtpMail(options).deliver(some_mail()));
}

TEST_CASE("with STARTTLS the certificate is checked and the mail encrypted") {
  if (!server_is_installed()) return;
  std::string folder = (fs::temp_directory_path() / "cleave-tls-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const auto key = folder + "/key.pem", certificate = folder + "/certificate.pem";
  const bool made =
      succeeds({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate});
  WARN_MESSAGE(made, "SKIPPED: openssl makes no certificate; STARTTLS is untested");
  if (made) {
    SmtpServer server({"tls", certificate, key});
    auto options = by_smtp(server.port).smtp;
    options.starttls = true;
    CHECK_THROWS(notification::SmtpMail(options).deliver(some_mail()));

    options.ca_file = certificate;
    notification::SmtpMail(options).deliver(some_mail());

    CHECK(server.mail()["encrypted"] == "True");
  }
  fs::remove_all(folder);
}

TEST_CASE("where no SMTP server is, delivery fails and says so") {
  auto options = by_smtp(1).smtp;
  try {
    notification::SmtpMail(options).deliver(some_mail());
    FAIL("delivered to nobody");
  } catch (const std::exception& error) {
    CHECK(contains(error.what(), "SMTP"));
  }
}
