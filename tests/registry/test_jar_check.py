"""Keywords of configs that a jar's TLC does not know."""

from pathlib import Path

import pytest

from moltverify.errors import RegistryError
from moltverify.registry.jar_check import models_beyond, require_known_keywords
from moltverify.registry.load import load_registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.toolchain import Jar, find_jar
from tests.conftest import edit

JAR = find_jar(None, {})


def files(project: Path) -> RegistryFiles:
    return RegistryFiles(load_registry(project / "specs" / "registry.yaml"))


def beyond(project: Path, jar: Jar = JAR) -> dict[str, str]:
    given = files(project)
    return models_beyond(given.registry.models, given, jar)


def test_models_whose_configs_a_jar_knows_are_not_beyond_it(project: Path) -> None:
    assert beyond(project) == {}
    edit(project / "specs" / "Door.cfg", "INVARIANT", "\\* ALIAS is no keyword here\nINVARIANT")
    assert beyond(project) == {}


def test_a_model_beyond_a_jar_is_named_with_line_keyword_and_release(project: Path) -> None:
    config = project / "specs" / "Door_Unlocked.cfg"
    edit(config, "INVARIANT", "CHECK_DEADLOCK FALSE\nALIAS Short\nINVARIANT")
    [(name, why)] = beyond(project).items()
    assert name == "door:unlocked"
    assert f"{config}:" in why
    assert "says CHECK_DEADLOCK, which TLC 2.15 (d5b5a7f, 2020) does not know; TLC 2.19" in why
    assert "says ALIAS, " in why


def test_a_witness_has_the_config_of_its_green(project: Path) -> None:
    edit(project / "specs" / "Door.cfg", "INVARIANT", "ALIAS Short\nINVARIANT")
    assert set(beyond(project)) == {"door", "door@let-in"}


def test_a_jar_that_does_not_say_what_it_knows_has_no_models_beyond_it(
    project: Path, tmp_path: Path
) -> None:
    edit(project / "specs" / "Door.cfg", "INVARIANT", "ALIAS Short\nINVARIANT")
    assert beyond(project, Jar(tmp_path / "other.jar", "0" * 64)) == {}


def test_for_the_first_jar_it_is_a_mistake_of_the_registry(project: Path) -> None:
    edit(project / "specs" / "Door.cfg", "INVARIANT", "ALIAS Short\nINVARIANT")
    given = files(project)
    with pytest.raises(RegistryError, match="name its jar with --tla2tools"):
        require_known_keywords(given.registry.models, given, JAR)
