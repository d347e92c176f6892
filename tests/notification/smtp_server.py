"""An SMTP server for one test: prints its port, then what it took in, as a mail program reads it.

smtp_server.py plain | auth | tls CERTIFICATE KEY
A mail to later@… is refused once with 451.
"""

import asyncio
import email
import email.policy
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


def say(name, value):
    print(f"{name}\t{str(value)}".replace("\r", "").replace("\n", "|"), flush=True)


class Handler:
    refused = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("later@") and not self.refused:
            self.refused = True
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say("from", envelope.mail_from)
        say("to", ",".join(envelope.rcpt_tos))
        say("encrypted", session.ssl is not None)
        for header in ("From", "To", "Subject", "Date", "Message-ID", "Content-Type"):
            say(header, message[header])
        for kind in ("plain", "html"):
            say(kind, message.get_body((kind,)).get_content())
        parts = list(message.walk())
        say("defects", [d for part in parts for d in part.defects])
        say("end", "")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"shop" and data.password == b"secret")


async def main():
    options = {}
    if sys.argv[1] == "auth":
        options = {"authenticator": authenticate, "auth_required": True,
                   "auth_require_tls": False}
    if sys.argv[1] == "tls":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        options = {"tls_context": context, "require_starttls": True}
    loop = asyncio.get_running_loop()
    handler = Handler()
    server = await loop.create_server(lambda: SMTP(handler, **options), "127.0.0.1", 0)
    say("port", server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)


warnings.simplefilter("ignore")
logging.disable()  # a refused handshake is what a test wants
asyncio.run(main())
