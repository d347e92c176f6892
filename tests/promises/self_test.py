#!/usr/bin/env python3
"""Sees promises.py fire where a promise is not kept, and be silent where all are."""

import sys
import tempfile
from pathlib import Path

import promises

CONTRACT = """#pragma once
namespace cart {

// Whose cart. Fails: permission_denied (another's).
struct Owner {
  int user = 0;
};

// Puts more of it into the cart. Fails: not_found (no such product; never
// already_exists), conflict.
struct Add {
  using Reply = Cart;
  static constexpr auto kind = kernel::Kind::command;
  std::optional<Owner> owner;
};

// Sets it. Fails as Add.
struct Set {
  static constexpr auto kind = Kind::command;
};

// Empties every cart. Administrators.
struct Clear {
  static constexpr auto kind = Kind::command;
};

// Never fails.
struct Get {
  static constexpr auto kind = Kind::query;
};

}  // namespace cart
"""
KEPT = {"cart.Add": ["permission_denied", "not_found", "conflict"],
        "cart.Set": ["permission_denied", "not_found", "conflict"],
        "cart.Clear": ["unauthenticated", "permission_denied"],
        "cart.Get": ["invalid_argument", "unavailable"],  # as any message may
        "sample.Fail": ["conflict"]}                      # of no contract


def lines_of(kept):
    return {f"{message} {code} {transport} /src/tests/cart/a_test.cpp:7"
            for message, codes in kept.items() for code in codes
            for transport in promises.TRANSPORTS}


ALL = lines_of(KEPT)
SEEN = " /src/tests/cart/a_test.cpp:7"
HEADER = "src/modules/cart/contract/cart/messages.h"
UNKEPT = [
    (ALL - {"cart.Add conflict http" + SEEN},
     f"{HEADER}:11: cart.Add: no test provokes conflict under http"),
    (ALL - lines_of({"cart.Set": ["not_found"]}),
     f"{HEADER}:18: cart.Set: no test provokes not_found under local, serialized, http"),
    (ALL - lines_of({"cart.Add": ["permission_denied"]}),
     f"{HEADER}:11: cart.Add: no test provokes permission_denied under local, serialized, http"),
    (ALL - lines_of({"cart.Clear": ["unauthenticated"]}),
     f"{HEADER}:23: cart.Clear: no test provokes unauthenticated under local, serialized, http"),
    (ALL | {"cart.Get not_found local" + SEEN},
     f"{HEADER}:28: cart.Get: fails with not_found unsaid, as tests/cart/a_test.cpp:7 saw"),
]


def offences(lines):
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        (root / HEADER).parent.mkdir(parents=True)
        (root / HEADER).write_text(CONTRACT, encoding="utf-8")
        (root / "provoked").mkdir()
        (root / "provoked/cart.txt").write_text("\n".join(sorted(lines)), encoding="utf-8")
        return list(promises.offences(root, root / "provoked"))


def main():
    failed = offences(ALL)
    for lines, expected in UNKEPT:
        found = offences(lines)
        if found != [expected]:
            failed.append(f"expected: {expected}\nfound: {found}")
    for text in failed:
        print(text)
    print(f"promises: {len(UNKEPT)} broken ones seen, {len(failed)} failures")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
