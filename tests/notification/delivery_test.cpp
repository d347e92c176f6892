#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "internal/file_mail.h"
#include "post_office.h"

using namespace test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() : path_((fs::temp_directory_path() / "cleave-mail-XXXXXX").string()) {
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string mails() const { return path_ + "/mail"; }
  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(mails())) found.push_back(entry.path());
    return found;
  }

 private:
  std::string path_;
};

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

notification::Options to_files(const Folder& folder) {
  notification::Options options;
  options.directory = folder.mails();
  return options;
}

notification::Options through(std::shared_ptr<notification::MailTransport> transport) {
  notification::Options options;
  options.transport = std::move(transport);
  options.attempts_max = 4;
  return options;
}

}  // namespace

TEST_CASE_TRANSPORTS("a mail becomes one file, complete and for its owner only") {
  const Folder folder;
  PostOffice office{wire, to_files(folder)};

  office.announce(registered(alice, "Alice"));

  const auto files = folder.files();
  REQUIRE(files.size() == 1);
  CHECK(files[0].extension() == ".eml");
  CHECK(files[0].stem() == kernel::to_text(office.list(alice).items.at(0).id));
  CHECK(contains(content_of(files[0]), "Alice@example.org"));
  CHECK(content_of(files[0]).ends_with("--\r\n"));
  CHECK((fs::status(files[0]).permissions() & fs::perms::others_read) == fs::perms::none);
}

TEST_CASE("a mail file is written once, whatever happens after") {
  const Folder folder;
  notification::FileMail mail(folder.mails());
  std::ofstream(folder.mails() + "/.one.tmp") << "left by a crash";
  mail.deliver({"one", "<one@shop>", "shop@shop", "alice@shop", "first"});

  mail.deliver({"one", "<one@shop>", "shop@shop", "alice@shop", "second"});

  REQUIRE(folder.files().size() == 1);
  CHECK(content_of(folder.files()[0]) == "first");
}

TEST_CASE("a directory that cannot be made is refused at start") {
  const Folder folder;
  std::ofstream(folder.mails()) << "a file";

  CHECK_THROWS_AS(notification::FileMail{folder.mails() + "/below"}, kernel::Error);
}

TEST_CASE_TRANSPORTS("a mail whose delivery fails is tried again and delivered once") {
  const auto flaky = std::make_shared<FlakyMail>(2);
  PostOffice office{wire, through(flaky)};

  office.announce(registered(alice, "Alice"));
  CHECK(office.list(alice).items.at(0).status == notification::Status::queued);
  CHECK(contains(office.stored("error"), "the server is away"));
  office.bench.advance(1min);

  CHECK(flaky->attempts == 3);
  CHECK(flaky->delivered.mails().size() == 1);
  CHECK(office.list(alice).items.at(0).status == notification::Status::delivered);
}

TEST_CASE_TRANSPORTS("pauses between attempts grow") {
  const auto flaky = std::make_shared<FlakyMail>(1000);
  auto options = through(flaky);
  options.attempts_max = 100;
  PostOffice office{wire, options};
  office.announce(registered(alice, "Alice"));

  office.bench.advance(30s);
  const int early = flaky->attempts;
  office.bench.advance(30s);

  CHECK(early >= 4);
  CHECK(early <= 6);
  CHECK(flaky->attempts - early <= 2);
}

TEST_CASE_TRANSPORTS("a mail that cannot be delivered dies after the configured attempts") {
  const auto flaky = std::make_shared<FlakyMail>(1000);
  PostOffice office{wire, through(flaky)};

  office.announce(registered(alice, "Alice"));
  office.bench.advance(30s);

  CHECK(flaky->attempts == 4);
  CHECK(office.list(alice).items.at(0).status == notification::Status::dead);
  CHECK_FALSE(contains(office.stored("coalesce(secret, '') || text || html"), "verify-Alice"));
}

TEST_CASE_TRANSPORTS("one mail that fails holds up no other") {
  const auto flaky = std::make_shared<FlakyMail>(1);
  PostOffice office{wire, through(flaky)};

  office.announce(registered(alice, "Alice"));
  office.announce(registered(bob, "Bob"));

  CHECK(office.list(alice).items.at(0).status == notification::Status::queued);
  CHECK(office.list(bob).items.at(0).status == notification::Status::delivered);
}

TEST_CASE_TRANSPORTS("a one-time token is forgotten once it is delivered") {
  PostOffice office{wire, PostOffice::in_memory()};

  office.announce(registered(alice, "Alice"));

  REQUIRE(office.box->mails().size() == 1);
  CHECK(contains(unfolded(office.box->mails()[0].content), "verify-Alice"));
  CHECK_FALSE(contains(office.stored("coalesce(secret, '') || text || html"), "verify-Alice"));
}

TEST_CASE_TRANSPORTS("what was queued before a crash is delivered after it, once") {
  const Folder folder;
  PostOffice office{wire, to_files(folder)};
  for (int i = 0; i < 20; ++i) {
    const kernel::UserId user{{{7, static_cast<std::uint8_t>(i)}}};
    office.bench.run(office.bench.module<Announcer>().announce(registered(user, "Someone")));
    if (i % 3 == 0) office.bench.advance(3ms);
    office.bench.crash();
  }

  office.bench.advance(5s);

  CHECK(folder.files().size() == 20);
  CHECK(office.stored("id").size() > 0);
}
