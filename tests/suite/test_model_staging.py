"""The files of a registry's model that TLC sees."""

from pathlib import Path

from moltverify.registry.load import load_registry
from moltverify.registry.records import Model, Role
from moltverify.suite.model_staging import WITNESS_MODULE, staged_model
from moltverify.tla.config import read_config
from moltverify.tla.dependencies import DependencyReader
from tests.conftest import PROJECT


def small(role: Role) -> Model:
    models = load_registry(PROJECT / "specs" / "registry.yaml").models
    return next(model for model in models if model.role is role)


def texts(model: Model) -> dict[str, str]:
    return {file.name: file.text for file in staged_model(model, DependencyReader()).files}


def on_disk(*files: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in files}


def test_a_red_is_staged_as_it_is_with_its_green() -> None:
    red, green = small(Role.RED), small(Role.GREEN)
    assert texts(red) == on_disk(red.job.module, green.job.module, red.job.config)


def test_a_witness_is_staged_as_a_module_that_denies_it() -> None:
    green = small(Role.GREEN)
    found = texts(small(Role.WITNESS))
    assert list(found) == [f"{WITNESS_MODULE}.tla", "Door.tla", f"{WITNESS_MODULE}.cfg"]
    assert "EXTENDS Door\n" in found[f"{WITNESS_MODULE}.tla"]
    assert "== (OwnerInside)\n" in found[f"{WITNESS_MODULE}.tla"]
    config = read_config(found[f"{WITNESS_MODULE}.cfg"])
    assert [name.name for name in config.invariants] == ["MoltverifyUnreached"]
    assert config.properties == ()
    assert config.constants == read_config(green.job.config.read_text()).constants
