"""TLC finds the successors of each state of a trace; what is found is kept, and never guessed."""

import shutil
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.audit.experiments.parsed_job import read_parsed_job
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.running.engine_selection import LaunchFor
from moltverify.successors.find_successors import (
    find_missing,
    is_continued,
    kept_successors,
    successors_of,
    trace_successors,
)
from moltverify.successors.records import State, Successor, TraceSuccessors, successors_key
from moltverify.successors.successor_experiment import next_state_operator, successor_experiment
from moltverify.suite.loop import check_models
from moltverify.suite.results import ModelResult
from moltverify.tla.values import ModelValue, SetValue
from moltverify.tlc.graph import Edge, Graph
from moltverify.tlc.trace import Step, Trace
from tests.audit.benches import bench_in
from tests.audit.parsed import LAMP, parsed, write_model
from tests.report import sample

PROJECT = Path(__file__).parents[1] / "project" / "specs"


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT, tmp_path / "specs")
    return tmp_path / "specs"


def red_of(specs: Path) -> Model:
    return load_registry(specs / "registry.yaml").claims[0].reds[0]


def checked(model: Model, launch_for: LaunchFor, folder: Path) -> ModelResult:
    """Return the result of a model, run by the real TLC."""
    (result,) = check_models(
        [model], bench_in(folder, launch_for).settings, Event(), lambda _: None
    )
    return result


def ways(found: TraceSuccessors) -> list[list[str]]:
    """Return the actions of each state's successors, sorted."""
    return [sorted(one.action for one in state) for state in found.steps]


@pytest.mark.tlc
def test_every_step_that_was_possible_is_found_and_no_stuttering(
    specs: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    red = red_of(specs)
    result = checked(red, launch_for, tmp_path)
    assert result.trace is not None
    assert len(result.trace.steps) == 3
    found = trace_successors(red.job, result, bench_in(tmp_path, launch_for))
    assert found is not None
    first, second, third = ways(found)
    # In the faulty model both may open the shut door; Knock changes nothing.
    assert first == ["Open", "Open"]
    assert second == ["Enter", "Shut"]
    assert third == ["Shut"]


@pytest.mark.tlc
def test_what_was_found_is_kept_until_something_changes(
    specs: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    red = red_of(specs)
    result = checked(red, launch_for, tmp_path)
    bench = bench_in(tmp_path, launch_for)
    jar = bench.settings.toolchain.jar.digest
    assert kept_successors([result], jar, tmp_path) == {}
    found = find_missing([(red.job, result)], jar, bench)
    assert list(found) == [red.id]
    assert kept_successors([result], jar, tmp_path) == found
    assert kept_successors([result], "0" * 64, tmp_path) == {}
    assert kept_successors([replace(result, inputs="0" * 64)], jar, tmp_path) == {}


@pytest.mark.tlc
def test_a_model_that_is_another_one_by_now_has_no_successors(
    specs: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    red = red_of(specs)
    result = checked(red, launch_for, tmp_path)
    module = specs / "Door_Unlocked.tla"
    # Now nobody can open the door, so the trace is none of this model.
    module.write_text(module.read_text().replace("v \\in Visitors", "FALSE"))
    assert trace_successors(red.job, result, bench_in(tmp_path, launch_for)) is None
    module.unlink()
    assert trace_successors(red.job, result, bench_in(tmp_path, launch_for)) is None


@pytest.mark.tlc
def test_a_model_value_of_the_trace_that_no_module_names_is_declared(
    tmp_path: Path, launch_for: LaunchFor
) -> None:
    body = (
        "CONSTANT Keys\nVARIABLE held\nInit == held = {}\n"
        "Take == \\E k \\in Keys : held' = held \\cup {k}\nNext == Take\n"
        "Spec == Init /\\ [][Next]_held\n"
    )
    job = write_model(tmp_path, body, "SPECIFICATION Spec\nCONSTANT Keys = {k1, k2}\n")
    states: list[State] = [
        (("held", SetValue(())),),
        (("held", SetValue((ModelValue("k1"),))),),
    ]
    bench = bench_in(tmp_path, launch_for)
    experiment = successor_experiment(read_parsed_job(job), states)
    assert experiment is not None
    graph = bench.explore(experiment)
    assert graph is not None
    found = successors_of(states, graph)
    assert found is not None
    assert ways(found) == [["Take", "Take"], ["Take"]]


def test_the_name_of_the_steps_is_that_of_the_specification(tmp_path: Path) -> None:
    assert next_state_operator(parsed(tmp_path, LAMP)) == "Next"
    config = "INIT Init\nNEXT Toggle\n"
    assert next_state_operator(parsed(tmp_path, LAMP, config)) == "Toggle"


def test_steps_without_a_name_and_states_of_other_variables_cannot_be_explored(
    tmp_path: Path,
) -> None:
    nameless = LAMP.replace("[][Next]_", "[][Toggle \\/ Rest]_")
    job = read_parsed_job(write_model(tmp_path / "nameless", nameless))
    assert successor_experiment(job, [(("on", True), ("x", 1))]) is None
    job = read_parsed_job(write_model(tmp_path / "named", LAMP))
    assert successor_experiment(job, [(("on", True), ("x", 1))]) is not None
    assert successor_experiment(job, [(("on", True),)]) is None


def test_a_trace_must_go_on_as_the_successors_say() -> None:
    shut: State = (("door", "shut"),)
    ajar: State = (("door", "open"),)
    graph = Graph({1: shut, 2: ajar}, (1,), (Edge(1, "Open", 2), Edge(2, "Knock", 2)))
    found = successors_of([shut, ajar], graph)
    assert found == TraceSuccessors(((Successor("Open", ajar),), ()))
    assert is_continued([shut, ajar], found)
    assert is_continued([shut, shut], found)  # a trace may stutter
    assert not is_continued([ajar, shut], TraceSuccessors(((), ())))
    # A state that TLC did not reach has unknown successors, which is not the same as none.
    assert successors_of([(("door", "gone"),)], graph) is None


def test_the_key_depends_on_the_trace() -> None:
    red = sample.model("door:tailgate")
    assert red.trace is not None
    key = successors_key(red, "jar")
    assert successors_key(red, "jar") == key
    assert successors_key(red, "another") != key
    shorter = Trace((Step(1, None, (("door", "shut"),)),))
    outcome = replace(red.outcome, trace=shorter)
    assert successors_key(replace(red, outcome=outcome), "jar") != key
