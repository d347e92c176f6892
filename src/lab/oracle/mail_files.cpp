#include "lab/oracle/mail_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace lab {

namespace {

namespace fs = std::filesystem;

// Mails are named by UUIDv7: the order of names is that of time.
std::vector<fs::path> files_in(const std::string& directory) {
  std::vector<fs::path> files;
  std::error_code none;  // no folder, no mail
  for (const auto& entry : fs::directory_iterator(fs::path(directory) / "mail", none))
    if (entry.path().extension() == ".eml") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

MailFile read_mail(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return parse_mail(std::string(std::istreambuf_iterator<char>(in), {}));
}

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 2045 §6.7. Lines end in \n afterwards. What is not encoded stays.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') continue;
    if (text[i] != '=' || i + 2 >= text.size()) {
      out += text[i];
      continue;
    }
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high >= 0 && low >= 0) {
      out += static_cast<char>(high << 4 | low);
      i += 2;
    } else if (text.substr(i + 1).starts_with("\r\n")) {
      i += 2;
    } else {
      out += '=';
    }
  }
  return out;
}

std::string header_value(std::string_view head, std::string_view name) {
  const std::string begin = "\r\n" + std::string(name) + ": ";
  const auto found = head.find(begin);
  if (found == head.npos) return {};
  std::string value;
  for (std::size_t i = found + begin.size(); i < head.size(); ++i) {
    if (!head.substr(i).starts_with("\r\n")) {
      value += head[i];
    } else if (head.substr(i + 2).starts_with(' ')) {
      ++i;  // folded: goes on in the next line
    } else {
      break;
    }
  }
  return value;
}

bool is_part_of_token(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

}  // namespace

MailFile parse_mail(std::string_view text) {
  const auto end = std::min(text.find("\r\n\r\n"), text.size());
  const std::string head = "\r\n" + std::string(text.substr(0, end));
  return {header_value(head, "From"), header_value(head, "To"), header_value(head, "Subject"),
          decoded(text.substr(end))};
}

std::vector<MailFile> mails_in(const std::string& directory) {
  std::vector<MailFile> mails;
  for (const auto& file : files_in(directory)) mails.push_back(read_mail(file));
  return mails;
}

std::optional<std::string> mailed_token(const std::string& directory, std::string_view address,
                                        std::string_view path) {
  const std::string link = std::string(path) + "#token=";
  auto files = files_in(directory);
  for (; !files.empty(); files.pop_back()) {
    const auto mail = read_mail(files.back());
    if (mail.to.find("<" + std::string(address) + ">") == mail.to.npos) continue;
    const auto found = mail.body.find(link);
    if (found == mail.body.npos) continue;
    const auto begin = mail.body.begin() + static_cast<std::ptrdiff_t>(found + link.size());
    return std::string(begin, std::find_if_not(begin, mail.body.end(), is_part_of_token));
  }
  return std::nullopt;
}

}  // namespace lab
