#!/usr/bin/env python3
"""Kills the real shop under load, again and again, and looks whether it kept its promises.

kill -9 at random moments, in one process and in many; then the books are read from the databases.
docs/reliability.md says what must hold and what was measured.
"""

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))

import checks
from findings import DOUBLE_CHARGE, LOST, PROCESS, STUCK
from shop import Shop
from trial import NAMES, Trial


class Violated(Exception):
    """Leaves the shop's directory for inspection."""


def main():
    options = parse()
    print(f"seed {options.seed}: {options.kills} kills in each of {', '.join(options.layouts)}",
          flush=True)
    results = [run(name, options) for name in options.layouts]
    if options.json:
        Path(options.json).write_text(json.dumps(
            {"seed": options.seed, "customers": options.customers,
             "load_seconds": options.load, "layouts": results}, indent=2))
    if not any(result["findings"] for result in results):
        return 0
    print(f"FAILED; once more: make crash KILLS={options.kills} SEED={options.seed} "
          f"LAYOUTS='{' '.join(options.layouts)}' "
          f"CRASH='--customers {options.customers} --load {options.load:g}'")
    return 1


def parse():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="in each layout; default: 200")
    parser.add_argument("--layouts", nargs="+", choices=NAMES, default=NAMES[:2], metavar="LAYOUT",
                        help=f"of {', '.join(NAMES)}; default: {' '.join(NAMES[:2])}")
    parser.add_argument("--customers", type=int, default=8, help="at a time; default: 8")
    parser.add_argument("--load", type=float, default=1.5, metavar="SECONDS",
                        help="the longest time from being ready to the next kill; default: 1.5")
    parser.add_argument("--seed", type=int, help="of all choices; default: a fresh one")
    parser.add_argument("--json", metavar="FILE", help="the results, for programs")
    options = parser.parse_args()
    if options.seed is None:
        options.seed = int.from_bytes(os.urandom(4), "big")
    return options


def run(name, options):
    trial = Trial(name, options.kills, options.customers, options.load, options.seed)
    begun = time.monotonic()
    try:
        with Shop(trial.layout) as shop:
            trial.run(shop)
            trial.check(shop.data, shop.directory / "log")
            if trial.found.total():
                raise Violated
    except Violated:
        pass
    except AssertionError as error:  # a shop that does not come back
        trial.found.add(PROCESS, str(error))
    result = result_of(trial, time.monotonic() - begun)
    tell(result)
    return result


def result_of(trial, seconds):
    states = [order.status for order in trial.orders.values()]
    purchases = [purchase for queue in trial.queues for purchase in queue.purchases]
    found = trial.found
    named = {"lost": found.count(LOST), "double_charges": found.count(DOUBLE_CHARGE),
             "stuck": found.count(STUCK)}
    return {
        "layout": trial.name, "kills": len(trial.kills), "seconds": round(seconds, 1),
        "killed": {what: sum(kill.what == what for kill in trial.kills)
                   for what in sorted({kill.what for kill in trial.kills})},
        "orders": len(states), "confirmed": states.count(checks.CONFIRMED),
        "failed": states.count(checks.FAILED), "cancelled": states.count(checks.CANCELLED),
        "refunds": sum(purchase.refunded > 0 for purchase in purchases),
        "interrupted": sum(purchase.interrupted for purchase in purchases),
        "acknowledged": sum(purchase.confirmed for purchase in purchases),
        **named, "other_violations": found.total() - sum(named.values()),
        "ready_ms": spread([kill.ready_seconds for kill in trial.kills]),
        "down_ms": spread([kill.down_seconds for kill in trial.kills]),
        "findings": list(found.lines())}


def spread(seconds):
    ms = sorted(1000 * one for one in seconds if one is not None)
    if not ms:
        return None
    p99 = ms[min(len(ms) - 1, int(0.99 * len(ms)))]
    return {"median": round(statistics.median(ms)), "p99": round(p99), "max": round(ms[-1])}


def tell(result):
    r = result
    print(f"{r['layout']}: {r['kills']} kills in {r['seconds']:.0f} s ("
          + ", ".join(f"{what} {count}" for what, count in r["killed"].items()) + ")")
    print(f"  orders            {r['orders']} ({r['confirmed']} confirmed, {r['failed']} failed, "
          f"{r['cancelled']} cancelled), {r['refunds']} refunds; "
          f"{r['interrupted']} checkouts interrupted")
    for what in ("acknowledged", "lost", "double_charges", "stuck", "other_violations"):
        print(f"  {what.replace('_', ' '):<17} {r[what]}")
    for what, spoken in (("ready_ms", "start to ready"), ("down_ms", "kill to ready")):
        if r[what]:
            print(f"  {spoken:<17} median {r[what]['median']} ms, p99 {r[what]['p99']} ms, "
                  f"max {r[what]['max']} ms")
    for line in r["findings"]:
        print(f"  ! {line}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
