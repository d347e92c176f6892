#!/usr/bin/env python3
"""Sees guide.py refuse a document whose commands do not do what it shows."""

import shutil
import tempfile
import unittest
from pathlib import Path

from guide import Reader, blocks_of, complaint

DOCUMENT = """# A document

```sh
echo "one  two"; seq 3
```

```
one two
…
3
```

```cpp
int not_a_command;
```

```
not an output
```

```sh
url=http://127.0.0.1:8080
```

    indented: not run
"""


def told(commands, shown):
    """What is wrong with a document of one block that shows this."""
    text = f"```sh\n{commands}\n```\n" + (f"\n```\n{shown}\n```\n" if shown else "")
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "a.md"
        document.write_text(text)
        reader = Reader(document)
        (printed, code), = reader.type_all()[0]
        shutil.rmtree(reader.folder)
        return complaint(reader.blocks[0], printed, code)


class Guide(unittest.TestCase):
    def test_commands_are_found_with_what_they_print(self):
        one, two = blocks_of(DOCUMENT)
        self.assertEqual((one.line, one.commands), (3, 'echo "one  two"; seq 3\n'))
        self.assertEqual(one.shown, "one two\n…\n3\n")
        self.assertIsNone(two.shown)

    def test_what_is_shown_has_to_be_printed(self):
        for commands, shown in [("seq 3", "1\n2\n3"), ("seq 9", "1\n…\n9"),
                                ("seq 9", "…\n8\n9"), ("echo 'a   b'", "a b"),
                                ("echo 'took 3 ms'", "took … ms"), ("echo; echo 1; echo", "1"),
                                ("false; echo 1", "1"), ("true", None)]:
            with self.subTest(commands):
                self.assertIsNone(told(commands, shown))

    def test_anything_else_is_refused(self):
        for commands, shown in [("seq 3", "1\n3"), ("seq 3", "1\n2"), ("seq 3", "2\n…"),
                                ("echo 'took 3 s'", "took … ms"), ("true", "1"),
                                ("echo ab", "a b")]:
            with self.subTest(commands):
                self.assertIn("should print", told(commands, shown))

    def test_a_block_that_shows_nothing_has_to_end_well(self):
        self.assertIn("ended with 1", told("echo 1; false", None))

    def test_only_what_the_build_has_done_is_believed_to_be_built(self):
        self.assertIsNone(told("make build", None))
        self.assertIn("ended with 1", told("make everything", None))

    def test_ports_are_moved_and_nothing_is_left_running(self):
        self.assertIsNone(told("[[ http://127.0.0.1:8080 != *:80''80 ]]", None))
        self.assertIsNone(told("sleep 1000 &", None))


if __name__ == "__main__":
    unittest.main()
