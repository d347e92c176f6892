// lab: a report as sections of text, tables and figures. Markdown and HTML render the same ones, so
// that neither says what the other does not.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "lab/report/report.h"

namespace lab {

struct Column {
  enum class Align { words, figures };
  std::string title;
  Align align = Align::words;
};
inline constexpr auto words = Column::Align::words;
inline constexpr auto figures = Column::Align::figures;

struct TableRow {
  enum class Form {
    cells,    // a cell per column
    heading,  // one cell: what the rows below have in common
    spanning  // two cells: the second holds for all columns but the first
  };
  std::vector<std::string> cells;
  Form form = Form::cells;
};

// The first column heads its row.
struct TableData {
  std::string caption;
  std::vector<Column> columns;
  std::vector<TableRow> rows;

  void add(std::vector<std::string> cells) { rows.push_back({std::move(cells)}); }
};

// SVG for a wide page; where letters would become unreadable on a telephone also a narrow one.
struct Drawing {
  std::string heading;  // of one among several
  std::string wide;
  std::string narrow;
};

// The title says what was found, the subtitle what is plotted, in which unit, from how many.
struct Plot {
  std::string title;
  std::string subtitle;
  std::vector<Drawing> drawings;
  std::vector<TableData> data;
};

struct Paragraph {
  std::string text;
  enum class Form { plain, important } form = Form::plain;
};
struct Listing {
  std::vector<std::string> items;
};
struct Code {
  std::string text;
};
struct Subheading {
  std::string text;
};

using Block = std::variant<Paragraph, Subheading, Listing, Code, TableData, Plot>;

struct Section {
  std::string id;
  std::string title;
  std::vector<Block> blocks;
};

// In the order of reading: the summary first, the command that reproduces it last.
std::vector<Section> make_sections(const Report& report);

// What stands above all sections.
std::string headline_of(const Report& report);              // the finding
std::vector<std::string> notices_of(const Report& report);  // partial, quick, emulated network
std::string byline_of(const Report& report);                // when, where, what

// report_sections_*.cpp
Section summary_section(const Report& report);
Section verdicts_section(const Report& report);
Section audit_section(const Report& report);
Section equality_section(const Report& report);
Section arms_section(const Report& report);
Section endpoints_section(const Report& report);
Section pairs_section(const Report& report);
Section aa_section(const Report& report);
Section ledger_section(const Report& report);
Section prediction_section(const Report& report);
Section blast_section(const Report& report);
Section deployment_section(const Report& report);
Section sweep_section(const Report& report);
Section modules_section(const Report& report);
Section workload_section(const Report& report);
Section fingerprint_section(const Report& report);

}  // namespace lab
