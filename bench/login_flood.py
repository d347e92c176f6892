#!/usr/bin/env python3
"""What a flood of logins costs the other customers of a shop.

    bench/login_flood.py [--clients 40] [--seconds 8]

Starts build/cleave (or $CLEAVE_BINARY) in a directory of its own. One customer changes his cart and
reads products, each request from another address; first alone, then beside clients that log in
without a pause, each time from another address, so that no limit per address stops them.
Prints one line of JSON for each: answers by status, the cart's p50 and p99 in ms.
"""

import argparse
import collections
import contextlib
import http.client
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

BINARY = os.environ.get("CLEAVE_BINARY", str(Path(__file__).parents[1] / "build/cleave"))
API = "/api/v1"
PASSWORD = "a long password of an administrator"
EMAIL = "admin@shop.example"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Client:
    """Asks as the proxy that the shop believes, for whatever address is named."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=30, source_address=("127.0.0.9", 0))

    def ask(self, method, path, body=None, address="192.0.2.1", token=None):
        headers = {"X-Forwarded-For": address, "Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        text = None if body is None else json.dumps(body)
        self.connection.request(method, API + path, text, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@contextlib.contextmanager
def shop():
    with tempfile.TemporaryDirectory(prefix="cleave-flood-") as directory:
        port = free_port()
        sets = ["--set", f"storage.directory={directory}/data"]
        subprocess.run([BINARY, "admin", "create", EMAIL, *sets], input=PASSWORD.encode(),
                       check=True, capture_output=True)
        process = subprocess.Popen(
            [BINARY, "serve", *sets, "--set", f"gateway.listen=http://127.0.0.1:{port}",
             "--set", "limits.proxies=127.0.0.9"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 20
            while time.monotonic() < until:
                with contextlib.suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                time.sleep(0.05)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def flood(port, clients, number, until):
    """One process of many clients would be stopped by Python's lock: a process each."""
    client = Client(port)
    count = 0
    while time.monotonic() < until:
        count += 1
        body = {"email": f"nobody{number}@shop.example", "password": "a wrong password"}
        place = number + clients * count
        with contextlib.suppress(OSError, http.client.HTTPException):
            client.ask("POST", "/auth/login", body,
                       f"2001:db8:{place >> 16:x}:{place & 0xffff:x}::1")


def log_in(client):
    status, answer = client.ask("POST", "/auth/login", {"email": EMAIL, "password": PASSWORD})
    assert status == 200, answer
    return json.loads(answer)["access_token"]


def stock_up(client, token):
    product = {"sku": "A", "name": "A lamp", "description": "It shines.", "category": "Lighting",
               "price": {"amount": 100, "currency": "GBP"}, "stock": 1000}
    status, answer = client.ask("POST", "/products", product, token=token)
    assert status == 201, answer
    return json.loads(answer)["id"]


def watch(client, token, product, seconds, name):
    carts, reads, waits = collections.Counter(), collections.Counter(), []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        address = f"203.0.113.{len(waits) % 250}"
        begun = time.monotonic()
        status, _ = client.ask("PUT", f"/cart/items/{product}", {"quantity": 1}, address, token)
        waits.append(time.monotonic() - begun)
        carts[status] += 1
        reads[client.ask("GET", "/products", None, address)[0]] += 1
        time.sleep(0.02)
    waits.sort()
    print(json.dumps({"flood": name, "cart": carts, "products": reads,
                      "p50_ms": round(1e3 * waits[len(waits) // 2], 1),
                      "p99_ms": round(1e3 * waits[len(waits) * 99 // 100], 1)}), flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=40, help="that log in (40)")
    parser.add_argument("--seconds", type=float, default=8, help="of each part (8)")
    options = parser.parse_args()
    with shop() as port:
        client = Client(port)
        token = log_in(client)
        product = stock_up(client, token)
        client.ask("POST", "/cart/items", {"product_id": product, "quantity": 1}, token=token)
        watch(client, token, product, options.seconds, "none")
        until = time.monotonic() + options.seconds + 3
        flooders = [multiprocessing.Process(target=flood, args=(port, options.clients, i, until))
                    for i in range(options.clients)]
        for one in flooders:
            one.start()
        time.sleep(2)
        watch(client, token, product, options.seconds, f"{options.clients} clients")
        for one in flooders:
            one.join()


if __name__ == "__main__":
    main()
