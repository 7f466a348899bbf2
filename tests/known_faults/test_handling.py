"""What is done about each known fault, and which release a jar is taken for."""

import zipfile
from pathlib import Path

import pytest

from moltverify.known_faults.handling import AVOIDED, NEVER_PASSED, handling, is_avoided
from moltverify.known_faults.matcher import KNOWN_FAULTS
from moltverify.known_faults.releases import RELEASES, REVISIONS, release_of
from moltverify.running.command import search_options
from moltverify.running.job import TlcOptions
from moltverify.running.toolchain import KNOWN_JARS, Jar
from tests.known_faults.faulty_models import default_jar

OLD, NEW = KNOWN_JARS
MANIFEST = "META-INF/MANIFEST.MF"


def jar_saying(file: Path, manifest: str) -> Jar:
    """Return a jar that is not known by its digest, with this manifest."""
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(MANIFEST, manifest)
    return Jar(file, "0" * 64)


def test_each_fault_is_looked_for_avoided_or_has_the_reason_why_not() -> None:
    for fault in KNOWN_FAULTS:
        said = handling(fault)
        assert said.startswith("avoided: ") == is_avoided(fault)
        assert ("not looked for" in said) == (fault.trigger is None)


def test_no_option_of_a_job_gives_tlc_what_is_said_never_to_be_passed() -> None:
    passed = search_options(TlcOptions(workers=4, deadlock=False))
    assert not {option.split()[0] for option in NEVER_PASSED.values()} & set(passed) - {"-dump"}
    assert not any("constrained" in word for word in passed)


def test_what_is_avoided_is_known_to_affect_only_releases_that_are_kept_from_it() -> None:
    [avoided] = [one for one in KNOWN_FAULTS if one.trigger is AVOIDED]
    assert avoided.affected == ("2.15",)


def test_the_default_jar_says_in_its_manifest_which_release_it_is() -> None:
    jar = default_jar()
    assert release_of(jar) == "2.15"
    assert release_of(Jar(jar.path, "0" * 64)) == "2.15"


def test_every_known_jar_and_every_revision_is_a_release_with_known_faults() -> None:
    assert [release_of(Jar(Path("gone.jar"), digest)) for digest in KNOWN_JARS] == ["2.15", "2.19"]
    assert set(REVISIONS.values()) == set(RELEASES)
    for known in KNOWN_JARS.values():
        assert any(f"rev: {revision}" in known.banner for revision in REVISIONS)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_jar_of_a_known_revision_is_taken_for_its_release(tmp_path: Path, end: str) -> None:
    lines = ("Manifest-Version: 1.0", "X-Git-ShortRevision: 97e7dc3", "X-Git-Branch: master", "")
    assert release_of(jar_saying(tmp_path / "a.jar", end.join(lines))) == "2.20"


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "X-Git-ShortRevision: 1234567\n",
        "X-Git-ShortRevision: 97e7dc30\n",
        "About: X-Git-ShortRevision: 97e7dc3\n",
        "X-Git-ShortRevision: ${rev}\n",
    ],
)
def test_a_jar_of_another_or_no_revision_is_not_known(tmp_path: Path, manifest: str) -> None:
    assert release_of(jar_saying(tmp_path / "a.jar", manifest)) is None


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04 torn"])
def test_a_file_that_is_no_jar_is_not_known_and_no_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.jar"
    file.write_bytes(content)
    assert release_of(Jar(file, "0" * 64)) is None
    assert release_of(Jar(tmp_path / "missing.jar", "0" * 64)) is None
