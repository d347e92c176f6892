"""Customers who buy, repeat, cancel and are refunded, and remember every answer that they got."""

import threading
import time
import traceback
from dataclasses import dataclass, field

from api import Api, Unanswered
from findings import ANSWER, LOST, STUCK

PASSWORD = "a long password"
ADDRESS = {"name": "C", "line1": "1 High Street", "city": "York", "postal_code": "YO1 1AA",
           "country": "GB"}
# How often each is used. The slow one is charged at once and says so two seconds later, the lost
# one never says it: kills fall between.
METHODS = {"pm_card_visa": 80, "pm_card_visa_chargeDeclined": 10, "pm_sandbox_slow": 8,
           "pm_sandbox_lost": 2}
REFUSALS = {(402, "declined"), (409, "out_of_stock"), (409, "failed")}
CHANGING = ("status", "trace_id")  # of an answer that is given again

REPEATS = 0.2  # of all checkouts, at once; all are repeated at the end
CANCELS = 0.15  # of confirmed orders
REFUNDS = 0.1
WANTS_SCARCE = 0.05  # of cart lines
THINK_SECONDS_MAX = 0.02


@dataclass
class Purchase:
    """One idempotency key, and what its customer was told."""
    email: str
    token: str
    key: str
    method: str
    meant: dict  # product id: quantity
    answer: tuple = None  # (status, body without what may change); None: none yet
    cancelled: bool = False  # as acknowledged
    refunded: int = 0  # as acknowledged
    interrupted: bool = False  # it took more than one request to get an answer

    @property
    def confirmed(self):
        return self.answer is not None and self.answer[0] == 201

    @property
    def order(self):
        return self.answer[1]["id"]


@dataclass
class Market:
    """What all customers share."""
    url: str
    plentiful: list  # product ids
    scarce: list
    admin: str  # token
    stopping: threading.Event = field(default_factory=threading.Event)


class Queue:
    """One customer after the other, each with an account of his own and a few purchases."""

    def __init__(self, name, market, random, found):
        self.name = name
        self.market = market
        self.random = random
        self.found = found
        self.api = Api(market.url)
        self.accounts = []  # acknowledged ones, by address
        self.purchases = []
        self.keys = 0

    def buy_until_stopped(self):
        visits = 0
        while not self.market.stopping.is_set():
            visits += 1
            self.content(self.visit, f"{self.name}.{visits}@crash.example")

    def content(self, act, *arguments):
        """Does it; whatever goes wrong is found, and the next thing is done."""
        try:
            act(*arguments)
        except Unanswered as error:
            self.found.add(STUCK, f"{self.name}: {error}")
        except Exception:
            self.found.add(ANSWER, f"{self.name}: {traceback.format_exc()}")

    def visit(self, email):
        token = self.sign_in(email)
        for _ in range(self.random.randint(1, 4)):
            if token is None or self.market.stopping.is_set():
                return
            self.buy(email, token)
            time.sleep(self.random.uniform(0, THINK_SECONDS_MAX))

    def sign_in(self, email):
        person = {"email": email, "password": PASSWORD}
        status, body = self.api.ask("POST", "/api/v1/auth/register", person | {"name": "C"})
        if status not in (201, 409):  # 409: done before, by a request whose answer was lost
            self.wrong("registration", status, body)
        self.accounts.append(email)
        status, body = self.api.ask("POST", "/api/v1/auth/login", person)
        if status == 200:
            return body["access_token"]
        self.found.add(LOST, f"{email} has registered and gets {status} {body.get('code')}")
        return None

    def buy(self, email, token):
        meant = self.fill_cart(token)
        method = self.random.choices(list(METHODS), METHODS.values())[0]
        purchase = Purchase(email, token, self.new_key(), method, meant)
        self.purchases.append(purchase)
        self.check_out(purchase)
        if self.random.random() < REPEATS:
            self.check_out(purchase)
        if purchase.confirmed:
            fate = self.random.random()
            if fate < CANCELS:
                self.cancel(purchase)
            elif fate < CANCELS + REFUNDS:
                self.refund(purchase)

    def fill_cart(self, token):
        """What is in the cart then, and nothing else: each change has a key, so it happens once."""
        self.must(200, "DELETE", "/api/v1/cart", None, token)
        meant = {}
        for _ in range(self.random.randint(1, 3)):
            scarce = self.random.random() < WANTS_SCARCE
            product = self.random.choice(self.market.scarce if scarce else self.market.plentiful)
            quantity = self.random.randint(1, 3)
            meant[product] = meant.get(product, 0) + quantity
            self.must(200, "POST", "/api/v1/cart/items",
                      {"product_id": product, "quantity": quantity}, token)
        return meant

    def check_out(self, purchase):
        """Asks until the answer stands; one that was given before must be given again."""
        repeats = self.api.repeats
        status, body = self.api.ask("POST", "/api/v1/orders",
                                    {"payment_method": purchase.method,
                                     "shipping_address": ADDRESS}, purchase.token, purchase.key)
        purchase.interrupted |= self.api.repeats > repeats
        answer = status, {name: value for name, value in body.items() if name not in CHANGING}
        if purchase.answer is None:
            purchase.answer = answer
            self.look_at(purchase)
        elif answer != purchase.answer:
            self.found.add(ANSWER, f"{purchase.key}: {answer}, but before {purchase.answer}")

    def look_at(self, purchase):
        status, body = purchase.answer
        if not purchase.confirmed:
            refusal = status, body.get("code")
            declinable = "Declined" in purchase.method
            if refusal not in REFUSALS or (status == 402 and not declinable):
                self.wrong(f"checkout {purchase.key} by {purchase.method}", status, body)
            return
        bought = {line["product_id"]: line["quantity"] for line in body["lines"]}
        if bought != purchase.meant:
            self.found.add(ANSWER, f"{purchase.key}: bought {bought}, not {purchase.meant}")

    def cancel(self, purchase):
        self.must(200, "POST", f"/api/v1/orders/{purchase.order}/cancel", None, purchase.token)
        purchase.cancelled = True

    def refund(self, purchase):
        part = purchase.answer[1]["total"]
        part = part | {"amount": self.random.randint(1, part["amount"])}
        self.must(200, "POST", f"/api/v1/admin/orders/{purchase.order}/refund", {"amount": part},
                  self.market.admin)
        purchase.refunded = part["amount"]

    def must(self, expected, method, path, body, token):
        status, answer = self.api.ask(method, path, body, token, self.new_key())
        if status != expected:
            self.wrong(f"{method} {path}", status, answer)

    def wrong(self, what, status, body):
        raise RuntimeError(f"{what}: {status} {body}")

    def new_key(self):
        self.keys += 1
        return f"{self.name}-{self.keys}"

    def ask_again(self):
        """Every key once more, when the shop is left alone; then the queue is closed."""
        for purchase in self.purchases:
            self.content(self.check_out, purchase)
        self.api.connection.close()
