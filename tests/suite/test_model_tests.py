"""Models as single tests that share an engine."""

from pathlib import Path

import pytest

from moltverify.suite.model_tests import ModelTests
from moltverify.suite.verdict import Verdict
from tests.conftest import edit

REGISTRY = Path("specs") / "registry.yaml"


@pytest.mark.nightly  # two engines one after the other
@pytest.mark.tlc
def test_models_are_checked_again_after_the_engine_was_closed(project: Path) -> None:
    tests = ModelTests(project / REGISTRY)
    green, red = tests.models[0], tests.models[-1]
    assert tests.check(green).verdict is Verdict.AS_EXPECTED
    first = tests.folder
    tests.close()
    assert not first.exists()
    # The red is not in the cache, so it needs an engine, and the first one has ended.
    edit(project / "specs" / "Door_Unlocked.tla", "----\n", "----\n\\* another\n")
    assert tests.check(red).verdict is Verdict.AS_EXPECTED
    tests.close()


def test_nothing_is_opened_before_a_model_is_checked(project: Path) -> None:
    tests = ModelTests(project / REGISTRY)
    tests.close()
    assert "folder" not in vars(tests)
    assert "launch_for" not in vars(tests)
