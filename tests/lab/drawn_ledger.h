// The ledger's graph, read back from its SVG. Pixels; y grows downwards.
#pragma once

#include <string>
#include <vector>

struct Place {
  double x = 0, y = 0;
};

struct Area {
  double left = 0, top = 0, right = 0, bottom = 0;

  Area wider(double by) const { return {left - by, top - by, right + by, bottom + by}; }
  bool meets(const Area& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
  bool holds(const Place& place) const { return meets({place.x, place.y, place.x, place.y}); }
};

struct DrawnArrow {
  std::vector<Place> line;  // from its beginning on, a place in every pixel
  double width = 0;
  bool dashed = false;
  Area tip;
};

struct DrawnText {
  std::string text;
  Area area;
};

struct DrawnLedger {
  Area canvas;
  std::vector<DrawnText> boxes, numbers;
  std::vector<DrawnArrow> arrows;
};

DrawnLedger read_ledger(const std::string& svg);
