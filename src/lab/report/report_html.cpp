#include <fmt/format.h>

#include <map>

#include "lab/report/report_document.h"
#include "lab/report/report_figures.h"
#include "lab/report/report_files.h"
#include "lab/report/report_html_style.h"
#include "lab/report/report_html_text.h"

namespace lab {
namespace {

// Longer tables are folded on the screen; they print open.
constexpr std::size_t unfolded_rows_max = 12;
// Longer cells may break into lines.
constexpr std::size_t unwrapped_max = 32;
constexpr std::size_t dense_columns = 9;

class Html {
 public:
  void operator()(const Paragraph& paragraph) {
    const bool important = paragraph.form == Paragraph::Form::important;
    out += fmt::format("<p{}>{}</p>\n", important ? " class=\"important\"" : "",
                       escaped(paragraph.text));
  }
  void operator()(const Subheading& heading) {
    out += fmt::format("<h3>{}</h3>\n", escaped(heading.text));
  }
  void operator()(const Listing& listing) {
    out += "<ul>\n";
    for (const auto& item : listing.items) out += fmt::format("<li>{}</li>\n", escaped(item));
    out += "</ul>\n";
  }
  void operator()(const Code& code) {
    out += fmt::format("<pre><code>{}</code></pre>\n", escaped(code.text));
  }
  void operator()(const TableData& table) {
    if (table.rows.size() > folded_rows_max) {
      fold(table);
    } else {
      append(table);
    }
  }
  void operator()(const Plot& figure) {
    out += fmt::format("<figure>\n<h3>{}</h3>\n<p class=\"subtitle\">{}.</p>\n",
                       escaped(upper_first(figure.title)), escaped(figure.subtitle));
    if (figure.drawings.size() > 1) out += "<div class=\"drawings\">\n";
    for (const auto& drawing : figure.drawings) append(drawing);
    if (figure.drawings.size() > 1) out += "</div>\n";
    for (const auto& table : figure.data) {
      if (table.rows.size() > unfolded_rows_max) {
        fold(table);
      } else {
        append(table);
      }
    }
    out += "</figure>\n";
  }

  std::string out;

 private:
  static constexpr std::size_t folded_rows_max = 48;

  void fold(const TableData& table) {
    out += fmt::format("<details><summary>Table: {} ({} rows)</summary>\n", escaped(table.caption),
                       table.rows.size());
    append(table);
    out += "</details>\n";
  }

  // Both stand in the page; which one is seen follows from its width.
  void append(const Drawing& drawing) {
    out += "<div>\n";
    if (!drawing.heading.empty()) out += fmt::format("<h4>{}</h4>\n", escaped(drawing.heading));
    if (drawing.narrow.empty()) {
      out += drawing.wide;
    } else {
      out += fmt::format("<div class=\"wide\">{}</div>\n<div class=\"narrow\">{}</div>\n",
                         drawing.wide, drawing.narrow);
    }
    out += "</div>\n";
  }

  void append(const TableData& table) {
    const auto caption = escaped(table.caption);
    out += fmt::format(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table{}>\n"
        "<caption>{}</caption>\n<thead><tr>",
        name_of_region(caption), table.columns.size() > dense_columns ? " class=\"dense\"" : "",
        caption);
    for (const auto& column : table.columns) {
      const auto* css = column.align == figures ? " class=\"figure\"" : "";
      out += column.title.empty()
                 ? fmt::format("<td{}></td>", css)
                 : fmt::format("<th scope=\"col\"{}>{}</th>", css, escaped(column.title));
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) append(row, table.columns);
    out += "</tbody>\n</table>\n</div>\n";
  }

  void append(const TableRow& row, const std::vector<Column>& columns) {
    const auto cell = [&](std::size_t i) {
      return i < row.cells.size() ? escaped(row.cells[i]) : std::string();
    };
    switch (row.form) {
      case TableRow::Form::heading:
        out +=
            fmt::format("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n",
                        columns.size(), cell(0));
        return;
      case TableRow::Form::spanning:
        out += fmt::format(
            "<tr class=\"span\"><th scope=\"row\">{}</th><td colspan=\"{}\">{}</td>"
            "</tr>\n",
            cell(0), columns.size() - 1, cell(1));
        return;
      case TableRow::Form::cells:
        out += "<tr>";
        for (std::size_t i = 0; i < columns.size(); ++i) {
          const auto text = cell(i);
          const auto css = class_of(text, columns[i]);
          out += i == 0 ? fmt::format("<th scope=\"row\"{}>{}</th>", css, text)
                        : fmt::format("<td{}>{}</td>", css, text);
        }
        out += "</tr>\n";
    }
  }

  // No two regions of a page may have the same name.
  std::string name_of_region(const std::string& caption) {
    const int count = ++regions_[caption];
    return count == 1 ? caption : fmt::format("{} ({})", caption, count);
  }

  static std::string class_of(const std::string& text, const Column& column) {
    if (column.align == figures) return " class=\"figure\"";
    if (text.starts_with("✓")) return " class=\"passed\"";
    if (text.size() > unwrapped_max) return " class=\"long\"";
    return text.starts_with("✗") ? " class=\"failed\"" : "";
  }

  std::map<std::string, int> regions_;  // how many tables have that caption so far
};

std::string contents(const std::vector<Section>& sections) {
  std::string out = "<nav aria-label=\"Contents\"><ul>\n";
  for (const auto& section : sections)
    out += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.id,
                       escaped(section.title.substr(0, section.title.find(':'))));
  return out + "</ul></nav>\n";
}

}  // namespace

std::string to_html(const Report& report) {
  const auto sections = make_sections(report);
  const auto headline = escaped(headline_of(report));
  Html html;
  html.out = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<header>\n"
      "<p class=\"kicker\">cleave compare</p>\n<h1>{0}</h1>\n<p class=\"byline\">{2}</p>\n",
      headline, report_style, escaped(byline_of(report)));
  for (const auto& notice : notices_of(report))
    html.out += fmt::format("<p class=\"notice\">{}</p>\n", escaped(notice));
  html.out += "</header>\n" + contents(sections) + "<main>\n";
  for (const auto& section : sections) {
    html.out += fmt::format(
        "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n"
        "<h2 id=\"{0}-title\">{1}</h2>\n",
        section.id, escaped(section.title));
    for (const auto& block : section.blocks) std::visit(html, block);
    html.out += "</section>\n";
  }
  html.out +=
      "</main>\n<footer>In every chart: within a process is ink or green and solid, between "
      "processes is orange and dashed. All raw figures are in report.json.</footer>\n"
      "</body>\n</html>\n";
  return std::move(html.out);
}

}  // namespace lab
