#include <fmt/format.h>

#include <algorithm>

#include "lab/report/report_document.h"
#include "lab/report/report_figures.h"
#include "lab/report/report_files.h"

namespace lab {
namespace {

// Longer tables of plotted values are left to report.html.
constexpr std::size_t plotted_rows_max = 24;

// What Markdown or HTML in it would take for its own.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += ' ';
    } else {
      if (std::string_view("\\`*[]|#").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

class Markdown {
 public:
  void operator()(const Paragraph& paragraph) {
    const bool important = paragraph.form == Paragraph::Form::important;
    out += important ? "**" + plain(paragraph.text) + "**\n\n" : plain(paragraph.text) + "\n\n";
  }
  void operator()(const Subheading& heading) { out += "### " + plain(heading.text) + "\n\n"; }
  void operator()(const Listing& listing) {
    for (const auto& item : listing.items) out += "- " + plain(item) + "\n";
    out += '\n';
  }
  // Indented: a fence could be closed by what stands in it.
  void operator()(const Code& code) {
    auto text = code.text;
    std::replace(text.begin(), text.end(), '\n', ' ');
    out += "    " + text + "\n\n";
  }
  void operator()(const TableData& table) {
    if (!table.caption.empty()) out += plain(table.caption) + ":\n\n";
    std::string rule = "|";
    out += '|';
    for (const auto& column : table.columns) {
      out += " " + plain(column.title) + " |";
      rule += column.align == figures ? " ---: |" : " --- |";
    }
    out += '\n' + rule + '\n';
    for (const auto& row : table.rows) append(row, table.columns.size());
    out += '\n';
  }
  void operator()(const Plot& figure) {
    out += "### " + plain(upper_first(figure.title)) + "\n\n" + plain(figure.subtitle) + ".\n\n";
    for (const auto& table : figure.data) {
      if (table.rows.size() <= plotted_rows_max)
        (*this)(table);
      else
        out += fmt::format("{} values are plotted in report.html.\n\n", table.rows.size());
    }
    for (const auto& drawing : figure.drawings)
      if (!drawing.heading.empty()) out += "- " + plain(drawing.heading) + "\n";
    if (figure.drawings.size() > 1) out += '\n';
  }

  std::string out;

 private:
  void append(const TableRow& row, std::size_t columns) {
    out += '|';
    for (std::size_t i = 0; i < columns; ++i) {
      const auto cell = i < row.cells.size() ? plain(row.cells[i]) : std::string();
      out +=
          row.form == TableRow::Form::heading && i == 0 ? " **" + cell + "** |" : " " + cell + " |";
    }
    out += '\n';
  }
};

}  // namespace

std::string to_markdown(const Report& report) {
  Markdown markdown;
  markdown.out = "# " + plain(headline_of(report)) + "\n\n" + plain(byline_of(report)) + "\n\n";
  for (const auto& notice : notices_of(report)) markdown.out += "> " + plain(notice) + "\n\n";
  for (const auto& section : make_sections(report)) {
    markdown.out += "## " + plain(section.title) + "\n\n";
    for (const auto& block : section.blocks) std::visit(markdown, block);
  }
  while (markdown.out.ends_with("\n\n")) markdown.out.pop_back();
  return std::move(markdown.out);
}

}  // namespace lab
