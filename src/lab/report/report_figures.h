// lab: figures as people read them, and the places of a report where they stand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lab/report/report.h"

namespace lab {

// About `digits` significant digits, thousands grouped, a true minus: "0.31", "38.2", "4,910".
// "–" for what is not a number.
std::string figure(double value, int digits = 3);
std::string signed_figure(double value, int digits = 3);  // "+2.3", "−0.4", "0"
std::string grouped(std::int64_t number);                 // "12,000"
std::string percent(double share_of_100);                 // "1.4 %"; "< 0.1 %" rather than 0

// Milliseconds as "0.3 s", "1.2 s" …
std::string seconds_of(double seconds);

// What stands between a figure and its unit, and the unit: " ms", "/s", "".
std::string unit_text(std::string_view unit);

// "0.31 ms"; "not measured" where n is 0. The unit may be empty.
std::string value_of(const Interval& interval, std::string_view unit, int digits = 3);
// "0.31 (0.29 to 0.34)", without unit.
std::string with_bounds(const Interval& interval, int digits = 3);
std::string with_signed_bounds(const Interval& interval, int digits = 3);
inline bool known(const Interval& interval) { return interval.n > 0; }

// Why something is absent: `reason` when there is one, else "not measured", with "(quick)" or
// "(interrupted)" where the report is that.
std::string absent(const Report& report, const std::string& reason = {});

std::string joined(const std::vector<std::string>& words, std::string_view between = ", ");
std::string counted(std::int64_t number, std::string_view one, std::string_view many);
std::string lower_first(std::string text);
std::string upper_first(std::string text);

// ---- places -------------------------------------------------------------------------------

bool is_checkout(std::string_view endpoint);

// The title of an arm by its name; the name itself where there is no such arm.
std::string title_of(const Report& report, const std::string& name);
const ArmResult* find_arm(const Report& report, const std::string& name);

// The label of the greatest rate that is the same for all arms and below every knee that is known;
// of the least of them when none is below. Empty when there is none.
std::string common_rate(const Report& report);
const RateResult* rate_of(const ArmResult& arm, const std::string& label);
const EndpointSummary* endpoint_of(const RateResult& rate, std::string_view endpoint);
const EndpointSummary* checkout_of(const RateResult& rate);
const OneClientRow* one_client_checkout(const ArmResult& arm);

// The pair of the first arm and `b` in this metric, at the common rate where there are several.
const Pair* pair_of(const Report& report, const std::string& b, std::string_view metric);

// Calls from one process into another for each checkout; negative when the arm has no ledger.
double crossings_per_checkout(const Report& report, const std::string& arm);

// Requests of an endpoint in the average repeat; "all": of every endpoint. 0: not known.
double requests_per_repeat(const RateResult& rate, std::string_view endpoint);
// Less than one request of a repeat would lie beyond the quantile: it is the slowest one's luck.
bool too_few_for(double quantile, double requests);
std::string quantile_text(const RateResult& rate, const EndpointSummary& summary, double quantile,
                          const Interval& value);

// Was what the row predicts also measured, at one client in the first arm and in its own?
bool was_measured(const Report& report, const PredictionRow& row);

// Which arm keeps modules in processes of their own.
bool is_split(const ArmResult& arm);
// Modules that share the process, itself included; 0 when no process hosts it.
std::size_t neighbours_of(const ArmResult& arm, const std::string& module);

}  // namespace lab
