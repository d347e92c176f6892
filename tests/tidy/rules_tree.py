"""Rules on what the tree holds. Each yields (line, what is wrong)."""

import re

README_WORDS = ["Owns", "Offers", "Announces", "Listens", "Tables"]
README_LINES_MAX = 60


def module_readme(source):
    """Every module says on one screen what it owns, offers, announces, hears, and its tables."""
    found = re.fullmatch(r"src/modules/(\w+)/(\w+)_module\.h", source.path)
    if not found or found[1] != found[2]:
        return
    readme = source.root / "src/modules" / found[1] / "README.md"
    if not readme.is_file():
        yield 1, f"src/modules/{found[1]}/README.md is missing"
        return
    text = readme.read_text(encoding="utf-8")
    for word in README_WORDS:
        if not re.search(rf"^\W*{word}\b", text, re.M | re.I):
            yield 1, f"README.md of {found[1]} has no part that begins with '{word}'"
    if text.count("\n") > README_LINES_MAX:
        yield 1, f"README.md of {found[1]} is longer than a screen ({README_LINES_MAX} lines)"


def promised_message(source):
    """A message says above itself what holds afterwards and how it fails."""
    if not re.match(r"src/modules/\w+/contract/.*\.h$", source.path):
        return
    lines = source.lines
    for m in re.finditer(r"^[ \t]*struct\s+(\w+)\s*\{", source.code, re.M):
        body = source.code[m.end():source.code.find("\n}", m.end())]
        number = source.line_of(m.start(1))
        above = lines[number - 2].strip() if number > 1 else ""
        if re.search(r"\bKind::(?:query|command)\b", body) and not above.startswith("//"):
            yield number, f"{m[1]} promises nothing; say what holds afterwards and how it fails"


def derived_list(source):
    """Lists of modules are derived from src/modules/CMakeLists.txt or the exchange, never typed."""
    if not re.match(r"(src|tests|scripts|cmake|bench)/", source.path) or len(source.modules) < 4:
        return
    if source.path == "src/modules/CMakeLists.txt" or re.match(r"src/app\w*\.", source.path):
        return  # the list itself, and the composition root that builds each one
    text = source.uncommented if source.is_cpp else re.sub(r"^\s*#.*", "", source.text, flags=re.M)
    lines = ["" if line.lstrip().startswith("#include") else line for line in text.splitlines()]
    window = 8
    for begin in range(len(lines)):
        part = "\n".join(lines[begin:begin + window])
        first = lines[begin]
        if any(re.search(rf"\b{m}\b(?!::)", first) for m in source.modules) and all(
                re.search(rf"(?<![:\w/]){m}\b(?!::|\.h)", part) for m in source.modules):
            yield begin + 1, "a typed list of all modules will lack the newest one; derive it"
            return


NAMED_TEST = re.compile(r"`([\w/]+\.(?:cpp|py)): ([^`]+)`")


def named_test(source):
    """A test that docs/security.md names is there: below tests/, a journey without its folder."""
    if source.path != "docs/security.md":
        return
    for number, line in enumerate(source.lines, 1):
        for file, name in NAMED_TEST.findall(line):
            path = source.root / "tests" / ("" if "/" in file else "journeys") / file
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            # A long name may stand on two lines of the source, as two texts.
            if name not in re.sub(r'"\s*\n\s*"', "", text):
                yield number, f'{file} has no test "{name}"'


RULES = [module_readme, promised_message, derived_list, named_test]
