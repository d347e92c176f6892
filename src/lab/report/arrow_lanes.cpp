#include "lab/report/arrow_lanes.h"

#include <algorithm>
#include <tuple>

#include "lab/report/chart_svg.h"

namespace lab {
namespace {

constexpr double step_px = 56, margin_px = 24;     // from box to box; around the outermost
constexpr double ports_px = 22, port_max_px = 11;  // where arrows meet a box; from one to the next
constexpr double line_max_px = 4, apart_px = 0.5;  // how wide an arrow is; between it and a number
constexpr double row_px = number_height_px / 2 + apart_px;  // from the middle between two boxes
static_assert(4 * row_px + line_max_px <= step_px - ports_px, "two rows, clear of all ports");
static_assert(2 * corner_px <= step_px - ports_px, "a lane holds both corners of an arrow");

double middle_of(std::size_t place) { return margin_px + static_cast<double>(place) * step_px; }

// The boxes that an arrow leads to and from, from above; it passes the gaps from `top` on.
std::size_t top_of(const Arrow& arrow) { return std::min(arrow.from, arrow.to); }
std::size_t bottom_of(const Arrow& arrow) { return std::max(arrow.from, arrow.to); }

// The gap between two boxes in which the number stands, by the box above it.
std::size_t gap_of(const Arrow& arrow) { return (top_of(arrow) + bottom_of(arrow) - 1) / 2; }

// The arrows on one side of the column, each in a lane, 0 being the next to the boxes.
class Side {
 public:
  Side(const std::vector<Arrow>& arrows, bool left) : direction_(left ? -1 : 1) {
    for (std::size_t i = 0; i < arrows.size(); ++i) {
      if (arrows[i].on_left != left) continue;
      placed_.push_back({&arrows[i], i, 0});
      number_px_ = std::max(number_px_, number_width(arrows[i].text));
    }
    choose_lanes();
  }

  double width() const { return placed_.empty() ? 0 : lane_px(lanes_ - 1) + number_px_ / 2; }

  // `edge`: x of the boxes' side.
  void run(double edge, std::vector<Track>& tracks) const {
    for (const auto& placed : placed_) {
      const auto& arrow = *placed.arrow;
      const double lane = edge + direction_ * lane_px(placed.lane);
      tracks[placed.number] = {{edge, port_of(placed, arrow.from)},
                               {edge, port_of(placed, arrow.to)},
                               lane,
                               {lane, row_of(placed)}};
    }
  }

 private:
  struct Placed {
    const Arrow* arrow;
    std::size_t number;  // among all arrows
    std::size_t lane;
  };

  // Short ones inside, each in the first lane that is free in all gaps it passes.
  void choose_lanes() {
    std::stable_sort(placed_.begin(), placed_.end(), [](const Placed& a, const Placed& b) {
      return bottom_of(*a.arrow) - top_of(*a.arrow) < bottom_of(*b.arrow) - top_of(*b.arrow);
    });
    for (auto at = placed_.begin(); at != placed_.end(); ++at) {
      const auto taken = [&] {
        return std::any_of(placed_.begin(), at, [&](const Placed& other) {
          return other.lane == at->lane && top_of(*other.arrow) < bottom_of(*at->arrow) &&
                 top_of(*at->arrow) < bottom_of(*other.arrow);
        });
      };
      while (taken()) ++at->lane;
      lanes_ = std::max(lanes_, at->lane + 1);
    }
  }

  // From the side of the boxes. A number in the first lane is clear of the tips, one in any lane
  // ends before the lanes beside it.
  double lane_px(std::size_t lane) const {
    const double first = tip_length_px + apart_px + number_px_ / 2;
    return first + static_cast<double>(lane) * (number_px_ / 2 + line_max_px / 2 + apart_px);
  }

  // The y where the arrow meets this box. From the top: those that go up, inner lanes first, then
  // those that go down, outer lanes first. So no two that meet at a box cross there.
  double port_of(const Placed& placed, std::size_t box) const {
    const auto rank = [&](const Placed& one) {
      const bool goes_down = top_of(*one.arrow) == box;
      const auto lane = static_cast<int>(one.lane);
      return std::tuple(goes_down, goes_down ? -lane : lane);
    };
    int above = 0, all = 0;
    for (const auto& other : placed_) {
      if (other.arrow->from != box && other.arrow->to != box) continue;
      ++all;
      above += rank(other) < rank(placed) ? 1 : 0;
    }
    const double apart = std::min(port_max_px, ports_px / std::max(1, all - 1));
    return middle_of(box) + (above - (all - 1) / 2.0) * apart;
  }

  // The y of the number. Numbers of two lanes side by side would meet in one row.
  double row_of(const Placed& placed) const {
    const auto gap = gap_of(*placed.arrow);
    const double middle = (middle_of(gap) + middle_of(gap + 1)) / 2;
    const bool alone = std::none_of(placed_.begin(), placed_.end(), [&](const Placed& other) {
      return gap_of(*other.arrow) == gap &&
             (other.lane + 1 == placed.lane || placed.lane + 1 == other.lane);
    });
    if (alone) return middle;
    return middle + (placed.lane % 2 == 0 ? -row_px : row_px);
  }

  double direction_;
  std::vector<Placed> placed_;
  double number_px_ = 0;  // the widest
  std::size_t lanes_ = 0;
};

}  // namespace

double number_width(const std::string& text) { return text_px(text) + 4; }

BoxColumn column_of(std::size_t boxes, const std::vector<Arrow>& arrows, double width_least) {
  const Side left(arrows, true), right(arrows, false);
  const double needed = left.width() + box_width_px + right.width();
  BoxColumn column;
  column.width = std::max(width_least, needed);
  column.height = 2 * margin_px + static_cast<double>(boxes - 1) * step_px;
  const double edge = (column.width - needed) / 2 + left.width();
  for (std::size_t i = 0; i < boxes; ++i)
    column.boxes.push_back({edge + box_width_px / 2, middle_of(i)});
  column.tracks.resize(arrows.size());
  left.run(edge, column.tracks);
  right.run(edge + box_width_px, column.tracks);
  return column;
}

}  // namespace lab
