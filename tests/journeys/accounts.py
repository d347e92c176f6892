#!/usr/bin/env python3
"""Sessions that are ended stop working in every process within two seconds."""

import json
import sys
import unittest

from shop import LAYOUTS, Shop

MONOLITH, SPLIT, GROUPED = LAYOUTS
BOUND_SECONDS = 2  # what auth's contract promises
CUSTOMER = {"email": "ann@shop.example", "password": "correct horse battery"}
SESSIONS = "/api/v1/me/sessions"


class AccountsJourney(unittest.TestCase):
    def log_in(self, shop):
        status, body = shop.send("POST", "/api/v1/auth/login", CUSTOMER)
        self.assertEqual(status, 200, body)
        return json.loads(body)["access_token"]

    def answers(self, shop, token):
        """Who says what to `token`: the gateway, and every module by its own listener."""
        said = {"gateway": shop.send("GET", "/api/v1/me", token=token)[0]}
        for module, url in shop.module_urls.items():
            said[module] = shop.send("POST", f"/rpc/{module}/health", {}, token, url)[0]
        return said

    def assert_works(self, shop, token):
        for who, status in self.answers(shop, token).items():
            self.assertIn(status, (200, 204), who)

    def assert_stops(self, shop, token):
        shop.wait_for(f"refused everywhere, in {shop.layout.name}",
                      lambda: set(self.answers(shop, token).values()) == {401}, BOUND_SECONDS)

    def test_an_ended_session_stops_working_in_every_process(self):
        for layout in (MONOLITH, SPLIT):
            with self.subTest(layout=layout.name), Shop(layout) as shop:
                shop.open()
                self.assertEqual(
                    shop.send("POST", "/api/v1/auth/register", CUSTOMER | {"name": "Ann"})[0], 201)
                laptop, phone, lost = (self.log_in(shop) for _ in range(3))
                for token in (laptop, phone, lost):
                    self.assert_works(shop, token)
                status, body = shop.send("GET", SESSIONS, token=laptop)
                self.assertEqual(status, 200, body)
                newest, _, oldest = json.loads(body)["items"]
                self.assertEqual([newest["current"], oldest["current"]], [False, True])

                path = f"{SESSIONS}/{newest['id']}"
                self.assertEqual(shop.send("DELETE", path, token=laptop)[0], 204)
                self.assert_stops(shop, lost)
                self.assert_works(shop, phone)

                self.assertEqual(shop.send("DELETE", SESSIONS, token=laptop)[0], 204)
                self.assert_stops(shop, phone)
                self.assert_works(shop, laptop)
                self.assertEqual(shop.close(), 0)


if __name__ == "__main__":
    sys.exit(unittest.main())
