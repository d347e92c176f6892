#!/usr/bin/env python3
"""Sees references.py refuse what is wrong, let be what is right, and repair what moved."""

import tempfile
import unittest
from pathlib import Path

import references

SOURCE = """// order: steps.
int reserve();
int charge() {
  return ask();
}
int again() {
  return ask();
}
"""
BLOCK = "```cpp\nint charge() {\n…\n}\n```\n"


class References(unittest.TestCase):
    def setUp(self):
        self.held = tempfile.TemporaryDirectory()
        self.addCleanup(self.held.cleanup)
        self.root = Path(self.held.name)
        (self.root / "src").mkdir()
        (self.root / "docs").mkdir()
        (self.root / "src/a.cpp").write_text(SOURCE)

    def document(self, text):
        path = self.root / "docs/tour.md"
        path.write_text(text)
        return references.Document(self.root, path).check()

    def refusal(self, text):
        faults = self.document(text).faults
        self.assertEqual(len(faults), 1, faults)
        return faults[0][1]

    def test_what_is_right_is_let_be(self):
        for text in ["[`int charge()`](../src/a.cpp#L3)", "[the file](../src/a.cpp)",
                     "[the folder](../src)", "[elsewhere](https://example.com/x#L3)",
                     "[below](#here)", "    [`no such`](../src/a.cpp#L3)",
                     "`` [`no such`](../src/a.cpp#L3) `` shows how",
                     f"[src/a.cpp:3](../src/a.cpp#L3)\n\n{BLOCK}",
                     "```\n[`no such`](../src/a.cpp#L3)\n```"]:
            with self.subTest(text):
                self.assertEqual(self.document(text).faults, [])

    def test_a_line_that_says_something_else_is_refused(self):
        self.assertIn("stands at line 3", self.refusal("[`int charge()`](../src/a.cpp#L2)"))
        self.assertIn("stands nowhere", self.refusal("[`int pay()`](../src/a.cpp#L3)"))
        self.assertIn("lines [4, 7]", self.refusal("[`return ask();`](../src/a.cpp#L3)"))

    def test_a_block_that_stands_elsewhere_or_nowhere_is_refused(self):
        moved = f"[src/a.cpp:1](../src/a.cpp#L1)\n{BLOCK}"
        self.assertIn("stands at line 3", self.refusal(moved))
        changed = "[src/a.cpp:3](../src/a.cpp#L3)\n```cpp\nint charge() {\n  return 0;\n```\n"
        self.assertIn("stands nowhere", self.refusal(changed))

    def test_a_line_without_a_quote_is_refused(self):
        self.assertIn("does not quote", self.refusal("[the charge](../src/a.cpp#L3)"))
        wrong = f"[src/b.cpp:3](../src/a.cpp#L3)\n{BLOCK}"
        self.assertIn("must be src/a.cpp:3", self.refusal(wrong))

    def test_a_file_that_is_gone_is_refused(self):
        self.assertIn("there is no", self.refusal("[`int charge()`](../src/b.cpp#L3)"))
        self.assertIn("there is no", self.refusal("[the file](../src/b.cpp)"))

    def test_what_has_moved_is_repaired_and_nothing_else(self):
        (self.root / "src/a.cpp").write_text("\n\n" + SOURCE)
        text = (f"See [`int reserve()`](../src/a.cpp#L2).\n"
                f"[src/a.cpp:3](../src/a.cpp#L3)\n\n{BLOCK}[`int pay()`](../src/a.cpp#L9)\n")
        document = self.document(text)
        self.assertEqual(len(document.faults), 3)
        document.fix()
        again = references.Document(self.root, document.path).check()
        self.assertEqual([what for _, what in again.faults],
                         ["`int pay()`: stands nowhere in a.cpp any more"])
        self.assertIn("[src/a.cpp:5](../src/a.cpp#L5)", again.text)


if __name__ == "__main__":
    unittest.main()
