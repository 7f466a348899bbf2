"""The certificates of a cluster: private, of one authority, and never overwritten."""

import os
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from moltverify.errors import StoreError, ToolchainError, UsageError
from moltverify.running.dask.certificates import (
    AUTHORITY,
    CERTIFICATE,
    FILES,
    KEY,
    certificate_files,
    make_certificates,
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with certificates, made under a permissive umask."""
    before = os.umask(0)
    try:
        make_certificates(tmp_path / "made", days=7)
    finally:
        os.umask(before)
    return tmp_path / "made"


def test_nobody_but_the_owner_can_read_a_set(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert {stat.S_IMODE((made / name).stat().st_mode) for name in FILES} == {0o600}


def test_the_certificate_is_the_authority_s_and_the_key_its_own(made: Path) -> None:
    authority, certificate = (
        x509.load_pem_x509_certificate((made / name).read_bytes())
        for name in (AUTHORITY, CERTIFICATE)
    )
    certificate.verify_directly_issued_by(authority)
    key = load_pem_private_key((made / KEY).read_bytes(), None)
    assert key.public_key() == certificate.public_key()
    assert key.public_key() != authority.public_key()
    left = certificate.not_valid_after_utc - datetime.now(UTC)
    assert timedelta(days=6) < left <= timedelta(days=7)


def test_openssl_takes_the_set_for_a_server_that_asks_its_clients(made: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(made / AUTHORITY))
    context.load_cert_chain(str(made / CERTIFICATE), str(made / KEY))
    assert context.cert_store_stats()["x509_ca"] == 1


def test_a_set_in_use_is_not_overwritten(made: Path) -> None:
    before = (made / KEY).read_bytes()
    with pytest.raises(UsageError, match="a cluster may use it"):
        make_certificates(made, days=7)
    assert (made / KEY).read_bytes() == before


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        make_certificates(tmp_path / "file" / "folder", days=7)


@pytest.mark.parametrize("name", FILES)
def test_a_set_without_one_of_its_files_is_none(name: str, made: Path) -> None:
    (made / name).unlink()
    with pytest.raises(ToolchainError, match=name):
        certificate_files(made)


def test_all_three_roles_have_the_certificate(made: Path) -> None:
    files = certificate_files(made)
    assert files["tls_ca_file"] == str(made / AUTHORITY)
    assert {files[f"tls_{role}_key"] for role in ("scheduler", "worker", "client")} == {
        str(made / KEY)
    }
