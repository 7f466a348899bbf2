"""Which tier the commands of hooks, workflows and the next step name."""

from pathlib import Path

import pytest

from moltverify.adoption.plan import AdoptionPlan, ClaimPlan, GreenPlan, RedPlan
from moltverify.adoption.targets import RegistryTarget
from moltverify.cli.adopted_files import next_command, other_changes
from moltverify.registry.load import load_registry
from moltverify.registry.pin_edit import loaded
from moltverify.tlc.outcome import ViolationKind
from tests.adoption.trees import DOOR, config, write_tree

HERE = Path("/h")
FAST = ClaimPlan(id="a", green=GreenPlan(module=HERE / "A.tla", config=HERE / "A.cfg"))
SLOW = ClaimPlan(
    id="b", green=GreenPlan(module=HERE / "B.tla", config=HERE / "B.cfg", cut_short=True)
)
RED = RedPlan(
    id="r",
    module=HERE / "B.tla",
    config=HERE / "R.cfg",
    property="P",
    kind=ViolationKind.INVARIANT,
)
SLOW_WITH_RED = ClaimPlan(id="b", green=SLOW.green, reds=(RED,))


def commands(root: Path, claims: tuple[ClaimPlan, ...]) -> tuple[str, str, str]:
    """Return the commands of the hook, of the workflow, and the next one."""
    target, plan = RegistryTarget(root / "registry.yaml"), AdoptionPlan(claims)
    (root / ".git").mkdir(exist_ok=True)
    hook, workflow = other_changes(target, plan, hook=True, workflow=True, here=root)
    entry = loaded(hook.new)["repos"][0]["hooks"][0]["entry"]
    steps = loaded(workflow.new)["jobs"]["models"]["steps"]
    ran = [one["run"] for one in steps if str(one.get("run")).startswith("moltverify run")]
    return entry, ran[0], next_command(target, plan, root)


TIER = " --tier commit"


@pytest.mark.parametrize(
    ("claims", "tiers"),
    [
        ((FAST,), ("", "", "")),
        ((FAST, SLOW), (TIER, TIER, TIER)),
        ((SLOW_WITH_RED,), (TIER, TIER, TIER)),
        # `run --tier commit` without a model is an error, except in a hook.
        ((SLOW,), (TIER, "", "")),
    ],
)
def test_models_for_the_night_make_the_commands_name_the_tier_of_the_others(
    tmp_path: Path, claims: tuple[ClaimPlan, ...], tiers: tuple[str, str, str]
) -> None:
    hook, workflow, then = tiers
    assert commands(tmp_path, claims) == (
        f"moltverify run{hook} --changed --quiet",
        f"moltverify run{workflow} --store evidence",
        f"moltverify run{then}",
    )


def test_a_registry_that_has_tiers_counts_as_well(tmp_path: Path) -> None:
    text = "claims: [{id: door, tier: weekly, green: {module: Door.tla}}]\n"
    root = write_tree(
        tmp_path, {"Door.tla": DOOR, "Door.cfg": config(), "registry.yaml": text, ".git/HEAD": ""}
    )
    file = root / "registry.yaml"
    target = RegistryTarget(file, load_registry(file), text)
    assert next_command(target, AdoptionPlan((FAST,)), root) == "moltverify run --tier commit"
    [hook] = other_changes(target, AdoptionPlan(()), hook=True, workflow=False, here=root)
    assert "moltverify run --tier commit --changed" in hook.new
