#!/usr/bin/env python3
"""What idle and slow connections cost a shop.

    bench/idle_connections.py [--connections 10000] [--loris 2000] [--requests 4000] [--only PART]

Starts build/cleave (or $CLEAVE_BINARY) in a directory of its own, once plain and once over TLS.

idle: opens so many keep-alive connections, asks one thing over each, waits until they rest, and
prints how much resident memory the shop has gained per connection: when all were just answered,
when they rest, and once all are closed.

loris: so many connections send a byte of a header every few seconds, for ever, and begin anew when
they are refused. Meanwhile one customer asks, request by request; the quantiles of his times with
them and without, in turns.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import resource
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).parents[1]
BINARY = os.environ.get("CLEAVE_BINARY", str(SOURCE / "build/cleave"))
GET = b"GET /api/v1/categories HTTP/1.1\r\nHost: shop\r\nAccept: application/json\r\n\r\n"
SLOW = b"GET /api/v1/categories HTTP/1.1\r\nHost: shop\r\nX-Slow: " + b"x" * 4000
BYTE_SECONDS = 3
REST_SECONDS = 5  # more than http::ServerOptions::rest_after and its sweep
ROUNDS = 3


def raise_limit(wanted):
    """Of open files, for this process and those it starts."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed < wanted:
        sys.exit(f"at most {hard} files may be open here; {wanted} are needed (ulimit -n)")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Shop:
    def __init__(self, tls):
        self.directory = Path(tempfile.mkdtemp(prefix="cleave-idle-"))
        self.port = free_port()
        self.context = None
        sets = [f"gateway.listen=http{'s' if tls else ''}://127.0.0.1:{self.port}",
                f"storage.directory={self.directory}/data", "gateway.connections_max=100000",
                "limits.idle_timeout=1 h", "log.level=warning"]
        if tls:
            certificate, key = self.directory / "certificate.pem", self.directory / "key.pem"
            subprocess.run(["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt",
                            "ec_paramgen_curve:P-256", "-subj", "/CN=shop", "-keyout", key,
                            "-out", certificate], check=True, capture_output=True)
            sets += [f"tls.certificate={certificate}", f"tls.key={key}"]
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self.context.check_hostname = False
            self.context.verify_mode = ssl.CERT_NONE
        self.process = subprocess.Popen(
            [BINARY, "serve", *[part for one in sets for part in ("--set", one)]],
            stdout=subprocess.PIPE, text=True, cwd=self.directory)
        if not self.process.stdout.readline():
            sys.exit("the shop did not open")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.directory)

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        return self.context.wrap_socket(plain) if self.context else plain

    def resident(self):
        """Bytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("no VmRSS")


def ask(connection):
    connection.sendall(GET)
    answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 200 "):
        sys.exit(f"the shop answered {answer[:80]!r}")


def idle(tls, count):
    with Shop(tls) as shop:
        for _ in range(200):  # what the first requests bring along is no connection's
            with contextlib.closing(shop.connect()) as one:
                ask(one)
        before = shop.resident()
        connections = []
        for _ in range(count):
            connections.append(shop.connect())
            ask(connections[-1])
        answered = shop.resident()
        time.sleep(REST_SECONDS)
        resting = shop.resident()
        for one in connections[::max(1, count // 100)]:
            ask(one)  # they are alive
        for one in connections:
            one.close()
        time.sleep(1)
        closed = shop.resident()
        return {"connections": count, "resident_before": before,
                "bytes_each_just_answered": (answered - before) // count,
                "bytes_each_resting": (resting - before) // count,
                "bytes_each_after_closing": (closed - before) // count}


def be_slow(shop, count, ready):
    """Never returns."""
    def begin():
        one = shop.connect()
        one.setblocking(False)
        return [one, 0]
    held = [begin() for _ in range(count)]
    ready.set()
    while True:
        for number, (one, at) in enumerate(held):
            ended = True
            try:
                one.send(SLOW[at:at + 1])
                held[number][1] = at + 1
                one.recv(65536)  # an answer, or the end
            except (BlockingIOError, ssl.SSLWantReadError):
                ended = False
            except OSError:
                pass
            if ended:
                one.close()
                held[number] = begin()
            time.sleep(BYTE_SECONDS / count)


def times(shop, count):
    """Seconds of each request of one customer, sorted."""
    taken = []
    with contextlib.closing(shop.connect()) as one:
        for _ in range(count):
            began = time.perf_counter()
            ask(one)
            taken.append(time.perf_counter() - began)
    return sorted(taken)


def quantiles(taken):
    return {f"p{percent}_ms": round(taken[int(len(taken) * percent / 100)] * 1000, 3)
            for percent in (50, 99)}


def loris(tls, count, requests):
    """In turns, so that what else the machine does falls on both."""
    alone, beset = [], []
    with Shop(tls) as shop:
        times(shop, 1000)
        for _ in range(ROUNDS):
            alone += times(shop, requests)
            ready = multiprocessing.Event()
            slow = multiprocessing.Process(target=be_slow, args=(shop, count, ready), daemon=True)
            slow.start()
            ready.wait()
            beset += times(shop, requests)
            slow.terminate()
            slow.join()
            time.sleep(1)
    return {"connections": count, "alone": quantiles(sorted(alone)),
            "beset": quantiles(sorted(beset))}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--loris", type=int, default=2_000)
    parser.add_argument("--requests", type=int, default=4_000)
    parser.add_argument("--only", choices=["idle", "loris"])
    options = parser.parse_args()
    raise_limit(max(options.connections, options.loris) + 1000)
    for scheme in ("http", "https"):
        if options.only != "loris":
            print(json.dumps({"idle": scheme} | idle(scheme == "https", options.connections)))
        if options.only != "idle":
            print(json.dumps({"loris": scheme}
                             | loris(scheme == "https", options.loris, options.requests)))


if __name__ == "__main__":
    main()
