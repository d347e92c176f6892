"""Rules on sizes, includes and words. Each yields (line, what is wrong)."""

import re

from source import functions

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 100


def file_length(source):
    """A file has at most 400 lines; split it by reason to change."""
    if len(source.lines) > FILE_LINES_MAX:
        yield FILE_LINES_MAX + 1, f"{len(source.lines)} lines; {FILE_LINES_MAX} are the limit"


def line_length(source):
    """A line has at most 100 columns."""
    for number, line in enumerate(source.lines, 1):
        if len(line) > COLUMNS_MAX:
            yield number, f"{len(line)} columns; {COLUMNS_MAX} are the limit"


def function_length(source):
    """A function has at most 70 lines."""
    if not source.is_cpp:
        return
    for name, begin, end in functions(source.code):
        length = source.line_of(end) - source.line_of(begin) + 1
        if length > FUNCTION_LINES_MAX:
            yield (source.line_of(begin),
                   f"{name} has {length} lines; {FUNCTION_LINES_MAX} are the limit")


def climbing_include(source):
    """No include climbs with ../ : what is reachable is said by the build."""
    for line, _, name in source.includes:
        if "../" in name:
            yield line, f'"{name}" climbs; include from the folders that the build gives'


def pragma_once(source):
    """A header is read once."""
    if source.is_header and not re.search(r"^#pragma once$", source.text, re.M):
        yield 1, "#pragma once is missing"


# The shop under the simulated Runtime is put together there, as src/app.* does it for the real one.
COMPOSITION = re.compile(r"(src/app\w*|tests/sim/\w+)\.(h|cpp)$")


def reached_inside(source):
    """Only the composition root reaches a module by its path, and it takes the plug only."""
    for line, _, name in source.includes:
        parts = name.split("/")
        if parts[0] != "modules":
            continue
        if not re.fullmatch(r"modules/(\w+)/\1_(?:module|options)\.h", name):
            yield line, f'"{name}": a module\'s inside is its own; use its contract'
        elif not COMPOSITION.match(source.path):
            yield line, f'"{name}": only src/app.* plugs modules in'


def contract_includes(source):
    """A contract uses the standard library and kernel/ only, never another contract."""
    found = re.match(r"src/modules/(\w+)/contract/", source.path)
    if not found:
        return
    for line, bracket, name in source.includes:
        own = bracket == '"' and (name.startswith(("kernel/", f"{found[1]}/")) or "/" not in name)
        standard = bracket == "<" and re.fullmatch(r"[a-z_0-9]+", name)
        if not own and not standard:
            yield line, f"a contract knows only the standard library and kernel/, not {name}"


def json_in_header(source):
    """No JSON library in a header: who includes it would pay for it in compile time."""
    if not source.is_header or not source.path.startswith("src/"):
        return
    for line, _, name in source.includes:
        if re.match(r"(simdjson|boost/json(?!/fwd)|nlohmann)\b", name):
            yield line, f"{name} belongs into a .cpp"


# Written in pieces, so that this file does not break its own rule.
FOREIGN_WORDS = [
    (re.compile(r"(?<![\w.])/(?:wo" r"rk|fa" r"rm|ro" r"ot)/|/tmp/(?:bri" r"ef|bui" r"ld-)"),
     "names a path of one machine"),
    (re.compile(r"registry\.npm" r"js|deb\.deb" r"ian\.org|pypi\.o" r"rg"),
     "names a registry host"),
    (re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|not impl" r"emented"),
     "leaves something open; do it, or say in an issue what is missing"),
]


def foreign_word(source):
    """The project speaks of itself: no path of one machine, no registry host, nothing left open."""
    for number, line in enumerate(source.lines, 1):
        for pattern, why in FOREIGN_WORDS:
            if pattern.search(line):
                yield number, f"{why}: {pattern.search(line)[0]}"


def test_name(source):
    """A test's name is a sentence about behaviour."""
    if not source.path.startswith("tests/") or not source.is_cpp:
        return
    for m in re.finditer(r'\bTEST_CASE\w*\(\s*"((?:[^"\\]|\\.)*)"', source.uncommented):
        if m[1].count(" ") < 2:
            yield source.line_of(m.start()), f'"{m[1]}" states no fact; make it a sentence'


RULES = [file_length, line_length, function_length, climbing_include, pragma_once, reached_inside,
         contract_includes, json_in_header, foreign_word, test_name]
