#include "internal/smtp_mail.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <string_view>

namespace notification {

namespace {

// Hands the message over piece by piece.
std::size_t read_content(char* out, std::size_t size, std::size_t count, void* rest) {
  auto& left = *static_cast<std::string_view*>(rest);
  const auto taken = std::min(size * count, left.size());
  std::memcpy(out, left.data(), taken);
  left.remove_prefix(taken);
  return taken;
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

}  // namespace

struct SmtpMail::Connection {
  std::mutex mutex;
  CURL* curl = nullptr;                           // guarded by mutex
  std::array<char, CURL_ERROR_SIZE> complaint{};  // guarded by mutex

  explicit Connection(const SmtpOptions& options) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    curl = curl_easy_init();
    if (curl == nullptr) throw std::runtime_error("libcurl does not start");
    const auto url = fmt::format("smtp://{}:{}", options.host, options.port);
    const auto timeout =
        std::chrono::duration_cast<std::chrono::milliseconds>(options.timeout).count();
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout));
    set(CURLOPT_USE_SSL, static_cast<long>(options.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &read_content);
    set(CURLOPT_ERRORBUFFER, complaint.data());
    if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
    if (options.user.empty()) return;
    set(CURLOPT_USERNAME, options.user.c_str());
    set(CURLOPT_PASSWORD, options.password.reveal().c_str());
  }
  ~Connection() { curl_easy_cleanup(curl); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_easy_setopt(curl, option, value) != CURLE_OK)
      throw std::runtime_error("libcurl lacks an option that SMTP needs");
  }
};

SmtpMail::SmtpMail(const SmtpOptions& options)
    : connection_(std::make_unique<Connection>(options)) {}

SmtpMail::~SmtpMail() = default;

void SmtpMail::deliver(const Mail& mail) {
  const std::lock_guard lock(connection_->mutex);
  const auto from = fmt::format("<{}>", mail.from);
  const auto to = fmt::format("<{}>", mail.to);
  const List recipients(curl_slist_append(nullptr, to.c_str()));
  std::string_view rest = mail.content;

  auto& connection = *connection_;
  connection.complaint[0] = '\0';
  connection.set(CURLOPT_MAIL_FROM, from.c_str());
  connection.set(CURLOPT_MAIL_RCPT, recipients.get());
  connection.set(CURLOPT_READDATA, &rest);
  const auto result = curl_easy_perform(connection.curl);
  if (result == CURLE_OK) return;
  const std::string_view why = connection.complaint.data();
  throw std::runtime_error(fmt::format("SMTP: {}", why.empty() ? curl_easy_strerror(result) : why));
}

}  // namespace notification
