"""Runs with modules from jars: what a jar changes, the keys of verdicts, and receipts."""

import json
from pathlib import Path

import pytest

import moltverify as mv
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.model_files import ModelFiles
from moltverify.tlc.outcome import Holds, Violated
from tests.conftest import Run, edit
from tests.registry.jar_projects import with_doubling
from tests.registry.mistakes import REGISTRY
from tests.running.library_jars import digest, doubling_jar, needs_javac, overriding_jar

COUNTER = """---- MODULE Counter ----
EXTENDS Doubling
VARIABLE x
Init == x = 1
Next == x < 9 /\\ x' = Twice(x)
Inv == x # 9
====
"""
CONFIG = "INIT Init\nNEXT Next\nINVARIANT Inv\n"


def counter(folder: Path) -> Path:
    """Write a module that counts with an operator of a library."""
    folder.mkdir(exist_ok=True)
    (folder / "Counter.cfg").write_text(CONFIG)
    module = folder / "Counter.tla"
    module.write_text(COUNTER)
    return module


def first_model(project: Path) -> Model:
    return load_registry(project / REGISTRY).models[0]


@pytest.mark.tlc
def test_a_module_is_found_in_a_jar(tmp_path: Path) -> None:
    jar = doubling_jar(tmp_path / "lib.jar")
    reading = mv.run_tlc(counter(tmp_path / "specs"), deadlock=False, libraries=[jar])
    # 1, 2, 4, 8, 16
    assert (reading.outcome, reading.statistics.distinct) == (Holds(), 5)


@pytest.mark.tlc
@needs_javac
def test_a_class_in_a_jar_replaces_an_operator_of_a_module(tmp_path: Path) -> None:
    jar = overriding_jar(tmp_path / "lib.jar")
    reading = mv.run_tlc(counter(tmp_path / "specs"), deadlock=False, libraries=[jar])
    assert isinstance(reading.outcome, Violated)  # 1, 3, 9


@pytest.mark.tlc
def test_a_folders_module_comes_before_a_jars(tmp_path: Path) -> None:
    jar = doubling_jar(tmp_path / "lib.jar")
    module = counter(tmp_path / "specs")
    text = "---- MODULE Doubling ----\nEXTENDS Naturals\nTwice(n) == 3 * n\n====\n"
    (module.parent / "Doubling.tla").write_text(text)
    reading = mv.run_tlc(module, deadlock=False, libraries=[jar])
    assert isinstance(reading.outcome, Violated)


def test_another_jar_gives_another_key(project: Path) -> None:
    jar = with_doubling(project)
    before = InputDigests().of(first_model(project))
    assert InputDigests().of(first_model(project)) == before
    old = digest(jar)
    jar.write_bytes(jar.read_bytes() + b"more")
    edit(project / REGISTRY, old, digest(jar))
    assert InputDigests().of(first_model(project)) != before


def test_other_settings_of_java_give_another_key(project: Path) -> None:
    before = InputDigests().of(first_model(project))
    edit(project / REGISTRY, "{timeout: 60s}", "{timeout: 60s, jvm: [-ea]}")
    assert InputDigests().of(first_model(project)) != before


def test_a_jar_need_not_be_in_git(project: Path) -> None:
    jar = with_doubling(project)
    files = ModelFiles(load_registry(project / REGISTRY), [first_model(project)])
    assert jar.resolve() not in files.all()


@pytest.mark.tlc
def test_the_program_runs_and_attests_a_model_with_a_jar(project: Path, moltverify: Run) -> None:
    jar = with_doubling(project)
    answer = moltverify("run", "--red", "--report", "receipt=r.json")
    assert (answer.returncode, "lib.jar" in (project / "r.json").read_text()) == (0, True), answer
    receipt = json.loads((project / "r.json").read_text())
    assert {"path": "lib.jar", "sha256": digest(jar)} in receipt["files"]
    assert all("tla2tools.jar:lib.jar" in model["arguments"] for model in receipt["models"])
    assert moltverify("verify-receipt", "r.json").returncode == 0
