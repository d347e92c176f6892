// lab: what all charts are drawn with: an SVG, scales with their ticks, and how an arm looks.
// Colours are the page's custom properties; every arm also has a dash and a marker of its own, so
// that charts can be read in black and white.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/report/report.h"

namespace lab {

inline constexpr int wide_px = 720;
inline constexpr int narrow_px = 328;
inline constexpr int panel_px = 316;  // one of several small drawings

class Svg {
 public:
  Svg(int width, int height, std::string_view title, std::string_view description);

  void line(double x1, double y1, double x2, double y2, std::string_view css);
  void rect(double x, double y, double width, double height, std::string_view css);
  void path(std::string_view d, std::string_view css, std::string_view attributes = {});
  void text(double x, double y, std::string_view text, std::string_view css);
  // 0 a disc, 1 a square, 2 a triangle, 3 a diamond, 4 a cross; then again.
  void marker(int shape, double x, double y, std::string_view css, double size = 4.5);
  void circle(double x, double y, double radius, std::string_view css);

  std::string finish();

 private:
  std::string out_;
};

// Values to places; log needs values above 0.
struct Scale {
  double low = 0, high = 1;  // values
  double from = 0, to = 1;   // places
  bool log = false;
  double operator()(double value) const;
};

// Widened to round ends, with the values to be labelled.
struct Axis {
  Scale scale;
  std::vector<double> ticks;
};
std::string tick_text(double tick);  // "0.05", "5", "2,000"
Axis linear_axis(double low, double high, double from, double to, int ticks_max);
Axis log_axis(double low, double high, double from, double to);

struct ArmStyle {
  std::string css;  // a class that sets colour and dash
  int marker = 0;
};
ArmStyle style_of(const Report& report, const std::string& arm);

// How wide text of 13 px is, about.
double text_px(std::string_view text);
std::vector<std::string> wrapped(const std::vector<std::string>& words, std::string_view between,
                                 double width_px);

// Moves labels apart, at least `gap` between two, as little as it can; order is kept.
void spread_apart(std::vector<double>& places, double gap, double least, double greatest);

}  // namespace lab
