#!/usr/bin/env python3
"""A shop that ends TLS itself: what is spoken, where plain HTTP is sent, what a drain does."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import unittest
import warnings

from certificate import make_certificate
from shop import END_SECONDS, LAYOUTS, PORTS, Shop, cleave

MONOLITH = LAYOUTS[0]
KEY_KINDS = ["ec:P-256", "rsa:2048"]


class SecureShop(Shop):
    """A monolith at https://, with a plain port that sends everybody there."""

    def __init__(self, *sets, kind="ec:P-256"):
        super().__init__(MONOLITH)
        self.certificate, self.key = make_certificate(self.directory, kind=kind)
        self.plain = f"http://127.0.0.1:{next(PORTS)}"
        self.url = self.url.replace("http://", "https://")
        self.urls = [self.url, self.plain]
        for one in [f"gateway.listen={self.url}", f"tls.certificate={self.certificate}",
                    f"tls.key={self.key}", f"tls.redirect_from={self.plain}", *sets]:
            self.config += ["--set", one]

    def move(self):
        """To other ports, each under its own scheme."""
        for number, url in enumerate(self.urls):
            free = f"{url.rsplit(':', 1)[0]}:{next(PORTS)}"
            self.config = [part.replace(url, free) for part in self.config]
            self.urls[number] = free
        self.url, self.plain = self.urls

    @property
    def address(self):
        host, port = self.url.removeprefix("https://").split(":")
        return host, int(port)

    def trusting(self):
        """A client's context that believes this shop's certificate and no other."""
        return ssl.create_default_context(cafile=self.certificate)

    def connect(self, context=None):
        plain = socket.create_connection(self.address, timeout=10)
        return (context or self.trusting()).wrap_socket(
            plain, server_hostname="shop.example", suppress_ragged_eofs=False)

    def ask(self, path, method="GET", headers=None):
        """(status, headers, body) of one request over TLS."""
        connection = http.client.HTTPSConnection(*self.address, timeout=10,
                                                 context=self.trusting())
        try:
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def ask_plain(self, path, method="GET", headers=None):
        connection = http.client.HTTPConnection(self.plain.removeprefix("http://"), timeout=10)
        try:
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


def only(version, ciphers="DEFAULT"):
    """A context that speaks this version, believes anybody and refuses nothing by itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    return context


class TlsJourney(unittest.TestCase):
    def test_a_shop_sells_over_tls(self):
        for kind in KEY_KINDS:
            with self.subTest(kind), SecureShop(kind=kind) as shop:
                self.assertIn(shop.url, shop.open("serve"))
                status, headers, body = shop.ask("/api/v1/categories")
                self.assertEqual((status, json.loads(body)["items"]), (200, []))
                self.assertEqual(headers["Strict-Transport-Security"], "max-age=31536000")
                with shop.connect() as connection:
                    self.assertEqual(connection.version(), "TLSv1.3")
                    self.assertIsNone(connection.compression())
                self.assertEqual(shop.close(), 0)

    def test_refusals_tell_browsers_to_stay_too_and_plain_answers_do_not(self):
        with SecureShop("limits.head_timeout=300 ms", "tls.hsts=1 h") as shop:
            shop.open("serve")
            told = "max-age=3600"
            for path, expected in [("/nowhere", 404), ("/api/v1/me", 401)]:
                status, headers, _ = shop.ask(path)
                self.assertEqual((status, headers["Strict-Transport-Security"]), (expected, told))
            for said, expected in [(b"nonsense\r\n\r\n", 400), (b"GET / HT", 408)]:
                with shop.connect() as connection:
                    connection.sendall(said)
                    answer = connection.makefile("rb").read().decode()
                    self.assertTrue(answer.startswith(f"HTTP/1.1 {expected} "), answer)
                    self.assertIn(f"\r\nStrict-Transport-Security: {told}\r\n", answer)
            _, headers, _ = shop.ask_plain("/")
            self.assertNotIn("Strict-Transport-Security", headers)
            self.assertEqual(shop.close(), 0)

    def test_without_tls_one_is_sent_on(self):
        with SecureShop("tls.hsts=0 s") as shop:
            shop.open("serve")
            self.assertNotIn("Strict-Transport-Security", shop.ask("/healthz")[1])
            port = shop.address[1]
            for method in ("GET", "HEAD", "POST"):
                status, headers, body = shop.ask_plain("/api/v1/products?q=a%20b", method)
                self.assertEqual((status, body), (308, b""))
                self.assertEqual(headers["Location"],
                                 f"https://127.0.0.1:{port}/api/v1/products?q=a%20b")
            status, headers, _ = shop.ask_plain("/docs", headers={"Host": "shop.example:80"})
            self.assertEqual(headers["Location"], f"https://shop.example:{port}/docs")
            self.assertEqual(shop.close(), 0)
        with SecureShop("shop.url=https://shop.example/") as shop:
            shop.open("serve")
            self.assertEqual(shop.ask_plain("/docs")[1]["Location"], "https://shop.example/docs")
            self.assertEqual(shop.close(), 0)

    def test_old_protocols_and_weak_ciphers_are_refused(self):
        with SecureShop(kind="rsa:2048") as shop:
            shop.open("serve")
            for context in [only(ssl.TLSVersion.TLSv1), only(ssl.TLSVersion.TLSv1_1),
                            only(ssl.TLSVersion.TLSv1_2, "AES128-GCM-SHA256"),
                            only(ssl.TLSVersion.TLSv1_2, "ECDHE-RSA-AES128-SHA256"),
                            only(ssl.TLSVersion.TLSv1_2, "DHE-RSA-AES128-GCM-SHA256")]:
                with self.assertRaises((ssl.SSLError, ConnectionError)):
                    shop.connect(context)
            for context in [only(ssl.TLSVersion.TLSv1_2), only(ssl.TLSVersion.TLSv1_3)]:
                shop.connect(context).close()
            if shutil.which("sslscan"):
                self.scan(shop)
            self.assertEqual(shop.close(), 0)

    def scan(self, shop):
        """What another program says of it."""
        host, port = shop.address
        done = subprocess.run(["sslscan", "--no-colour", "--no-certificate", f"{host}:{port}"],
                              capture_output=True, text=True, check=True)
        for weak in ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"):
            self.assertRegex(done.stdout, rf"{weak}\s+disabled")
        accepted = [line for line in done.stdout.splitlines()
                    if line.startswith(("Preferred", "Accepted"))]
        self.assertGreaterEqual(len(accepted), 4)
        for line in accepted:
            self.assertRegex(line, r"TLSv1\.[23].*(ECDHE-RSA-|TLS_)\S*(GCM|CHACHA20)")
        self.assertNotRegex(done.stdout, r"(?<!not )vulnerable to heartbleed")
        self.assertIn("Session renegotiation not supported", done.stdout)

    def test_a_drain_answers_what_is_under_way_and_says_goodbye(self):
        with SecureShop("runtime.loops=1") as shop:
            shop.open("serve")
            idle, begun = shop.connect(), shop.connect()
            request = b"GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n"
            for connection in (idle, begun):
                connection.sendall(request)
                self.assertIn(b" 200 OK", connection.recv(4096))
            begun.sendall(request[:-2])
            shop.wait_for("it is read", lambda: self.reads_head(shop))
            shop.process.terminate()
            # An end without the goodbye of TLS would raise.
            self.assertEqual(idle.recv(1), b"")
            begun.sendall(request[-2:])
            last = begun.makefile("rb").read()
            self.assertIn(b" 200 OK", last)
            self.assertIn(b"\r\nConnection: close\r\n", last)
            idle.close()
            begun.close()
            self.assertEqual(shop.process.wait(END_SECONDS), 0)
            shop.process.stdout.close()
            shop.process = None

    def reads_head(self, shop):
        """A whole exchange came after the half request: the shop has one loop and has read that."""
        return shop.ask("/healthz")[0] == 200

    def test_the_commands_reach_a_shop_over_tls(self):
        with SecureShop() as shop:
            shop.open("serve")
            done = cleave("healthcheck", *shop.config, cwd=shop.directory)
            self.assertEqual(done.stdout, f"ready: {shop.url}\n")
            done = cleave("contract", "verify", "catalog", "--url", shop.plain, check=False)
            self.assertNotEqual(done.returncode, 0)
            done = cleave("doctor", *shop.config, check=False, cwd=shop.directory)
            self.assertIn("a shop is running there", done.stdout)
            self.assertIn(f"the certificate {shop.certificate} is good until", done.stdout)
            done = cleave("healthcheck", "--url", shop.plain.replace("http:", "https:"),
                          check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("no TLS with https://127.0.0.1", done.stderr)
            self.assertEqual(shop.close(), 0)

    def test_what_cannot_be_is_refused_at_the_start(self):
        with SecureShop() as shop:
            other, _ = make_certificate(shop.directory, "other.example")
            for sets, said in [
                    (["tls.certificate="], "tls.certificate: found nothing; expected the path"),
                    (["tls.key="], "tls.key: found nothing"),
                    (["tls.key=/nowhere.pem"], "the key /nowhere.pem cannot be read: No such"),
                    ([f"tls.certificate={other}"], "does not belong to the certificate"),
                    (["tls.redirect_from=https://127.0.0.1:1"], "expected http://host:port"),
                    (["gateway.listen=http://127.0.0.1:1"], "expected an https:// there")]:
                more = [part for one in sets for part in ("--set", one)]
                done = cleave("serve", *shop.config, *more, check=False, timeout=20,
                              cwd=shop.directory)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(said, done.stderr)

    def test_a_doubtful_certificate_is_warned_about(self):
        with SecureShop() as shop:
            shop.key.chmod(0o644)
            shop.open("serve")
            self.assertEqual(shop.close(), 0)
            self.assertIn("can be read by everybody", (shop.directory / "log").read_text())


if __name__ == "__main__":
    unittest.main()
