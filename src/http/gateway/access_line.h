// gateway: how one answer looks in the access log.
#pragma once

#include <string>

#include "gateway/access_log.h"

namespace gateway {

// The time of a line; what changes once a second is kept.
class LineClock {
 public:
  // "2026-11-22T03:11:00"
  const std::string& iso(kernel::WallTime now);
  // "22/Nov/2026:03:11:00 +0000"
  const std::string& common(kernel::WallTime now);

 private:
  void look(kernel::WallTime now);

  std::int64_t second_ = -1;
  std::string iso_;
  std::string common_;
};

// Append one line, its newline included. Texts of strangers are cut and escaped.
void append_json_line(std::string& out, const Access& access, kernel::WallTime now,
                      LineClock& clock);
void append_common_line(std::string& out, const Access& access, kernel::WallTime now,
                        LineClock& clock);

}  // namespace gateway
