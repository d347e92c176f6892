#include "internal/page.h"

#include <fmt/format.h>

#include "internal/letters.h"

namespace notification {

namespace {

// One line of text that anybody wrote.
std::string clean(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return out;
}

constexpr std::string_view signature = "Your shop";

}  // namespace

Page::Page(std::string_view name) {
  paragraph(name.empty() ? "Hello," : fmt::format("Hello {},", name));
}

void Page::paragraph(std::string_view text) {
  const auto words = clean(text);
  text_ += words + "\n\n";
  html_ += "<p>" + escape_html(words) + "</p>\n";
}

void Page::link(std::string_view label, std::string_view url) {
  text_ += fmt::format("{}:\n{}\n\n", label, url);
  html_ += fmt::format("<p><a href=\"{}\">{}</a></p>\n", escape_html(url), escape_html(label));
}

void Page::table(const std::vector<std::vector<std::string>>& rows) {
  html_ += "<table cellpadding=\"4\">\n";
  for (const auto& row : rows) {
    html_ += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto cell = clean(row[i]);
      text_ += (i == 0 ? "" : "  ") + cell;
      html_ += i + 2 < row.size() ? "<td>" : "<td align=\"right\">";
      html_ += escape_html(cell) + "</td>";
    }
    text_ += '\n';
    html_ += "</tr>\n";
  }
  text_ += '\n';
  html_ += "</table>\n";
}

void Page::lines(const std::vector<std::string>& lines) {
  html_ += "<p>";
  for (const auto& line : lines) {
    const auto words = clean(line);
    text_ += "  " + words + '\n';
    html_ += escape_html(words) + "<br>\n";
  }
  text_ += '\n';
  html_ += "</p>\n";
}

std::string Page::text() const { return fmt::format("{}{}\n", text_, signature); }

std::string Page::html(std::string_view title) const {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta "
      "charset=\"utf-8\"><title>{}</title></head>\n"
      "<body style=\"font-family: sans-serif; line-height: 1.5; max-width: 40em\">\n"
      "{}<p>{}</p>\n</body>\n</html>\n",
      escape_html(clean(title)), html_, signature);
}

}  // namespace notification
