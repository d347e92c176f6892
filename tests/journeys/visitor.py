"""Whoever asks a shop from outside and keeps what it says, and a collector of its traces."""

import http.client
import http.server
import json
import ssl
import threading

from shop import PATIENCE


ADDRESS = {"name": "Bob", "line1": "1 Road", "city": "York", "postal_code": "YO1", "country": "GB"}


class Collector:
    """Takes what an exporter of traces sends; over TLS when it is given certificate and key."""

    def __init__(self, identity=None):
        self.identity = identity

    def __enter__(self):
        bodies = self.bodies = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if self.identity:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.identity)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        scheme = "https" if self.identity else "http"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_port}/v1/traces"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Visitor:
    """Asks a shop, and keeps the answers in which no secret may stand."""

    def __init__(self, shop):
        self.shop = shop
        self.errors = []  # bodies of refusals
        self.heads = []   # headers of all answers but cookies, which are made to hold them

    def raw(self, method, path, body=None, headers=None):
        host = self.shop.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=10 * PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            text = answer.read().decode()
            kept = [f"{name}: {value}" for name, value in answer.getheaders()
                    if name.lower() != "set-cookie"]
            self.heads.append("\n".join(kept))
            if answer.status >= 400:
                self.errors.append(text)
            return answer.status, text
        finally:
            connection.close()

    def ask(self, method, path, body=None, token=None, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent["Content-Type"] = "application/json"
        if token:
            sent["Authorization"] = f"Bearer {token}"
        return self.raw(method, path, None if body is None else json.dumps(body), sent)

    def told(self, method, path, body=None, token=None, **headers):
        """The document of a success."""
        status, text = self.ask(method, path, body, token, **headers)
        assert status < 300, (method, path, status, text)
        return json.loads(text) if text else None

    def buy(self, token, key, method="pm_card_visa"):
        """(status, body) of a checkout of the cart."""
        return self.ask("POST", "/api/v1/orders",
                        {"payment_method": method, "shipping_address": ADDRESS}, token,
                        Idempotency_Key=key)
