#include "drawn_ledger.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string_view>

namespace {

std::string attribute(const std::string& line, const std::string& name) {
  const auto mark = " " + name + "=\"";
  const auto at = line.find(mark);
  REQUIRE(at != line.npos);
  const auto from = at + mark.size();
  return line.substr(from, line.find('"', from) - from);
}

double number(const std::string& line, const std::string& name) {
  return std::stod(attribute(line, name));
}

std::string content(const std::string& line) {
  const auto from = line.find('>') + 1;
  return line.substr(from, line.find("</", from) - from);
}

// Through all corners in turn, as Bézier says; a straight line for two.
Place along(std::vector<Place> corners, double share) {
  while (corners.size() > 1) {
    for (std::size_t i = 0; i + 1 < corners.size(); ++i)
      corners[i] = {std::lerp(corners[i].x, corners[i + 1].x, share),
                    std::lerp(corners[i].y, corners[i + 1].y, share)};
    corners.pop_back();
  }
  return corners.front();
}

// Of a path with M, H, V, Q and C.
std::vector<Place> places_on(const std::string& path) {
  std::istringstream in(path);
  std::vector<Place> out;
  const auto place = [&] {
    Place read;
    in >> read.x >> read.y;
    return read;
  };
  for (char command = 0; in >> command;) {
    std::vector<Place> corners;
    if (command != 'M') corners.push_back(out.back());
    if (command == 'H' || command == 'V') {
      corners.push_back(out.back());
      in >> (command == 'H' ? corners.back().x : corners.back().y);
    } else {
      const auto count = std::string_view("MQC").find(command);
      REQUIRE_MESSAGE(count != std::string_view::npos, path);
      for (std::size_t i = 0; i <= count; ++i) corners.push_back(place());
    }
    constexpr int parts = 800;  // more than any is long
    for (int i = 0; i <= parts; ++i) out.push_back(along(corners, i / double{parts}));
  }
  return out;
}

// "M… l… …": from the place that it points at.
Area tip_of(const std::string& path) {
  std::istringstream in(path);
  char command = 0;
  Place at, by;
  in >> command >> at.x >> at.y >> command >> by.x >> by.y;
  return {std::min(at.x, at.x + by.x), at.y - std::abs(by.y), std::max(at.x, at.x + by.x),
          at.y + std::abs(by.y)};
}

// In a wide type of 13 px; x is the middle, y the line that digits stand on.
Area area_of_number(const std::string& text, double x, double y) {
  double width = 0;
  for (const char c : text) width += c == '.' || c == ',' ? 4.2 : 8.3;
  return {x - width / 2, y - 10, x + width / 2, y + 1};
}

Area area_of(const std::string& rectangle) {
  const double x = number(rectangle, "x"), y = number(rectangle, "y");
  return {x, y, x + number(rectangle, "width"), y + number(rectangle, "height")};
}

}  // namespace

DrawnLedger read_ledger(const std::string& svg) {
  DrawnLedger drawn;
  std::istringstream in(svg);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("<svg")) {
      drawn.canvas = {0, 0, number(line, "width"), number(line, "height")};
    } else if (line.starts_with("<path class=\"edge")) {
      drawn.arrows.push_back({places_on(attribute(line, "d")),
                              number(line, "stroke-width"),
                              line.find("across-edge") != line.npos,
                              {}});
    } else if (line.starts_with("<path class=\"tip")) {
      drawn.arrows.back().tip = tip_of(attribute(line, "d"));
    } else if (line.starts_with("<rect class=\"node")) {
      drawn.boxes.push_back({"", area_of(line)});
    } else if (line.starts_with("<text class=\"label")) {
      drawn.boxes.back().text = content(line);
    } else if (line.starts_with("<text class=\"tick")) {
      const auto text = content(line);
      drawn.numbers.push_back({text, area_of_number(text, number(line, "x"), number(line, "y"))});
    }
  }
  return drawn;
}
