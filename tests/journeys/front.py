#!/usr/bin/env python3
"""The front door of a running shop: limits, access log and headers, as strangers meet them."""

import gzip
import http.client
import json
import socket
import unittest

from shop import LAYOUTS, Shop, cleave

MONOLITH = LAYOUTS[0]


def shop_with(*sets):
    shop = Shop(MONOLITH)
    shop.config += [part for one in sets for part in ("--set", one)]
    return shop


def ask(shop, path, method="GET", headers=None):
    """(status, headers, body) of one request on a connection of its own."""
    connection = http.client.HTTPConnection(shop.url.removeprefix("http://"), timeout=10)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def connect(shop):
    host, port = shop.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def first_line(connection):
    return connection.makefile("rb").readline().decode().strip()


class FrontJourney(unittest.TestCase):
    def test_a_stranger_is_limited_and_the_log_has_each_of_his_requests(self):
        with shop_with("limits.trusted=", "limits.reads_per_address=5",
                       "gateway.access_log=json") as shop:
            shop.open("serve")
            answers = [ask(shop, f"/api/v1/categories?token=swordfish{i}") for i in range(6)]
            # A query parameter that is not known is refused, and counted.
            self.assertEqual([status for status, _, _ in answers], [400] * 5 + [429])
            refused = answers[-1][1]
            self.assertEqual(refused["RateLimit-Policy"], '"reads-by-address";q=5;w=60')
            self.assertRegex(refused["RateLimit"], r'^"reads-by-address";r=0;t=\d+$')
            self.assertGreaterEqual(int(refused["Retry-After"]), 1)
            self.assertEqual(refused["Content-Type"], "application/problem+json")
            out = shop.process.stdout
            shop.process.terminate()
            lines = [json.loads(line) for line in out.read().splitlines()]
            self.assertEqual(shop.process.wait(30), 0)
            self.assertEqual([line["status"] for line in lines], [400] * 5 + [429])
            self.assertEqual({line["path"] for line in lines}, {"/api/v1/categories"})
            self.assertNotIn("swordfish", json.dumps(lines))
            self.assertEqual(lines[0]["request_id"], answers[0][1]["X-Request-Id"])
            shop.process.stdout.close()
            shop.process = None

    def test_this_machine_is_spared_unless_it_asks_for_others(self):
        with shop_with("limits.reads_per_address=3", "limits.proxies=127.0.0.1") as shop:
            shop.open("serve")
            self.assertEqual({ask(shop, "/healthz")[0] for _ in range(10)}, {200})
            for customer in ("192.0.2.1", "192.0.2.2"):
                passed_on = {"X-Forwarded-For": f"127.0.0.1, {customer}"}
                statuses = [ask(shop, "/healthz", headers=passed_on)[0] for _ in range(4)]
                self.assertEqual(statuses, [200, 200, 200, 429])
            self.assertEqual(shop.close(), 0)

    def test_connections_of_one_address_are_bounded(self):
        with shop_with("limits.trusted=", "limits.connections_per_address=3") as shop:
            shop.open("serve")
            held = [connect(shop) for _ in range(3)]
            more = connect(shop)
            self.assertEqual(first_line(more), "HTTP/1.1 429 Too Many Requests")
            for one in [*held, more]:
                one.close()
            shop.wait_for("they are given back", lambda: ask(shop, "/healthz")[0] == 200)
            self.assertEqual(shop.close(), 0)

    def test_the_times_of_the_configuration_hold(self):
        with shop_with("limits.head_timeout=300 ms", "limits.idle_timeout=300 ms") as shop:
            shop.open("serve")
            slow = connect(shop)
            slow.sendall(b"GET / HTTP/1.1\r\n")
            self.assertEqual(first_line(slow), "HTTP/1.1 408 Request Timeout")
            idle = connect(shop)
            self.assertEqual(idle.recv(1), b"")
            slow.close()
            idle.close()
            self.assertEqual(shop.close(), 0)

    def test_the_document_travels_compressed_and_not_again(self):
        with shop_with() as shop:
            shop.open("serve")
            _, _, plain = ask(shop, "/openapi.json")
            coding = {"Accept-Encoding": "gzip"}
            _, headers, coded = ask(shop, "/openapi.json", headers=coding)
            self.assertEqual(headers["Content-Encoding"], "gzip")
            self.assertEqual(gzip.decompress(coded), plain)
            status, _, body = ask(shop, "/openapi.json",
                                  headers=coding | {"If-None-Match": headers["ETag"]})
            self.assertEqual((status, body), (304, b""))
            self.assertEqual(shop.close(), 0)

    def test_what_is_no_address_or_origin_is_refused_at_the_start(self):
        for one, said in [("limits.proxies=10.0.0.0/8 nonsense", "limits.proxies"),
                          ("limits.trusted=localhost", "limits.trusted"),
                          ("gateway.cors_origins=shop.example", "gateway.cors_origins"),
                          ("gateway.access_log=loud", "gateway.access_log")]:
            with shop_with(one) as shop:
                done = cleave("serve", *shop.config, check=False, timeout=20, cwd=shop.directory)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(said, done.stderr)


if __name__ == "__main__":
    unittest.main()
