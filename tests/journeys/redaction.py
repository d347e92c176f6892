#!/usr/bin/env python3
"""No password, token, card token or mail body reaches a log, a trace, a metric or an error."""

import email
import email.policy
import http.client
import json
import re
import signal
import sys
import threading
import unittest
import urllib.parse

from shop import LAYOUTS, PATIENCE, SMALL_FILE, Shop, run_with
from visitor import Collector, Visitor

MONOLITH, SPLIT, _ = LAYOUTS
ADMIN = "ann@shop.example"
ADMIN_PASSWORD = "admin-marker-9f3a correct horse"
CUSTOMER = "bob@shop.example"
TEXT_MIN = 25  # of a line of a mail that is looked for; shorter ones stand anywhere


class Taps(threading.Thread):
    """Somebody who looks at messages with secrets as they go, as the console does."""

    ARROWS = [("auth.Register", "gateway", "auth", "call"),
              ("auth.Login", "gateway", "auth", "call"),
              ("auth.ResetPassword", "gateway", "auth", "call"),
              ("cart.MergeCart", "gateway", "cart", "call"),
              ("order.PlaceOrder", "gateway", "order", "call"),
              ("payment.Charge", "order", "payment", "call"),
              ("auth.PasswordResetRequested", "auth", "notification", "event")]

    def __init__(self, shop, admin):
        super().__init__(daemon=True)
        self.visitor, self.admin = Visitor(shop), admin
        self.texts = {message: [] for message, *_ in self.ARROWS}
        self.asked, self.done = threading.Event(), threading.Event()

    def ask(self):
        for message, caller, callee, sent_as in self.ARROWS:
            path = (f"/api/v1/admin/messages/{message}/next"
                    f"?caller={caller}&callee={callee}&sent_as={sent_as}")
            answer = self.visitor.told("GET", path, token=self.admin)
            if answer["seen"]:
                self.texts[message].append(json.dumps(answer))

    def run(self):
        while not self.done.is_set():
            self.ask()
            self.asked.set()
            self.done.wait(0.5)
        self.ask()

    def __enter__(self):
        self.start()
        self.asked.wait(10 * PATIENCE)
        return self

    def __exit__(self, *_):
        self.done.set()
        self.join()


class RedactionJourney(unittest.TestCase):
    def shop_with(self, layout, collector):
        shop = Shop(layout)
        made = run_with(ADMIN_PASSWORD + "\n", "admin", "create", ADMIN, *shop.config)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.access_log = shop.directory / "access.log"
        for one in ("log.level=debug", "trace.ratio=1", f"trace.otlp_url={collector.url}",
                    "trace.keep=64 MiB", "gateway.access_log=json",
                    f"gateway.access_log_file={self.access_log}", "faults.enabled=true"):
            shop.config += ["--set", one]
        shop.import_file(SMALL_FILE)
        return shop

    def secret(self, what, value):
        """Notes a secret and returns it."""
        self.secrets[value] = what
        return value

    def log_in(self, visitor, address, password):
        tokens = visitor.told("POST", "/api/v1/auth/login",
                              {"email": address, "password": password})
        self.secret("access token", tokens["access_token"])
        self.secret("access token's signature", tokens["access_token"].rsplit(".", 1)[1])
        self.secret("refresh token", tokens["refresh_token"])
        return tokens

    def mails(self, shop):
        """The texts of all mails, by subject."""
        found = {}
        for path in sorted((shop.data / "mail").glob("*.eml")):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            found.setdefault(mail["Subject"], []).append(
                mail.get_body(("plain",)).get_content())
        return found

    def token_in(self, text):
        found = re.search(r"token=(\S+)", text)
        self.assertIsNotNone(found, text)
        value = urllib.parse.unquote(found[1])
        self.secret("one-time token", value)
        self.secret("one-time token in a link", found[1])
        return value

    def account(self, shop, visitor):
        """Registers, verifies, forgets, resets; each of it wrongly too. Returns the tokens."""
        password = self.secret("password", "customer-marker-51c2 staple")
        wrong = self.secret("wrong password", "wrong-marker-77aa battery")
        changed = self.secret("new password", "changed-marker-03be horse")
        person = {"email": CUSTOMER, "name": "Bob"}
        visitor.told("POST", "/api/v1/auth/register", person | {"password": password})
        again = person | {"password": password}
        self.assertEqual(visitor.ask("POST", "/api/v1/auth/register", again)[0], 409)
        for address in (CUSTOMER, "nobody@shop.example"):
            status, _ = visitor.ask("POST", "/api/v1/auth/login",
                                    {"email": address, "password": wrong})
            self.assertEqual(status, 401)
        shop.wait_for("the welcome", lambda: any("welcome!" in text for texts in
                                                 self.mails(shop).values() for text in texts))
        welcome = next(text for texts in self.mails(shop).values() for text in texts
                       if "welcome!" in text)
        verify = self.token_in(welcome)
        visitor.told("POST", "/api/v1/auth/verify-email", {"token": verify})
        visitor.ask("POST", "/api/v1/auth/verify-email", {"token": verify})  # used up

        old = self.log_in(visitor, CUSTOMER, password)
        renewed = visitor.told("POST", "/api/v1/auth/refresh",
                               {"refresh_token": old["refresh_token"]})
        self.secret("access token", renewed["access_token"])
        self.secret("refresh token", renewed["refresh_token"])
        reused = visitor.ask("POST", "/api/v1/auth/refresh",
                             {"refresh_token": old["refresh_token"]})
        self.assertEqual(reused[0], 401)

        visitor.told("POST", "/api/v1/auth/password/forgot", {"email": CUSTOMER})
        subject = "Set a new password"
        shop.wait_for("the link", lambda: subject in self.mails(shop))
        reset = self.token_in(self.mails(shop)[subject][0])
        visitor.ask("POST", "/api/v1/auth/password/reset", {"token": reset, "password": "short"})
        visitor.told("POST", "/api/v1/auth/password/reset",
                     {"token": reset, "password": changed})
        visitor.ask("POST", "/api/v1/auth/password/reset",
                    {"token": reset, "password": changed})  # used up
        return self.log_in(visitor, CUSTOMER, changed)

    def checkout(self, visitor, token):
        """Buys, with cards that are taken, refused, unknown; returns the order's id."""
        self.secret("card token", "pm_card_visa_chargeDeclined")
        self.secret("card token", "pm_card_mastercard")
        unknown = self.secret("card token", "pm_card_marker_4f1d")
        product = visitor.told("GET", "/api/v1/products")["items"][0]["id"]
        guest = visitor.told("POST", "/api/v1/carts")["cart_token"]
        self.secret("cart token", guest)
        item = {"product_id": product, "quantity": 1}
        visitor.told("POST", "/api/v1/cart/items", item, Cart_Token=guest)
        visitor.ask("POST", "/api/v1/cart/items", {"quantity": 0}, Cart_Token=guest)
        visitor.told("POST", "/api/v1/cart/merge", {"cart_token": guest}, token)
        visitor.ask("POST", "/api/v1/cart/merge", {"cart_token": guest + "x"}, token)

        def buy(key, method):
            return visitor.buy(token, key, method)

        self.assertEqual(buy("k1", unknown)[0], 400)
        self.assertEqual(buy("k2", "pm_card_visa_chargeDeclined")[0], 402)
        status, text = buy("k3", "pm_card_mastercard")
        self.assertEqual(status, 201, text)
        self.assertEqual(buy("k3", "pm_card_visa")[0], 422)  # the key is another's
        order = json.loads(text)["id"]
        visitor.told("POST", f"/api/v1/orders/{order}/cancel", token=token)
        return order

    def malformed(self, visitor, token):
        """Secrets where they do not belong."""
        marked = self.secret("secret in a broken body", "broken-marker-c0de")
        typed = {"Content-Type": "application/json"}
        for path in ("/api/v1/auth/login", "/api/v1/auth/register", "/api/v1/auth/refresh",
                     "/api/v1/auth/password/reset", "/api/v1/auth/verify-email"):
            for body in (f'{{"password":"{marked}', f'{{"password":{{"x":"{marked}"}}}}',
                         f'["{marked}"]', f'{{"email":["{marked}"],"token":["{marked}"]}}',
                         f'"{marked}"', f'{marked}'):
                status, _ = visitor.raw("POST", path, body, typed)
                self.assertEqual(status, 400, (path, body))
            visitor.raw("POST", path, f'{{"token":"{marked}"}}', {"Content-Type": "text/plain"})
            long = json.dumps({"email": CUSTOMER, "password": marked * 1000, "token": marked * 1000,
                               "refresh_token": marked * 1000, "name": "Bob"})
            self.assertGreaterEqual(visitor.raw("POST", path, long, typed)[0], 400)
        for header in (f"Bearer {marked}", f"Basic {marked}", f"Bearer {token}{marked}", marked):
            status, _ = visitor.raw("GET", "/api/v1/me", headers={"Authorization": header})
            self.assertEqual(status, 401)
        visitor.raw("GET", f"/api/v1/products?token={marked}")
        visitor.raw("GET", f"/api/v1/orders?access_token={token}")
        visitor.raw("POST", "/api/v1/orders", "{}", typed | {
            "Authorization": f"Bearer {token}", "Idempotency-Key": "k9"})
        for module, url in visitor.shop.module_urls.items():
            self.rubbish_between_processes(visitor, module, url, marked)

    def rubbish_between_processes(self, visitor, module, url, marked):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10 * PATIENCE)
        connection.request("POST", f"/rpc/{module}/events", f'{{"password":"{marked}"',
                           {"Content-Type": "application/json", "Cleave-Service": "order"})
        visitor.errors.append(connection.getresponse().read().decode())
        connection.close()

    def dead_letters(self, shop, visitor, admin):
        """Mails that are owed are shown to administrators without what is secret in them."""
        rule = {"rules": [{"error": "internal"}]}
        visitor.told("PUT", "/api/v1/admin/faults/notification", rule, admin)
        late = self.secret("password", "late-marker-8d20 battery")
        visitor.told("POST", "/api/v1/auth/register",
                     {"email": "cid@shop.example", "name": "Cid", "password": late})
        visitor.told("POST", "/api/v1/auth/password/forgot", {"email": "cid@shop.example"})
        outbox = "/api/v1/admin/outbox/auth?limit=100"
        shop.wait_for("both tokens are owed", lambda: visitor.ask(
            "GET", outbox, token=admin)[1].count("***") >= 2)
        shown = visitor.ask("GET", outbox, token=admin)[1]
        visitor.told("PUT", "/api/v1/admin/faults/notification", {"rules": []}, admin)
        shop.wait_for("they are delivered",
                      lambda: len(self.mails(shop).get("Set a new password", [])) >= 2)
        for texts in self.mails(shop).values():
            for text in texts:
                if "token=" in text:
                    self.token_in(text)
        return shown

    def shown_to_administrators(self, visitor, admin):
        """Every answer of the administrators' API, traces among them."""
        shown = []
        listed = visitor.told("GET", "/api/v1/admin/traces?limit=100", token=admin)
        self.assertEqual(listed["unreachable"], [])
        for trace in listed["items"]:
            status, text = visitor.ask("GET", f"/api/v1/admin/traces/{trace['trace_id']}",
                                       token=admin)
            if status == 200:
                shown.append(text)
        self.assertGreater(len(shown), 20)
        topology = visitor.told("GET", "/api/v1/admin/topology", token=admin)
        for module in topology["modules"]:
            for what in ("outbox", "audit", "faults"):
                path = f"/api/v1/admin/{what}/{module['name']}"
                shown.append(visitor.ask("GET", path, token=admin)[1])
        for path in ("topology", "orders", "payments", "traces", "products", "customers", "mails"):
            shown.append(visitor.ask("GET", f"/api/v1/admin/{path}", token=admin)[1])
        return shown

    def previews(self, visitor, admin):
        """What administrators see of every mail: all of it but the tokens."""
        mails = visitor.told("GET", "/api/v1/admin/mails?limit=100", token=admin)["items"]
        texts = [visitor.ask("GET", f"/api/v1/admin/mails/{mail['id']}", token=admin)[1]
                 for mail in mails]
        self.assertGreaterEqual(sum("token=***" in text for text in texts), 4)
        return texts

    def metrics(self, shop):
        return [shop.send("GET", "/metrics", url=url)[1]
                for url in {shop.url, *shop.module_urls.values()}]

    def lines_of_mails(self, shop):
        for texts in self.mails(shop).values():
            for text in texts:
                for line in text.splitlines():
                    if len(line.strip()) >= TEXT_MIN:
                        yield line.strip()

    def test_no_secret_leaves_by_a_side_door(self):
        for layout in (MONOLITH, SPLIT):
            with self.subTest(layout=layout.name), Collector() as collector:
                self.secrets = {}
                self.secret("administrator's password", ADMIN_PASSWORD)
                with self.shop_with(layout, collector) as shop:
                    self.live_through(shop, collector)

    def live_through(self, shop, collector):
        shop.open()
        visitor = Visitor(shop)
        admin = self.log_in(visitor, ADMIN, ADMIN_PASSWORD)["access_token"]
        with Taps(shop, admin) as taps:
            tokens = self.account(shop, visitor)
            order = self.checkout(visitor, tokens["access_token"])
        self.malformed(visitor, tokens["access_token"])
        letters = self.dead_letters(shop, visitor, admin)
        for message, texts in taps.texts.items():
            self.assertIn("***", "".join(texts), message)
        found = visitor.told("GET", f"/api/v1/admin/traces?subject={order}", token=admin)["items"]
        self.assertIn("POST /api/v1/orders", [trace["name"] for trace in found])
        shown = self.shown_to_administrators(visitor, admin)
        previews = self.previews(visitor, admin)
        metrics = self.metrics(shop)
        for line in self.lines_of_mails(shop):
            self.secret("line of a mail", line)
        visitor.told("POST", "/api/v1/auth/logout", {"refresh_token": tokens["refresh_token"]})
        shop.process.send_signal(signal.SIGTERM)
        out = shop.process.stdout.read()
        self.assertEqual(shop.close(), 0)

        log = (shop.directory / "log").read_text()
        access = self.access_log.read_text()
        # None of the doors is shut: else nothing could come through it.
        self.assertIn('"event":"faults are injected"', log)
        self.assertIn("/api/v1/auth/login", access)
        self.assertIn("POST /api/v1/orders", "".join(collector.bodies))
        self.assertGreater(len(visitor.errors), 30)
        doors = {"stdout": [out], "log": [log], "access log": [access],
                 "OTLP": collector.bodies, "error": visitor.errors, "header": visitor.heads,
                 "dead letters": [letters], "administrators": shown, "metrics": metrics,
                 "preview of a mail": previews, "messages": sum(taps.texts.values(), [])}
        leaks = [f"{what} in {door}: …{text[max(text.find(value) - 150, 0):][:300]}…"
                 for value, what in self.secrets.items()
                 for door, texts in doors.items() for text in texts
                 if value in text and (what, door) != ("line of a mail", "preview of a mail")]
        self.assertEqual(leaks, [])


if __name__ == "__main__":
    sys.exit(unittest.main())
