"""A repository of each style is adopted with one command, and nothing of it changes."""

import json
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.adoption.adopt import AdoptionTools, adopted
from moltverify.adoption.survey import survey_of
from moltverify.adoption.targets import RegistryTarget
from moltverify.running.engines import Engine
from moltverify.running.toolchain import Toolchain
from moltverify.suite.loop import Started, SuiteEvent
from moltverify.suite.run_options import RunOptions
from tests.adoption.styles import STYLES
from tests.adoption.trees import digests, write_tree
from tests.conftest import Run
from tests.nightly import some_in_campaigns

pytestmark = pytest.mark.tlc

# The others take three programs each and differ from these in what is read before anything runs,
# which quick tests cover.
BY_DAY = (
    "a negated probe",
    "a Makefile with a target for each model",
    "failures without a behaviour",
    "random traces in a script",
    "a manifest with counts and random traces",
)


@pytest.mark.parametrize("name", some_in_campaigns(STYLES, BY_DAY))
def test_a_style_is_adopted_and_all_its_verdicts_are_right(
    tmp_path: Path, moltverify: Run, name: str
) -> None:
    style = STYLES[name]
    root = write_tree(tmp_path / "repository", style.files)
    before = digests(root)
    adopted = moltverify("adopt", *style.options, cwd=root)
    assert adopted.returncode == 0, adopted.stdout + adopted.stderr
    after = digests(root)
    assert {file: after[file] for file in before} == before
    assert after.keys() - before.keys() == {"registry.yaml"}
    for words in style.says:
        assert words in " ".join(adopted.stdout.split()), adopted.stdout
    run = moltverify("run", "--json", cwd=root)
    assert run.returncode == 0, run.stdout + after["registry.yaml"].decode()
    found = {one["id"]: one["reason"] for one in json.loads(run.stdout)["models"]}
    assert found.keys() == style.verdicts.keys(), after["registry.yaml"].decode()
    for model, reason in style.verdicts.items():
        assert found[model].startswith(reason), (model, found[model])
    again = moltverify("adopt", *style.options, cwd=root)
    assert again.returncode == 0
    assert digests(root) == after, after["registry.yaml"].decode()


def test_each_model_runs_once(tmp_path: Path, toolchain: Toolchain) -> None:
    root = write_tree(tmp_path / "r", STYLES["a fault behind a constant"].files)
    survey = survey_of([root], root)
    started: list[str] = []

    def listen(event: SuiteEvent) -> None:
        started.extend([event.model.id] if isinstance(event, Started) else [])

    options = RunOptions(timeout=60.0, engine=Engine.PROCESS)
    tools = AdoptionTools(toolchain=toolchain, options=options, stop=Event(), listen=listen)
    models = [replace(one, may_end=True) for one in survey.pairing.models]
    target = RegistryTarget(root / "registry.yaml")
    adoption = adopted(models, survey.pairer.modules, target, tools)
    assert adoption.results is not None
    assert [one.cached for one in adoption.results.models] == [True, True]
    assert sorted(started) == ["MCDoor-1", "MCDoor_bug-2"]
