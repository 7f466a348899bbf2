"""A real release in the cache: what was changed, or has another digest, is not used."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.conformance.records import Conformance
from moltverify.releases.npm import UnobtainableError
from tests.conformance.conftest import VERSION, store_of


@pytest.mark.index
def test_a_release_that_was_tampered_with_is_not_run(cache: Path, conformance: Conformance) -> None:
    package = next(one for one in conformance.packages if one.version == VERSION)
    store = store_of(conformance, cache)
    folder = store.release(package)
    file = folder / "dist" / "infra" / "dedupe.js"
    text = file.read_bytes()
    file.write_bytes(text + b"\n")
    try:
        # Another run: within one, a folder is looked at once.
        with pytest.raises(UnobtainableError, match="is not what was unpacked there"):
            store_of(conformance, cache).release(package)
    finally:
        file.write_bytes(text)
    assert store.release(package) == folder


@pytest.mark.index
def test_a_release_of_another_digest_is_not_unpacked(cache: Path, conformance: Conformance) -> None:
    packages = conformance.packages
    other = replace(packages[0], integrity=packages[1].integrity)
    before = set(cache.glob("releases/code-*/*"))
    with pytest.raises(UnobtainableError, match="is not the pinned one"):
        store_of(conformance, cache).release(other)
    assert set(cache.glob("releases/code-*/*")) == before
