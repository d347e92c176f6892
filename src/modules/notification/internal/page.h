// notification: one mail written once, as text and as HTML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace notification {

// Collects paragraphs, links and tables in both forms. What is handed in is plain text of anybody:
// escaped here, its control characters replaced by blanks.
class Page {
 public:
  explicit Page(std::string_view name);  // "Hello <name>,"; empty: "Hello,"

  void paragraph(std::string_view text);
  // `url` may contain secret_mark.
  void link(std::string_view label, std::string_view url);
  // Rows of equally many cells; the last two columns are numbers.
  void table(const std::vector<std::vector<std::string>>& rows);
  void lines(const std::vector<std::string>& lines);  // an address

  std::string text() const;
  std::string html(std::string_view title) const;

 private:
  std::string text_;
  std::string html_;
};

}  // namespace notification
