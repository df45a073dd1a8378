"""A certificate for the telephones' TLS where the district has none of its own: signed by itself, for five years."""

import datetime as dt
import ipaddress
import os
from pathlib import Path
from typing import TYPE_CHECKING

from services.errors import AppError

if TYPE_CHECKING:
    from cryptography.x509 import GeneralName

YEARS = 5


def make(folder: Path, name: str) -> tuple[Path, Path]:
    """Returns the files of a certificate and its key; makes them where they are not there yet.

    Raises:
        AppError: this installation cannot make one; the sentence says what to do.
    """
    certificate, key = folder / "keys" / "tongfu.crt", folder / "keys" / "tongfu.key"
    if certificate.is_file() and key.is_file():
        return certificate, key
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError:
        raise AppError("no_certificate") from None
    private = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=365 * YEARS))
        .add_extension(x509.SubjectAlternativeName([_alternative(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    key.parent.mkdir(parents=True, exist_ok=True)
    key.touch(mode=0o640)
    certificate.touch(mode=0o644)
    if os.getuid() == 0:
        # Asterisk runs under an account of its own, to which its folder belongs.
        owner = folder.stat()
        for made_here in (key.parent, key, certificate):
            os.chown(made_here, owner.st_uid, owner.st_gid)
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return certificate, key


def _alternative(name: str) -> "GeneralName":
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
