"""Models that can read files or variables: their verdicts are kept if they say what they read."""

import json
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.running.toolchain import find_jar
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.unstated_inputs import unstated_reader
from moltverify.tla.dependencies import DependencyReader
from tests.conftest import Run, edit
from tests.registry.jar_projects import with_library
from tests.registry.mistakes import REGISTRY, after
from tests.running.library_jars import needs_javac, reading_jar, write_jar

DOOR = "specs/Door.tla"
HEAD = "EXTENDS FiniteSets"


def model(project: Path) -> Model:
    return load_registry(project / REGISTRY).models[0]


def reader_of(project: Path) -> str:
    """Return the module through which the project's green reads what is not stated."""
    return unstated_reader(model(project).job, DependencyReader(), find_jar(None, {}).path)


@pytest.mark.parametrize("name", ["Json", "CSV", "IOUtils"])
def test_a_module_that_reads_is_found(project: Path, name: str) -> None:
    assert reader_of(project) == ""
    edit(project / DOOR, HEAD, f"EXTENDS {name}, FiniteSets")
    assert reader_of(project) == name


def test_a_module_that_a_dependency_uses_is_found(project: Path) -> None:
    (project / "specs/Log.tla").write_text("---- MODULE Log ----\nLOCAL INSTANCE Json\n====\n")
    edit(project / DOOR, HEAD, "EXTENDS Log, FiniteSets")
    assert reader_of(project) == "Json"


def test_a_module_that_a_jars_module_uses_is_found(project: Path) -> None:
    modules = {
        "Pictures": "---- MODULE Pictures ----\nLOCAL INSTANCE Files\n====\n",
        "Files": "---- MODULE Files ----\nEXTENDS IOUtils\n====\n",
    }
    with_library(project, write_jar(project / "specs/lib.jar", modules))
    edit(project / DOOR, HEAD, "EXTENDS Pictures, FiniteSets")
    assert reader_of(project) == "IOUtils"


def test_a_copy_of_such_a_module_beside_counts_as_well(project: Path) -> None:
    # Java replaces the operators by the module's name.
    (project / "specs/Json.tla").write_text("---- MODULE Json ----\n====\n")
    edit(project / DOOR, HEAD, "EXTENDS Json, FiniteSets")
    assert reader_of(project) == "Json"


@pytest.mark.parametrize("stated", ["data: [registry.yaml]", "env: [TRACE]", "env: []", "data: []"])
def test_whoever_says_what_is_read_is_believed(project: Path, stated: str) -> None:
    edit(project / DOOR, HEAD, "EXTENDS Json, FiniteSets")
    edit(project / REGISTRY, "group: house\n", f"group: house\n    {stated}\n")
    assert reader_of(project) == ""


def test_a_models_own_variables_replace_those_of_its_claim(project: Path) -> None:
    edit(project / REGISTRY, "group: house\n", "group: house\n    env: [A, B]\n")
    edit(project / REGISTRY, "{module: Door.tla,", "{module: Door.tla, env: [C],")
    models = load_registry(project / REGISTRY).models
    assert [one.job.options.environment for one in models] == [("C",), ("C",), ("A", "B")]


@pytest.mark.parametrize(
    "name",
    ["JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "a b", "1A"],
)
def test_what_java_reads_is_no_variable_of_a_model(project: Path, name: str) -> None:
    [mistake] = after(project, "group: house\n", f"group: house\n    env: ['{name}']\n")
    assert "expected the name of a variable that Java itself does not read" in mistake


def test_the_key_has_the_digest_of_a_variable(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project / REGISTRY, "group: house\n", "group: house\n    env: [DOOR]\n")
    keys = set()
    for value in (None, "", "open", "shut"):
        monkeypatch.delenv("DOOR", raising=False)
        if value is not None:
            monkeypatch.setenv("DOOR", value)
        keys.add(InputDigests().of(model(project)))
    assert len(keys) == 4
    monkeypatch.setenv("WINDOW", "open")
    assert InputDigests().of(model(project)) in keys


def test_the_key_has_the_file_that_a_variable_names(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project / REGISTRY, "group: house\n", "group: house\n    env: [TRACE]\n")
    trace = project / "trace.json"
    trace.write_text("[1]")
    monkeypatch.setenv("TRACE", str(trace))
    before = InputDigests().of(model(project))
    trace.write_text("[2]")
    assert InputDigests().of(model(project)) != before


@pytest.mark.tlc
@needs_javac
# In a worker after a comparison that takes seconds, which test_self_check makes too.
@pytest.mark.nightly  # three runs of TLC
@pytest.mark.parametrize("engine", ["process", pytest.param("warm", marks=pytest.mark.nightly)])
def test_a_model_sees_the_variables_that_it_states_and_no_others(
    project: Path, moltverify: Run, engine: str
) -> None:
    with_library(project, reading_jar(project / "specs" / "lib.jar"))
    seen = 'ASSUME <<Variable("TRACE"), Variable("SECRET"), Variable("PYTHONPATH")>>'
    expected = '<<"a trace", "not set", "not set">>'
    edit(project / DOOR, HEAD, "EXTENDS IOUtils, FiniteSets")
    edit(project / DOOR, "\nInit ==", f"\n{seen} = {expected}\nInit ==")
    edit(project / REGISTRY, "group: house\n", "group: house\n    env: [TRACE]\n")
    variables = {"TRACE": "a trace", "SECRET": "12345"}
    answer = moltverify(
        "run", "door", "--engine", engine, "--report", "receipt=r.json", env=variables
    )
    assert answer.returncode == 0, answer.stdout
    receipt = (project / "r.json").read_text()
    [variable] = json.loads(receipt)["models"][0]["variables"]
    assert variable["name"] == "TRACE"
    assert len(variable["sha256"]) == 64
    assert "a trace" not in receipt


@pytest.mark.nightly  # the tests above show it in process
@pytest.mark.tlc
@needs_javac
def test_a_verdict_on_unstated_inputs_is_not_kept_and_the_run_says_why(
    project: Path, moltverify: Run
) -> None:
    with_library(project, reading_jar(project / "specs" / "lib.jar"))
    edit(project / DOOR, HEAD, "EXTENDS IOUtils, FiniteSets")
    edit(project / DOOR, "\nInit ==", '\nASSUME Variable("DOOR") = "shut"\nInit ==')
    answer = moltverify("run", "--green", env={"DOOR": "shut"})
    why = "not cached: through IOUtils it can read what neither `data` nor `env` names\n"
    assert (answer.returncode, answer.stdout.count(why)) == (0, 2), answer.stdout
    assert moltverify("run", "--green", env={"DOOR": "open"}).returncode != 0
