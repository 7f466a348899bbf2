"""The certificates of one cluster: who has them may command it, and nobody else.

One key serves the scheduler, the workers and the clients. The key of the authority that signs it
is never written, so nobody can make a further one: who loses a key makes a new set.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from moltverify.errors import StoreError, ToolchainError, UsageError

AUTHORITY, CERTIFICATE, KEY = "authority.pem", "certificate.pem", "key.pem"
FILES = (AUTHORITY, CERTIFICATE, KEY)
MAKE = "moltverify dask certificates"
SLACK = timedelta(hours=1)  # by which the clocks of the machines may differ


def default_folder() -> Path:
    """Return the folder of the certificates where none is named: the user's, for settings."""
    from platformdirs import user_config_path  # noqa: PLC0415 - only where no folder is named

    return user_config_path("moltverify", appauthor=False) / "dask"


def make_certificates(folder: Path, days: int) -> None:
    """Write a new set of certificates, readable by this user only.

    Raises UsageError if the folder has one already, and StoreError if it cannot be written.
    """
    if there := [name for name in FILES if (folder / name).exists()]:
        raise UsageError(
            f"{folder / there[0]} is there already, and a cluster may use it",
            "name another folder, or remove the old set when no cluster uses it",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, content in zip(FILES, certificate_set(days), strict=True):
            # Private from the first moment on, also under a permissive umask.
            file = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "wb") as written:
                written.write(content)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written: {error.strerror}", "name another folder"
        ) from error


def certificate_set(days: int) -> tuple[bytes, bytes, bytes]:
    """Return a new authority's certificate, one that it signed, and the key of that, as PEM."""
    from cryptography import x509  # noqa: PLC0415 - an extra, and only this command needs it
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - see above

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    def signed(subject: str, key: ec.EllipticCurvePrivateKey, is_authority: bool) -> bytes:
        now = datetime.now(UTC)
        usage = x509.KeyUsage(
            digital_signature=not is_authority,
            key_cert_sign=is_authority,
            crl_sign=is_authority,
            **dict.fromkeys(
                (
                    *("content_commitment", "key_encipherment", "data_encipherment"),
                    *("key_agreement", "encipher_only", "decipher_only"),
                ),
                False,
            ),
        )
        issued = (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name("moltverify dask authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - SLACK)
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()),
                critical=False,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .sign(authority, hashes.SHA256())
        )
        return issued.public_bytes(serialization.Encoding.PEM)

    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (
        signed("moltverify dask authority", authority, is_authority=True),
        signed("moltverify dask", key, is_authority=False),
        secret,
    )


def certificate_files(folder: Path | None) -> dict[str, str]:
    """Return the set in a folder, or in the default one, as Dask's `Security` names the files.

    Raises ToolchainError if a file is missing.
    """
    place = folder or default_folder()
    if missing := [name for name in FILES if not (place / name).is_file()]:
        raise ToolchainError(
            f"there is no {place / missing[0]}, so the cluster cannot be trusted",
            f"make a set once with `{MAKE}`, copy it to every machine of the cluster, and name its "
            "folder with --certificates",
        )
    files = {"tls_ca_file": str(place / AUTHORITY)}
    for role in ("scheduler", "worker", "client"):
        files[f"tls_{role}_cert"] = str(place / CERTIFICATE)
        files[f"tls_{role}_key"] = str(place / KEY)
    return files
