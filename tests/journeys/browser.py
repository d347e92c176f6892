#!/usr/bin/env python3
"""A browser stays logged in by a cookie, and other sites cannot use it."""

import http.cookiejar
import json
import unittest
import urllib.error
import urllib.request

from shop import LAYOUTS, PATIENCE, Shop

MONOLITH, SPLIT, _ = LAYOUTS
CUSTOMER = {"email": "ann@shop.example", "password": "correct horse battery"}
AUTH = "/api/v1/auth/"


class Browser:
    """Keeps cookies as browsers do, and says whose page asks."""

    def __init__(self, shop):
        self.shop = shop
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def post(self, path, body=None, origin=None, **headers):
        """(status, body), as a script of a page of `origin` gets it; default: of the shop."""
        sent = {"Origin": origin or self.shop.url, "Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(self.shop.url + path, method="POST", headers=sent,
                                       data=b"" if body is None else json.dumps(body).encode())
        try:
            with self.opener.open(asked, timeout=10 * PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def session(self, what, body=None, **more):
        return self.post(AUTH + what, body, Refresh_Token_In="cookie", **more)

    def cookie(self):
        """The only one, or none."""
        held = list(self.jar)
        assert len(held) <= 1, held
        return held[0] if held else None


class BrowserJourney(unittest.TestCase):
    def test_a_browser_stays_logged_in_until_it_logs_out(self):
        for layout in (MONOLITH, SPLIT):
            with self.subTest(layout=layout.name), Shop(layout) as shop:
                shop.config += ["--set", "shop.url="]
                shop.open()
                status, body = shop.send("POST", AUTH + "register", CUSTOMER | {"name": "Ann"})
                self.assertEqual(status, 201, body)
                browser = Browser(shop)

                status, body = browser.session("login", CUSTOMER)
                self.assertEqual(status, 200, body)
                self.assertNotIn("refresh_token", json.loads(body))
                first = browser.cookie()
                self.assertEqual((first.name, first.path), ("cleave_refresh", "/api/v1/auth"))
                self.assertTrue(first.has_nonstandard_attr("HttpOnly"))
                self.assertEqual(first.get_nonstandard_attr("SameSite"), "Strict")
                self.assertFalse(first.secure)

                status, body = browser.session("refresh")
                self.assertEqual(status, 200, body)
                token = json.loads(body)["access_token"]
                self.assertEqual(shop.send("GET", "/api/v1/me", token=token)[0], 200)
                self.assertNotEqual(browser.cookie().value, first.value)

                self.assertEqual(browser.session("logout")[0], 204)
                self.assertIsNone(browser.cookie())
                self.assertEqual(browser.session("refresh")[0], 401)
                shop.wait_for("its access token ends too",
                              lambda: shop.send("GET", "/api/v1/me", token=token)[0] == 401)
                self.assertEqual(shop.close(), 0)

    def test_another_site_cannot_use_the_cookie(self):
        with Shop(MONOLITH) as shop:
            shop.config += ["--set", "shop.url="]
            shop.open("serve")
            shop.send("POST", AUTH + "register", CUSTOMER | {"name": "Ann"})
            browser = Browser(shop)
            self.assertEqual(browser.session("login", CUSTOMER)[0], 200)
            held = browser.cookie().value

            evil = "https://evil.example"
            for what in ("refresh", "logout"):
                # A form sends the cookie where SameSite is not known, and no header of its own.
                self.assertEqual(browser.post(AUTH + what, origin=evil)[0], 400)
                self.assertEqual(browser.session(what, origin=evil)[0], 403)
                self.assertEqual(browser.session(what, origin="null")[0], 403)
            self.assertEqual(browser.cookie().value, held)
            self.assertEqual(browser.session("refresh")[0], 200)
            self.assertEqual(shop.close(), 0)


if __name__ == "__main__":
    unittest.main()
