"""A customer's line to the shop: asks again until there is an answer that stands."""

import http.client
import json
import time

from shop import PATIENCE

# Not an answer yet: on its way, or nobody is there who could say.
PASSING = {202, 429, 502, 503, 504}
TIMEOUT_SECONDS = 15  # more than the gateway takes to give up
PATIENCE_SECONDS = 90 * PATIENCE
PAUSE_SECONDS = 0.05


class Unanswered(Exception):
    """Asked for PATIENCE_SECONDS and got nothing that stands."""


class Api:
    """One connection, one request at a time."""

    def __init__(self, url):
        self.connection = http.client.HTTPConnection(url.removeprefix("http://"),
                                                     timeout=TIMEOUT_SECONDS)
        self.repeats = 0  # of requests that had no answer yet

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.connection.close()

    def once(self, method, path, body=None, token=None, key=None):
        """(status, body), or an OSError or HTTPException when there is no whole answer."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
        try:
            self.connection.request(method, path, body and json.dumps(body), headers)
            answer = self.connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise

    def ask(self, method, path, body=None, token=None, key=None):
        """The first (status, body) that stands, however often the shop dies meanwhile."""
        end = time.monotonic() + PATIENCE_SECONDS
        last = None
        while time.monotonic() < end:
            try:
                last = self.once(method, path, body, token, key)
                if last[0] not in PASSING:
                    return last
            except (OSError, http.client.HTTPException) as error:
                last = error
            self.repeats += 1
            time.sleep(PAUSE_SECONDS)
        raise Unanswered(f"{method} {path}: {last!r}")

    def is_ready(self):
        try:
            return self.once("GET", "/readyz")[0] == 200
        except (OSError, http.client.HTTPException):
            return False
