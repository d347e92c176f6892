#!/usr/bin/env python3
"""A customer follows an order as it comes about, over connections and processes that end."""

import http.client
import json
import os
import signal
import socket
import sys
import threading
import unittest

from shop import LAYOUTS, PATIENCE, SMALL_FILE, Shop, run_with

MONOLITH, SPLIT, _ = LAYOUTS
ADMIN = {"email": "ann@shop.example", "password": "correct horse battery"}
CUSTOMER = {"email": "bob@shop.example", "password": "correct horse battery"}
ADDRESS = {"name": "Bob", "line1": "1 Mill Lane", "city": "Oxford", "postal_code": "OX1 1AA",
           "country": "GB"}
# The payment module does not answer until an administrator takes this away.
NO_CHARGES = 'faults.payment=[{"message":"payment.Charge","error":"unavailable"}]'
PATIENT_SECONDS = 60 * PATIENCE


class Stream:
    """One connection that follows an order, down to its chunks."""

    def __init__(self, shop, order, token, known=None):
        lines = [f"GET /api/v1/orders/{order}/stream HTTP/1.1", "Host: shop",
                 f"Authorization: Bearer {token}", "Accept: text/event-stream"]
        if known is not None:
            lines.append(f"Last-Event-ID: {known}")
        host, port = shop.url.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=PATIENT_SECONDS)
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = http.client.parse_headers(self.file)

    def chunks(self):
        """Each as it comes; raises ValueError where the connection ends before the last one."""
        while size := int(self.file.readline(), 16):
            chunk = self.file.read(size).decode()
            self.file.readline()
            yield chunk
        self.file.readline()

    def events(self):
        """Each as it comes, a dictionary of its fields."""
        for chunk in self.chunks():
            for block in chunk.removesuffix("\n\n").split("\n\n"):
                event = dict(line.partition(": ")[::2] for line in block.split("\n"))
                if "event" in event:
                    yield event

    def close(self):
        self.file.close()
        self.socket.close()


def status_of(event):
    return json.loads(event["data"])["status"]


class StreamJourney(unittest.TestCase):
    def log_in(self, shop, who):
        status, body = shop.send("POST", "/api/v1/auth/login", who)
        self.assertEqual(status, 200, body)
        return json.loads(body)["access_token"]

    def customer_with_a_cart(self, shop):
        made = shop.send("POST", "/api/v1/auth/register", CUSTOMER | {"name": "Bob"})
        self.assertEqual(made[0], 201, made[1])
        token = self.log_in(shop, CUSTOMER)
        self.fill_cart(shop, token)
        return token

    def fill_cart(self, shop, token):
        products = json.loads(shop.get("/api/v1/products?limit=100")[1])["items"]
        product = next(one for one in products if one["stock"] > 0)
        status, body = shop.send("POST", "/api/v1/cart/items",
                                 {"product_id": product["id"], "quantity": 1}, token)
        self.assertEqual(status, 200, body)

    def follow_until_reserved(self, shop):
        """A customer's token, an order that cannot be charged yet, and the stream of it."""
        token = self.customer_with_a_cart(shop)
        order, buying = self.begin_to_buy(shop, token, "pm_card_visa")
        buying.join()
        stream = Stream(shop, order, token)
        self.assertEqual(status_of(next(stream.events())), "reserved")
        return token, order, stream

    def begin_to_buy(self, shop, token, method):
        """The id of the order, which is on its way, and the thread in which it is bought."""
        def buy():
            connection = http.client.HTTPConnection(shop.url.removeprefix("http://"), timeout=60)
            connection.request(
                "POST", "/api/v1/orders",
                json.dumps({"payment_method": method, "shipping_address": ADDRESS}),
                {"Content-Type": "application/json", "Authorization": f"Bearer {token}",
                 "Idempotency-Key": method})
            connection.getresponse().read()
            connection.close()

        buying = threading.Thread(target=buy)
        buying.start()
        orders = []

        def there_is_one():
            orders[:] = json.loads(shop.send("GET", "/api/v1/orders", token=token)[1])["items"]
            return orders

        shop.wait_for("the order is there", there_is_one)
        return orders[0]["id"], buying

    def test_an_order_is_followed_until_it_is_confirmed(self):
        for layout in (MONOLITH, SPLIT):
            with self.subTest(layout=layout.name), Shop(layout) as shop:
                shop.import_file(SMALL_FILE)
                shop.open()
                token = self.customer_with_a_cart(shop)
                order, buying = self.begin_to_buy(shop, token, "pm_sandbox_slow")

                first = Stream(shop, order, token)
                self.assertEqual(first.status, 200)
                self.assertEqual(first.headers["Content-Type"], "text/event-stream")
                self.assertEqual(first.headers["Cache-Control"], "no-cache")
                known = next(first.events())
                self.assertIn(status_of(known), ("pending", "reserved"))
                first.close()

                resumed = Stream(shop, order, token, known["id"])
                events = list(resumed.events())
                resumed.close()
                self.assertEqual(events.pop()["event"], "end")
                numbers = [int(event["id"]) for event in events]
                begun = int(known["id"]) + 1
                self.assertEqual(numbers, list(range(begun, begun + len(numbers))))
                self.assertEqual([status_of(event) for event in events][-2:],
                                 ["paid", "confirmed"])

                buying.join()
                again = Stream(shop, order, token, events[-1]["id"])
                self.assertEqual([event["event"] for event in again.events()], ["end"])
                again.close()
                self.assertEqual(shop.close(), 0)

    def shop_without_charges(self, layout):
        shop = Shop(layout)
        made = run_with(ADMIN["password"] + "\n", "admin", "create", ADMIN["email"], *shop.config)
        self.assertEqual(made.returncode, 0, made.stderr)
        for one in ("faults.enabled=true", NO_CHARGES, "gateway.request_timeout=2 s"):
            shop.config += ["--set", one]
        shop.import_file(SMALL_FILE)
        return shop

    def allow_charges(self, shop):
        status, body = shop.send("PUT", "/api/v1/admin/faults/payment", {"rules": []},
                                 self.log_in(shop, ADMIN))
        self.assertEqual(status, 200, body)

    def test_a_shop_that_drains_ends_streams_and_the_next_one_resumes_them(self):
        for layout in (MONOLITH, SPLIT):
            with self.subTest(layout=layout.name), self.shop_without_charges(layout) as shop:
                shop.open()
                token = self.customer_with_a_cart(shop)
                order, buying = self.begin_to_buy(shop, token, "pm_card_visa")
                buying.join()
                stream = Stream(shop, order, token)
                known = next(stream.events())
                self.assertEqual(status_of(known), "reserved")

                shop.process.send_signal(signal.SIGTERM)
                # Whole, and without `end`: there is more to come, elsewhere.
                self.assertEqual(list(stream.events()), [])
                stream.close()
                self.assertEqual(shop.process.wait(20 * PATIENCE), 0)
                shop.process.stdout.close()

                shop.open()
                token = self.log_in(shop, CUSTOMER)
                resumed = Stream(shop, order, token, known["id"])
                self.allow_charges(shop)
                statuses = [status_of(event) for event in resumed.events() if "id" in event]
                self.assertEqual(statuses, ["paid", "confirmed"])
                resumed.close()
                self.assertEqual(shop.close(), 0)

    def test_a_stream_outlives_the_order_module(self):
        with self.shop_without_charges(SPLIT) as shop:
            shop.open()
            token, order, stream = self.follow_until_reserved(shop)

            os.kill(shop.process_of("order"), signal.SIGKILL)
            shop.wait_for("it is back", lambda: shop.send(
                "GET", f"/api/v1/orders/{order}", token=token)[0] == 200)
            self.allow_charges(shop)

            statuses = [status_of(event) for event in stream.events() if "id" in event]
            self.assertEqual(statuses, ["paid", "confirmed"])
            stream.close()
            self.assertEqual(shop.close(), 0)

    def test_who_logs_out_hears_no_more(self):
        with self.shop_without_charges(SPLIT) as shop:
            shop.open()
            token, order, stream = self.follow_until_reserved(shop)

            other = self.log_in(shop, CUSTOMER)
            self.assertEqual(shop.send("DELETE", "/api/v1/me/sessions", token=other)[0], 204)

            self.assertEqual(list(stream.events()), [])
            stream.close()
            refused = Stream(shop, order, token)
            self.assertEqual(refused.status, 401)
            refused.close()
            self.assertEqual(shop.close(), 0)


if __name__ == "__main__":
    sys.exit(unittest.main())
