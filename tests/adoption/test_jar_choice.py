"""Which of several jars is run, and which one is named for a keyword that an older TLC lacks."""

import zipfile
from pathlib import Path

import pytest

from moltverify.adoption.first_runs import models_for_newer_jar
from moltverify.adoption.jar_choice import jar_that_knows, newest_jar, release_numbers
from moltverify.adoption.survey import survey_of
from moltverify.errors import ToolchainError
from moltverify.running.jar_content import TLC_CLASS
from moltverify.running.jar_contents import ARGUMENT_READER, CONFIG_READER, VERSION_CLASS
from moltverify.running.toolchain import Jar
from tests.adoption.trees import DOOR, config, write_tree

ALIAS = b"\0\x05ALIAS"
GENERATE = b"\0\x09-generate"


def made_jar(file: Path, version: str, keywords: bytes = b"", options: bytes = b"") -> Path:
    """Write what a jar with TLC says of itself; nothing in it can run."""
    file.parent.mkdir(parents=True, exist_ok=True)
    members = {
        ARGUMENT_READER: b"\xca\xfe\xba\xbe\0\0\0\x34" + options,
        CONFIG_READER: keywords,
        VERSION_CLASS: f"Version {version} of Day Month".encode(),
    }
    with zipfile.ZipFile(file, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file


def test_the_newest_of_several_jars_is_taken_by_its_numbers_and_not_by_its_text(
    tmp_path: Path,
) -> None:
    assert ARGUMENT_READER == TLC_CLASS
    jars = [made_jar(tmp_path / f"{one}.jar", one) for one in ("2.9", "2.20", "2.19")]
    assert newest_jar(jars) == jars[1].resolve()
    assert newest_jar([]) is None


def test_of_two_jars_of_one_version_the_first_is_taken(tmp_path: Path) -> None:
    jars = [made_jar(tmp_path / name, "2.19") for name in ("b.jar", "a.jar")]
    assert newest_jar(jars) == jars[0].resolve()


@pytest.mark.parametrize("content", [None, b"", b"<html>"])
def test_a_jar_that_is_none_is_an_error_though_another_is_one(
    tmp_path: Path, content: bytes | None
) -> None:
    wrong = tmp_path / "wrong.jar"
    if content is not None:
        wrong.write_bytes(content)
    with pytest.raises(ToolchainError):
        newest_jar([made_jar(tmp_path / "good.jar", "2.19"), wrong])


def test_a_jar_that_says_no_version_is_older_than_any(tmp_path: Path) -> None:
    silent = made_jar(tmp_path / "x.jar", "")
    assert release_numbers(silent) == ()
    assert (
        newest_jar([silent, made_jar(tmp_path / "y.jar", "1.0")]) == (tmp_path / "y.jar").resolve()
    )


def test_a_jar_that_knows_the_word_is_named_before_a_newer_one_that_does_not(
    tmp_path: Path,
) -> None:
    knowing = made_jar(tmp_path / "a.jar", "2.20", ALIAS, GENERATE)
    jars = [knowing, made_jar(tmp_path / "b.jar", "2.21"), tmp_path / "missing.jar"]
    assert jar_that_knows("ALIAS", jars) == knowing
    assert jar_that_knows("-generate", jars) == knowing
    assert jar_that_knows("POSTCONDITION", jars) is None


def test_what_needs_a_newer_tlc_is_told_with_a_jar_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "Door.tla": DOOR,
        "Door.cfg": config(more="ALIAS Short\n"),
        "Drawn.cfg": config(),
        "Plain.cfg": config(),
        "run.sh": "tlc -generate num=5 -config Drawn.cfg Door\ntlc -config Plain.cfg Door\n",
    }
    root = write_tree(tmp_path / "r", files)
    made_jar(root / "tools/tla2tools-new.jar", "2.20", ALIAS)
    old = made_jar(tmp_path / "old.jar", "2.15")
    monkeypatch.chdir(root)
    survey = survey_of([root], root)
    told = models_for_newer_jar(survey.pairing.models, Jar(old, "0" * 64), survey.found.jars)
    assert {one.file.name: one.reason for one in told} == {
        "Door.cfg": "line 4 says ALIAS, which needs TLC 2.20 (1.8.0): "
        "--tla2tools tools/tla2tools-new.jar",
        "Drawn.cfg": "your files run it with -generate, which needs a newer TLC: --tla2tools JAR",
    }
