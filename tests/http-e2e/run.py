#!/usr/bin/env python3
"""Holds a running shop against its own OpenAPI document, in one process and in several.

    run.py [--examples N] [--tools DIRECTORY] [LAYOUT…]      (`make e2e-http`)

Redocly lints the document that is served. Schemathesis makes requests from it, as a customer and
as an administrator, good ones and bad ones, and looks whether the answers are as the document says.
The tools are installed into DIRECTORY, in the versions and with the hashes of the lock files here;
where a registry cannot be reached, a line says what is skipped.
"""

import argparse
import json
import shutil
import subprocess
import sys
import urllib.request
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "journeys"))
from shop import SOURCE, Shop, cleave, run_with  # noqa: E402  (a folder, not a package)

LAYOUTS = ["monolith", "split"]
PASSWORD = "seven green bottles"
CUSTOMER = {"email": "ada@shop.example", "password": PASSWORD}
ADMIN = {"email": "root@shop.example", "password": PASSWORD}
# More is asked than any customer asks.
SETTINGS = ["limits.reads_per_user=0", "limits.writes_per_user=0", "limits.checkouts_per_user=0"]


class Failed(Exception):
    """A tool said no; what it said stands above."""


def say(text):
    print(f"e2e-http: {text}", flush=True)


def installed(name, mark, lock, *commands):
    """Whether the tool `name` is there, installed anew when its lock file has changed."""
    text = lock.read_text()
    if mark.is_file() and mark.read_text() == text:
        return True
    for command in commands:
        try:
            done = subprocess.run(command, capture_output=True, text=True, cwd=mark.parent)
        except OSError as missing:
            say(f"skipped {name}: {missing}")
            return False
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or str(command)).splitlines()
            if "DO NOT MATCH THE HASHES" in done.stderr or "EINTEGRITY" in done.stderr:
                raise Failed(f"{name} is not what {lock.name} says: {said}")
            errors = [line for line in said if line.lower().startswith(("error", "npm error"))]
            say(f"skipped {name}: {(errors or said)[0]}")
            return False
    mark.write_text(text)
    return True


def redocly(tools):
    """Its command, or None."""
    there = tools / "npm"
    there.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, there)
    lock = HERE / "package-lock.json"
    if not installed("redocly", there / "installed", lock,
                     ["npm", "ci", "--no-audit", "--no-fund"]):
        return None
    return there / "node_modules/.bin/redocly"


def schemathesis(tools):
    """Its command, or None."""
    there = tools / "python"
    there.mkdir(parents=True, exist_ok=True)
    lock = HERE / "requirements.txt"
    if not installed("schemathesis", there / "installed", lock,
                     [sys.executable, "-m", "venv", "--clear", there / "venv"],
                     [there / "venv/bin/pip", "install", "--quiet", "--require-hashes",
                      "-r", lock]):
        return None
    return there / "venv/bin/schemathesis"


def check(what, *command, **options):
    """Runs a tool, which prints what it finds."""
    say(what)
    if subprocess.run([str(part) for part in command], **options).returncode != 0:
        raise Failed(what)


def open_shop(layout):
    shop = Shop(SOURCE / "config" / f"{layout}.toml")
    shop.config += [part for one in SETTINGS for part in ("--set", one)]
    created = run_with(PASSWORD, "admin", "create", ADMIN["email"], *shop.config)
    if created.returncode != 0:
        raise Failed(created.stderr)
    cleave("import", SOURCE / "demo/products.csv", *shop.config, cwd=shop.directory)
    shop.open()
    status, body = shop.send("POST", "/api/v1/auth/register", CUSTOMER | {"name": "Ada"})
    if status != 201:
        raise Failed(body)
    return shop


def token_of(shop, account):
    status, body = shop.send("POST", "/api/v1/auth/login", account)
    if status != 200:
        raise Failed(body)
    return json.loads(body)["access_token"]


def known_ids(shop):
    """Ids of products, and of an order of the customer: many requests are to be about them."""
    token = token_of(shop, CUSTOMER)
    products = [product["id"] for product in json.loads(shop.get("/api/v1/products")[1])["items"]]
    shop.send("POST", "/api/v1/cart/items", {"product_id": products[0], "quantity": 1}, token)
    address = {"name": "Ada", "line1": "1 Road", "city": "York", "postal_code": "YO1",
               "country": "GB"}
    order = {"payment_method": "pm_card_visa", "shipping_address": address}
    asked = urllib.request.Request(
        shop.url + "/api/v1/orders", method="POST", data=json.dumps(order).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}",
                 "Idempotency-Key": str(uuid.uuid4())})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return products[:5], json.load(answer)["id"]


def configuration(shop, account):
    """Schemathesis's, with what this shop has. It logs in as `account`, and again when its session
    was ended, as its requests may do."""
    products, order = known_ids(shop)
    text = (HERE / "schemathesis.toml").read_text()
    text += f"""
[auth.dynamic.openapi.access_token]
path = "/api/v1/auth/login"
payload = {{ email = "{account["email"]}", password = "{account["password"]}" }}
extract_selector = "/access_token"
"""
    text += f"\n[dictionaries.products]\nvalues = {json.dumps(products)}\n"
    text += f"\n[dictionaries.ids]\nvalues = {json.dumps([*products[:2], order])}\n"
    made = shop.directory / "schemathesis.toml"
    made.write_text(text)
    return made


def lint(command, document):
    check("redocly lint", command, "lint", "--config", HERE / "redocly.yaml", document)


def fuzz(command, shop, document, examples):
    for who, account in (("customer", CUSTOMER), ("administrator", ADMIN)):
        check(f"schemathesis as {who}, {examples} examples an operation",
              command, "--config-file", configuration(shop, account), "run", document,
              "--url", shop.url, "--max-examples", examples, cwd=shop.directory)


def check_layout(layout, tools, examples):
    linter, fuzzer = tools
    with open_shop(layout) as shop:
        say(f"{layout} at {shop.url}")
        document = shop.directory / "openapi.json"
        document.write_text(shop.get("/openapi.json")[1])
        if linter:
            lint(linter, document)
        if fuzzer:
            fuzz(fuzzer, shop, document, examples)
        log = (shop.directory / "log").read_text()
        if '"level":"error"' in log or "internal error" in log:
            raise Failed(f"the shop logged errors:\n{log[-4000:]}")
        if shop.close() != 0:
            raise Failed(f"{layout} did not close cleanly")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=20, help="of each operation")
    parser.add_argument("--tools", type=Path, default=SOURCE / "build/e2e-http")
    parser.add_argument("layouts", nargs="*", default=LAYOUTS)
    asked = parser.parse_args()
    directory = asked.tools.resolve()
    try:
        tools = redocly(directory), schemathesis(directory)
        for layout in asked.layouts:
            check_layout(layout, tools, asked.examples)
    except (Failed, AssertionError) as failure:
        say(f"failed: {failure}")
        return 1
    ran = sum(tool is not None for tool in tools)
    say(f"{ran * len(asked.layouts)} passed, 0 failed, {(2 - ran) * len(asked.layouts)} skipped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
