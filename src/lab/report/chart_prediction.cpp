// What the ledger predicted that a layout adds, beside what it added.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/report/chart_svg.h"
#include "lab/report/charts.h"
#include "lab/report/report_figures.h"

namespace lab {
namespace {

constexpr double good_percent = 25;  // what the prediction aims at
constexpr double row_px = 26, heading_px = 28;

struct Row {
  const PredictionRow* row;
  double predicted, measured, error;
  bool was_measured;
};

std::vector<Row> rows_of(const Report& report, bool cpu) {
  std::vector<Row> rows;
  for (const auto& row : report.prediction.rows)
    rows.push_back({&row, cpu ? row.predicted_cpu_us : row.predicted_latency_us,
                    cpu ? row.measured_cpu_us : row.measured_latency_us,
                    cpu ? row.cpu_error_percent : row.latency_error_percent,
                    was_measured(report, row)});
  return rows;
}

std::size_t arms_in(const std::vector<Row>& rows) {
  std::size_t arms = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    arms += i == 0 || rows[i].row->arm != rows[i - 1].row->arm ? 1 : 0;
  return arms;
}

void draw_row(Svg& svg, const Report& report, const Row& row, const Scale& x, double y,
              double names_px) {
  const auto style = style_of(report, row.row->arm);
  svg.text(names_px, y + 4, row.row->endpoint, "tick end");
  if (!row.was_measured) {
    svg.line(x(row.predicted), y - 10, x(row.predicted), y + 10, "predicted");
    svg.text(x(row.predicted) + 8, y + 4, "not measured", "tick halo");
    return;
  }
  svg.rect(x(std::min(0.0, row.measured)), y - 7, std::abs(x(row.measured) - x(0)), 14,
           "fill " + style.css);
  svg.line(x(row.measured), y, x(row.predicted), y, "leader");
  svg.line(x(row.predicted), y - 10, x(row.predicted), y + 10, "predicted");
  svg.text(std::max(x(row.measured), x(row.predicted)) + 8, y + 4,
           signed_figure(row.error, 2) + " %", "tick halo");
}

std::string draw(const Report& report, const std::vector<Row>& rows, const Plot& figure_,
                 int width) {
  double low = 0, high = 1, names_px = 0;
  for (const auto& row : rows) {
    low = std::min({low, row.predicted, row.measured});
    high = std::max({high, row.predicted, row.measured});
    names_px = std::max(names_px, text_px(row.row->endpoint));
  }
  const auto axis = linear_axis(low, high, names_px + 12, width - 70, width == wide_px ? 7 : 3);
  const double bottom = static_cast<double>(rows.size()) * row_px +
                        static_cast<double>(arms_in(rows)) * heading_px + 4;
  Svg svg(width, static_cast<int>(bottom) + 30, figure_.title, figure_.subtitle);
  for (const double tick : axis.ticks) {
    svg.line(axis.scale(tick), 4, axis.scale(tick), bottom, tick == 0 ? "axis" : "grid");
    svg.text(axis.scale(tick), bottom + 18, tick_text(tick), "tick mid");
  }
  double y = 4;
  const std::string* arm = nullptr;
  for (const auto& row : rows) {
    if (arm == nullptr || *arm != row.row->arm) {
      svg.text(0, y + 18, title_of(report, row.row->arm), "label strong halo");
      y += heading_px;
    }
    arm = &row.row->arm;
    draw_row(svg, report, row, axis.scale, y + row_px / 2, names_px);
    y += row_px;
  }
  return svg.finish();
}

}  // namespace

Plot prediction_figure(const Report& report, bool cpu) {
  const auto rows = rows_of(report, cpu);
  Plot result{"", "", {}, {}};
  if (rows.empty()) return result;
  double worst = 0;
  bool checkouts = false;
  TableData data{fmt::format("Added {} in µs", cpu ? "CPU" : "latency"),
                 {{"layout"},
                  {"endpoint"},
                  {"crossings", figures},
                  {"predicted", figures},
                  {"measured", figures},
                  {"error", figures}},
                 {}};
  for (const auto& row : rows) {
    data.add({title_of(report, row.row->arm), row.row->endpoint, figure(row.row->crossings, 2),
              signed_figure(row.predicted),
              row.was_measured ? signed_figure(row.measured) : absent(report),
              row.was_measured ? signed_figure(row.error, 2) + " %" : absent(report)});
    if (!is_checkout(row.row->endpoint) || !row.was_measured) continue;
    checkouts = true;
    worst = std::max(worst, std::abs(row.error));
  }
  const auto* what = cpu ? "CPU" : "latency";
  if (!checkouts) {
    result.title = fmt::format("The {} that a split adds, predicted and measured", what);
  } else if (worst <= good_percent) {
    result.title = fmt::format("The {} that a split adds to a checkout is predicted within {} %",
                               what, figure(worst, 2));
  } else {
    result.title = fmt::format(
        "The {} that a split adds to a checkout is predicted only within "
        "{} %",
        what, figure(worst, 2));
  }
  result.subtitle = fmt::format(
      "µs added to the monolith's {} per request at one client; bar: measured, upright line: "
      "predicted from the single process; beside it the error in percent of what was measured",
      cpu ? "CPU" : "p50");
  result.drawings.push_back(
      {"", draw(report, rows, result, wide_px), draw(report, rows, result, narrow_px)});
  result.data.push_back(std::move(data));
  return result;
}

}  // namespace lab
