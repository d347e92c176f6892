// lab: a report as files for people.
#pragma once

#include <string>

#include "lab/report/report.h"

namespace lab {

std::string to_markdown(const Report& report);
// One self-contained file: plots as inline SVG, each with its data as a table beneath; readable
// without network, in the dark and on paper.
std::string to_html(const Report& report);

// What changed since an older report, for people; figures of another machine are said to be that.
std::string changes_since(const Report& older, const Report& newer);

// The rows of the summary, from what was measured. What cannot be measured yet says so.
std::vector<SummaryRow> make_summary(const Report& report);
std::vector<Verdict> make_verdicts(const Report& report);

}  // namespace lab
