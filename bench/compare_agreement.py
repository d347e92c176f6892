#!/usr/bin/env python3
"""How often do quick comparisons say what a full one says, and how good are their predictions?

    bench/compare_agreement.py FULL.json QUICK.json…        a Markdown table on stdout

A run contradicts the full one when it claims a difference that the full one does not see, or one of
the other sign. It misses one when it sees no difference where the full one claims it: fewer and
shorter repeats see less. Metrics are compared by name, whatever the rate was that a run chose.
"""

import json
import sys


def claims(report, arm):
    """{metric: -1, 0, 1} of `arm` against the first one; None where too little was measured."""
    found = {}
    for pair in report["pairs"]:
        if pair["b"] != arm:
            continue
        said = pair["text"].startswith(("too few", "not said"))
        sign = 1 if pair["difference"]["median"] > 0 else -1
        value = None if said else sign if pair["claimed"] else 0
        known = found.get(pair["metric"])
        if known in (None, 0):  # at several rates: a finding shows at one
            found[pair["metric"]] = value if value is not None else known
    return found


def checkout(report, arm):
    """(predicted, measured, error %) of the latency and of the CPU that a split adds."""
    for row in report["prediction"]["rows"]:
        if row["arm"] == arm and row["endpoint"] == "checkout":
            return [(row[f"predicted_{what}_us"], row[f"measured_{what}_us"],
                     row[f"{what}_error_percent"]) for what in ("latency", "cpu")]
    return None


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    full, *quick = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
    truth = claims(full, "split")
    print("| run | took | max rate, monolith / split | CPU per request | contradicts | misses "
          "| checkout latency: predicted, measured | CPU: predicted, measured | verdict |")
    print("|---|---|---|---|---|---|---|---|---|")
    agreeing = near = 0
    for number, report in enumerate(quick, 1):
        mine = claims(report, "split")
        both = [m for m in mine if mine[m] is not None and truth.get(m) is not None]
        wrong = [m for m in both if mine[m] and mine[m] != truth[m]]
        missed = [m for m in both if not mine[m] and truth[m]]
        agreeing += not wrong and report["audit"]["valid"]
        latency, cpu = checkout(report, "split")
        near += abs(latency[2]) <= 25 and abs(cpu[2]) <= 25
        knees = " / ".join(f"{arm['knee']['rate_per_s']['median']:,.0f}" for arm in report["arms"])
        times = next(p["ratio"]["median"] for p in report["pairs"]
                     if p["metric"] == "CPU per request")
        shown = ["{:+,.0f}, {:+,.0f} µs ({:+.0f} %)".format(*one) for one in (latency, cpu)]
        print(f"| {number} | {report['duration_s']:.0f} s | {knees}/s | {times:.2f}× "
              f"| {', '.join(wrong) or 'nothing'} | {', '.join(missed) or 'nothing'} "
              f"| {shown[0]} | {shown[1]} "
              f"| {'valid' if report['audit']['valid'] else 'refused'} |")
    print(f"\nNothing contradicted: {agreeing} of {len(quick)}. "
          f"Both predictions within 25 %: {near} of {len(quick)}.")


if __name__ == "__main__":
    main()
