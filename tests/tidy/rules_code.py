"""Rules on what code does: time and chance, coroutines, transports. Each yields (line, what)."""

import re

from source import closing, lambdas

# Where the world comes in. Everything else asks the Runtime.
RUNTIME_FILES = re.compile(r"src/kernel/real_\w+\.(h|cpp)$")

CLOCKS = [
    (r"_clock\s*::\s*now\b", "reads a clock; ask Runtime::ticks or now"),
    # What a process has used of the CPU is no time: clock_gettime(cpu_clock, …).
    (r"\b(?:clock_gettime|gettimeofday|timespec_get|ftime)\s*\((?!cpu_clock\b)",
     "reads a clock; ask the Runtime"),
    (r"(?<![\w.>:])(?:std::|::)?time\s*\(\s*(?:nullptr|NULL|0|&)",
     "reads a clock; ask Runtime::now"),
    (r"\b(?:sleep_for|sleep_until|usleep|nanosleep|clock_nanosleep)\b", "sleeps; ask the Runtime"),
    (r"(?<![\w.>:])(?:::)?sleep\s*\(\s*\d", "sleeps; co_await Runtime::sleep"),
    (r"\b(?:steady_timer|system_timer|high_resolution_timer|deadline_timer)\b"
     r"|\bbasic_waitable_timer\b",
     "has a timer of its own; use Runtime::after"),
    (r"\bexpires_(?:after|at)\s*\(", "has a timer of its own; use Runtime::after"),
    (r"\bstd::(?:thread|jthread|async)\b(?!\s*::)|\bpthread_create\s*\(|\bthread_pool\b",
     "starts a thread; use Runtime::offload"),
    (r"\b(?:random_device|mt19937\w*|minstd_rand0?|default_random_engine|drand48)\b"
     r"|(?<![\w.>:])(?:std::|::)?s?rand\s*\(|\buniform_(?:int|real)_distribution\b",
     "draws a random number; ask Runtime::random"),
    (r"\b(?:getrandom|getentropy|arc4random\w*|RAND_(?:priv_)?bytes|randombytes\w*)\s*\(",
     "draws random bytes; ask Runtime::random_bytes"),
    (r"\bcrypto_\w*(?:(?<!_seed)_keypair|_keygen)\s*\(|\bcrypto_pwhash_str(?:_alg)?\s*\(",
     "draws random bytes inside; give seed or salt from Runtime::random_bytes"),
]
CLOCKS = [(re.compile(pattern), why) for pattern, why in CLOCKS]
SQL_CLOCKS = re.compile(
    r"\b(?:datetime|date|time|julianday|unixepoch|strftime)\s*\([^)]*'now'"
    r"|\bCURRENT_(?:TIMESTAMP|DATE|TIME)\b|\brandom(?:blob)?\s*\(", re.I)


def runtime_only(source):
    """Only the real Runtime reads a clock, sleeps, starts a thread or draws a random number."""
    if not source.path.startswith("src/") or RUNTIME_FILES.match(source.path):
        return
    if source.is_cpp:
        for pattern, why in CLOCKS:
            for m in pattern.finditer(source.code):
                yield source.line_of(m.start()), f"{m[0].strip()} {why}"
    if source.path.endswith(".sql"):
        quoted = [source.text]
        offsets = [0]
    else:
        literals = re.finditer(r'R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"', source.uncommented, re.S)
        quoted, offsets = zip(*[(m[0], m.start()) for m in literals] or [("", 0)])
    for text, offset in zip(quoted, offsets):
        for m in SQL_CLOCKS.finditer(text):
            if re.search(r"\b(?:select|insert|update|values|default|where|create)\b", text, re.I):
                yield (source.line_of(offset + m.start()),
                       f"{m[0]}: SQL knows no time and no chance; bind them")


COROUTINE_WORD = re.compile(r"\bco_(?:await|return|yield)\b")
BLOCK_WORDS = re.compile(r"(?:^|\W)(?:else|do|try|const|noexcept|override|final|mutable)$")
DECLARATION_HEAD = re.compile(r"^\s*(?:(?:inline|export|typedef|template\s*<[^;]*>)\s*)*"
                              r"(?:namespace|class|struct|enum|union|extern)\b")
HARMLESS_BRACES = re.compile(r"std::chrono::\w+\s*$|\b(?:Ticks|WallTime)\s*$")


def awaiting_statements(code):
    """(begin, end) of each statement that contains a co_await; those in lambda bodies apart."""
    bodies = {body: end for _, _, body, end in lambdas(code)}
    yield from statements(code, 0, len(code), bodies)


def statements(code, begin, end, bodies):
    start, depth, i = begin, 0, begin
    while i < end:
        c = code[i]
        if c in "([":
            depth += 1
        elif c in ")]":
            depth = max(0, depth - 1)
        elif c == "{" and i in bodies:
            yield from statements(code, i + 1, bodies[i], bodies)
            i = bodies[i]
        elif c == "{" and depth == 0 and not is_initialiser(code, start, i):
            if "co_await" in code[start:i]:
                yield start, i  # the head of an if, a for, a while
            start = i + 1
        elif c == "{":
            stop = closing(code, i)
            for k in [b for b in bodies if i < b < stop]:
                yield from statements(code, k + 1, bodies[k], bodies)
            i = stop
        elif c == "}" or (c == ";" and depth == 0):
            if "co_await" in code[start:i]:
                yield start, i
            start, depth = i + 1, 0
        i += 1


def is_initialiser(code, start, brace):
    before = code[start:brace].rstrip()
    if not before or DECLARATION_HEAD.match(before) or BLOCK_WORDS.search(before):
        return False
    if re.search(r"\)\s*->\s*[\w:<>,&*\s]+$", before):
        return False  # the result type of a function
    return before[-1] in "=,>_" or before[-1].isalnum()


def awaited_temporary(source):
    """No aggregate or capturing closure is made inside a co_await: g++ 12 destroys it twice."""
    if not source.is_cpp:
        return
    code = source.code
    found = list(lambdas(code))
    for begin, end in awaiting_statements(code):
        inner = [(b, e) for _, _, b, e in found if begin <= b and e <= end]
        text = list(code[begin:end])
        for b, e in inner:
            text[b - begin:e + 1 - begin] = " " * (e + 1 - b)
        text = "".join(text)
        if "co_await" not in text:
            continue
        for m in re.finditer(r"\{", text):
            before = text[:m.start()].rstrip()
            named = re.fullmatch(r"\s*(?:if\s*\(|for\s*\()?"
                                 r"\s*(?:(?:const|constexpr|static|auto)\b\s*)*"
                                 r"(?:[\w:]+(?:<.*>)?\s*[&*]?\s+|(?<=auto)[&\s]+)\w+", before, re.S)
            if named or HARMLESS_BRACES.search(before):
                continue
            yield (source.line_of(begin + m.start()),
                   "braces inside a co_await expression; name the value first")
        for bracket, captures, b, e in found:
            if begin <= bracket < end and (b, e) in inner and captures and re.search(
                    r"=|(?:^|,)\s*(?!this\b)\w", captures):
                yield (source.line_of(bracket),
                       f"[{captures}] inside a co_await expression; capture by reference")


def awaited_condition(source):
    """No co_await in a condition: g++ 12 breaks the frame of a coroutine without own variables."""
    if not source.is_cpp:
        return
    for m in re.finditer(r"\b(?:if|while|switch)\s*(\()", source.code):
        end = closing(source.code, m.start(1))
        for found in re.finditer(r"\bco_await\b", source.code[m.start(1):end]):
            yield (source.line_of(m.start(1) + found.start()),
                   "co_await in a condition; name the result first")


def coroutine_lambda(source):
    """A coroutine lambda captures nothing: its captures die before its frame does."""
    if not source.is_cpp or not source.path.startswith("src/"):
        return
    found = list(lambdas(source.code))
    for bracket, captures, begin, end in found:
        body = list(source.code[begin:end])
        for _, _, b, e in found:
            if begin < b and e < end:
                body[b - begin:e + 1 - begin] = " " * (e + 1 - b)
        if captures and COROUTINE_WORD.search("".join(body)):
            yield source.line_of(bracket), f"[{captures}] on a coroutine; pass arguments instead"


def detached_task(source):
    """A task belongs to a group that hears of its failure; `detached` swallows it."""
    if not source.is_cpp or not source.path.startswith("src/"):
        return
    for m in re.finditer(r"\bdetached\b", source.code):
        yield source.line_of(m.start()), "detached swallows failures; spawn into a task group"


def transport_blind(source):
    """A module cannot tell a local call from a remote one."""
    if not source.path.startswith("src/modules/") or not source.is_cpp:
        return
    for m in re.finditer(r"\b(?:is_)?(?:remote|serialized)\b|\bis_local\b", source.code):
        yield source.line_of(m.start()), f"{m[0]}: a module does not know where the others run"


def in_module_test(source, others=()):
    folders = "|".join([*source.modules, *others]) or "none"
    return source.is_cpp and re.match(rf"tests/(?:{folders})/", source.path)


def every_transport(source):
    """A module's test has one body for all transports: it names none."""
    if in_module_test(source):
        for m in re.finditer(r"\bWire::(?:local|serialized|http)\b", source.code):
            yield source.line_of(m.start()), f"{m[0]}: write it as TEST_CASE_TRANSPORTS"


def still_test(source):
    """A module's test waits for nothing: it advances the clock."""
    if not in_module_test(source, others=["gateway", "sim"]):
        return
    for m in re.finditer(r"\b(?:sleep_for|sleep_until|usleep|nanosleep)\b|_clock\s*::\s*now\b",
                         source.code):
        yield source.line_of(m.start()), f"{m[0]}: advance the test's clock instead"


RULES = [runtime_only, awaited_temporary, awaited_condition, coroutine_lambda, detached_task,
         transport_blind, every_transport, still_test]
