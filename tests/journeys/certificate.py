"""Certificates for servers of the journeys."""

import subprocess


def make_certificate(directory, name="shop.example", kind="ec:P-256", days=30):
    """A certificate that signs itself, and its key."""
    certificate, key = directory / f"{name}.pem", directory / f"{name}.key"
    algorithm, size = kind.split(":")
    how = ["-newkey", "ec", "-pkeyopt", f"ec_paramgen_curve:{size}"]
    if algorithm == "rsa":
        how = ["-newkey", f"rsa:{size}"]
    subprocess.run(["openssl", "req", "-x509", "-nodes", *how, "-days", str(days),
                    "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    key.chmod(0o600)
    return certificate, key
