// lab: arrows between boxes in a column, so that the number on each lies on nothing else.
//
//   An arrow leaves its box sideways, runs along a lane of its own beside the column, and comes
//   back. Lanes are half a number apart, and the numbers of two lanes side by side stand in
//   different rows between two boxes, where no arrow crosses:
//
//       ┌───────┐
//       │ from  ├──────╮
//       └───────┘      │    ╭──
//                     3.0   │       upper row: even lanes
//                      │   2.0      lower row: odd lanes
//       ┌───────┐      │    │
//       │  to   │◄─────╯    ╰──
//       └───────┘
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lab {

struct Arrow {
  std::size_t from = 0, to = 0;  // places in the column, from 0 at the top; not the same
  bool on_left = false;
  std::string text;  // its number
};

// Pixels; y grows downwards.
struct Point {
  double x = 0, y = 0;
};

struct Track {
  Point start, end;  // at the sides of the two boxes
  double lane = 0;   // x of the stretch between them
  Point number;      // its middle
};

struct BoxColumn {
  double width = 0, height = 0;
  std::vector<Point> boxes;   // their middles
  std::vector<Track> tracks;  // one for each arrow
};

inline constexpr double box_width_px = 100, box_height_px = 30;
inline constexpr double tip_length_px = 9;  // of an arrow
inline constexpr double corner_px = 8;      // radius
inline constexpr double number_height_px = 14;

// How wide a number is, with what it keeps free on both sides.
double number_width(const std::string& text);

// At least `width_least` wide, wider where the lanes need it.
BoxColumn column_of(std::size_t boxes, const std::vector<Arrow>& arrows, double width_least);

}  // namespace lab
