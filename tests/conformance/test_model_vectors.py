"""Vectors from a real model: explored once, projected each time."""

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.conformance.model_vectors import (
    KIND,
    Explorer,
    NoVectorsError,
    VectorSource,
    graph_digest,
    vectors_of,
)
from moltverify.conformance.records import Counterpart, Program, Projection, Vector
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.releases.package import Package
from moltverify.running.toolchain import Toolchain
from tests.conformance.made import registered
from tests.conftest import PROJECT, edit

PROGRAM = Program(command=("./door",), release=Package("house", "1"))
PROJECT_DOORS = """
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections

def project_doors(graph):
    for step in steps(graph, {"Open", "Shut"}, "door", "door"):
        yield Sample(step.action, step.before["door"], {}, step.after["door"])

serve_projections({"doors": project_doors})
"""


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "specs", tmp_path / "specs"))


@pytest.fixture
def door(specs: Path) -> Model:
    return load_registry(specs / "registry.yaml").claim("door").models[0]


@pytest.fixture
def explorer(tmp_path: Path, toolchain: Toolchain) -> Explorer:
    return Explorer(toolchain=toolchain, cache=tmp_path / "store", stop=Event())


def source_of(model: Model, program: Program = PROGRAM, **constants: str) -> VectorSource:
    counterpart = Counterpart(claim="door", program=program, constants=tuple(constants.items()))
    conformance = registered(model.job.module.parent, counterpart)
    return VectorSource(model, counterpart, conformance)


def calls(vectors: tuple[Vector, ...]) -> list[tuple[object, ...]]:
    return [(one.action, one.state, one.arguments, one.allowed) for one in vectors]


def test_the_replays_constants_replace_the_models(door: Model) -> None:
    assert source_of(door).constants == {"Visitors": ["owner", "thief"]}
    assert source_of(door, Visitors='{"owner"}').constants == {"Visitors": ["owner"]}


def test_the_replays_config_checks_nothing(door: Model) -> None:
    config = source_of(door).config
    assert (config.invariants, config.properties) == ((), ())
    assert config.specification is not None


def test_the_digest_is_that_of_the_model_and_the_constants(
    door: Model, toolchain: Toolchain
) -> None:
    def digest(source: VectorSource) -> str:
        return graph_digest(source, toolchain)

    first = digest(source_of(door))
    assert digest(source_of(door)) == first
    assert digest(source_of(door, Visitors='{"owner"}')) != first
    edit(door.job.module, "A door, an owner", "One door, an owner")
    assert digest(source_of(door)) != first


def test_the_digest_is_not_that_of_the_projection(door: Model, toolchain: Toolchain) -> None:
    other = replace(PROGRAM, projection=Projection(calls=("Open",)))
    assert graph_digest(source_of(door), toolchain) == graph_digest(
        source_of(door, other), toolchain
    )


@pytest.mark.tlc
def test_variables_of_the_registry_make_the_calls(door: Model, explorer: Explorer) -> None:
    projection = Projection(calls=("Shut",), given=("door",), observe=("door",))
    vectors = vectors_of(source_of(door, replace(PROGRAM, projection=projection)), explorer)
    assert calls(vectors) == [("Shut", {"door": "open"}, {}, ({"door": "shut"},))]
    (only,) = vectors
    assert (only.id, only.claim, only.model) == (1, "door", "door")
    assert only.digest == graph_digest(source_of(door), explorer.toolchain)


@pytest.mark.tlc
def test_a_projection_makes_the_calls_and_is_run_each_time(
    door: Model, specs: Path, explorer: Explorer
) -> None:
    file = specs / "project.py"
    file.write_text(PROJECT_DOORS)
    command = Projection(command=("{python}", "project.py", "doors"))
    source = source_of(door, replace(PROGRAM, projection=command))
    both = {("Open", "shut", "open"), ("Shut", "open", "shut")}
    assert {(one.action, one.state, *one.allowed) for one in vectors_of(source, explorer)} == both
    # What a projection depends on is not known, so that nothing of it may be kept.
    edit(file, '{"Open", "Shut"}', '{"Shut"}')
    assert calls(vectors_of(source, explorer)) == [("Shut", "open", {}, ("shut",))]


@pytest.mark.tlc
def test_an_unchanged_model_is_not_explored_again(door: Model, explorer: Explorer) -> None:
    first = vectors_of(source_of(door), explorer)
    (kept,) = (explorer.cache / KIND).glob("*.json")
    nobody = replace(explorer, launch=no_launch)
    assert vectors_of(source_of(door), nobody) == first
    kept.unlink()
    with pytest.raises(NoVectorsError, match="door cannot be explored: nobody is there"):
        vectors_of(source_of(door), nobody)


def no_launch(*_: object) -> None:
    raise OSError("nobody is there")


def failing(reason: str) -> Callable[[Path], None]:
    def change(specs: Path) -> None:
        edit(specs / "Door.tla", "Next == Shut", f"Next == {reason} \\/ Shut")

    return change


@pytest.mark.tlc
def test_a_model_that_tlc_does_not_explore_to_the_end_has_no_vectors(
    door: Model, specs: Path, explorer: Explorer
) -> None:
    failing('door\' = 1 + "a" /\\ UNCHANGED <<waiting, inside>>')(specs)
    with pytest.raises(NoVectorsError, match="TLC did not explore door to the end"):
        vectors_of(source_of(door), explorer)
    assert not explorer.cache.exists()


@pytest.mark.tlc
@pytest.mark.parametrize(
    ("projection", "message"),
    [
        (Projection(given=("window",)), "the model has no variable called window"),
        (Projection(command=("./nothing",)), r"\./nothing does not start"),
        (Projection(command=("{python}", "-c", "exit(4)")), "the projection failed"),
    ],
)
def test_a_projection_that_fails_makes_no_vectors(
    door: Model, explorer: Explorer, projection: Projection, message: str
) -> None:
    with pytest.raises(NoVectorsError, match=message):
        vectors_of(source_of(door, replace(PROGRAM, projection=projection)), explorer)
