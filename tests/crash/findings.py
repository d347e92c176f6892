"""What was found to be wrong, by kind: counted all, told the first few."""

import threading
from collections import defaultdict

LOST = "lost"  # somebody was told that it is done, and it is not
DOUBLE_CHARGE = "double charge"
STUCK = "stuck"  # not finished although nothing is in its way any more
ANSWER = "answer"  # one that must not be, or another than before
MONEY = "money"
STOCK = "stock"
MAIL = "mail"
OWED = "owed"  # an event or durable command without its effect
PROCESS = "process"  # died by itself, came back too slowly, left a damaged database
KINDS = [LOST, DOUBLE_CHARGE, STUCK, ANSWER, MONEY, STOCK, MAIL, OWED, PROCESS]

TOLD_MAX = 5


class Findings:
    def __init__(self):
        self.by_kind = defaultdict(list)
        self.lock = threading.Lock()

    def add(self, kind, what):
        with self.lock:
            self.by_kind[kind].append(what)

    def count(self, kind):
        return len(self.by_kind[kind])

    def total(self):
        return sum(map(self.count, KINDS))

    def lines(self):
        for kind in KINDS:
            told = self.by_kind[kind]
            yield from (f"{kind}: {what}" for what in told[:TOLD_MAX])
            if len(told) > TOLD_MAX:
                yield f"{kind}: … {len(told)} in all"
