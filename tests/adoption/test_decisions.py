"""Where a model goes in a registry: which green a red or a witness stands beside."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from moltverify.adoption.decisions import Decider
from moltverify.adoption.first_runs import FirstRun
from moltverify.adoption.known_claims import known_greens
from moltverify.adoption.model_differences import ModuleKinship
from moltverify.adoption.module_names import ModuleNames
from moltverify.adoption.plan import AdoptionPlan
from moltverify.adoption.targets import RegistryTarget
from moltverify.registry.load import load_registry
from moltverify.tlc.outcome import Failed, FailureReason, Holds, Outcome, ViolationKind
from tests.adoption.made_runs import first_run, violated
from tests.adoption.trees import DOOR, config, write_tree

Ends = Mapping[str, Outcome]
HOUSE = DOOR.replace("MODULE Door", "MODULE House").replace("Locked", "Shut")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder whose name says nothing about models, as that of a test may."""
    return tmp_path / "r"


def plan_of(
    root: Path, files: Mapping[str, str], ends: Ends, target: RegistryTarget | None = None
) -> AdoptionPlan:
    """Return the plan for the configs of a repository, each with what TLC did."""
    runs: list[FirstRun] = [first_run(root, files, name, end) for name, end in ends.items()]
    kinship = ModuleKinship(ModuleNames(sorted(root.rglob("*.tla"))))
    known = known_greens(target) if target else ()
    return Decider(kinship, target.ids if target else (), known).plan(runs)


def shape(plan: AdoptionPlan) -> dict[str, list[str]]:
    """Return the names of each claim's reds and witnesses, the latter with `@`."""
    return {
        claim.id: [one.id for one in claim.reds] + [f"@{one.id}" for one in claim.witnesses]
        for claim in plan.claims
    }


def test_a_red_stands_beside_the_green_whose_config_differs_least(root: Path) -> None:
    files = {
        "Door.tla": DOOR,
        "Door.cfg": config(),
        "Door_types.cfg": config(properties="INVARIANT TypeOK"),
        "Door_bug.cfg": config(False),
        "Door_types_bug.cfg": config(False, "INVARIANT TypeOK"),
    }
    ends: Ends = {
        "Door.cfg": Holds(),
        "Door_types.cfg": Holds(),
        "Door_bug.cfg": violated(),
        "Door_types_bug.cfg": violated("TypeOK"),
    }
    plan = plan_of(root, files, ends)
    assert shape(plan) == {"door": ["bug"], "door-types": ["bug"]}
    assert plan.claims[0].reds[0].about == "Locked FALSE instead of TRUE"


def test_a_red_of_a_copy_says_which_definitions_it_changes(root: Path) -> None:
    copy = DOOR.replace("MODULE Door", "MODULE DoorBug").replace("v = Owner \\/ ~Locked", "TRUE")
    files = {"Door.tla": DOOR, "Door.cfg": config(), "DoorBug.tla": copy, "DoorBug.cfg": config()}
    plan = plan_of(root, files, {"Door.cfg": Holds(), "DoorBug.cfg": violated()})
    assert shape(plan) == {"door": ["bug"]}
    assert plan.claims[0].reds[0].about == "module DoorBug changes Enter"


def test_a_red_like_no_green_is_a_claim_of_its_own(root: Path) -> None:
    other = "---- MODULE Other ----\nVARIABLE y\nInit == y = 0\nNext == y' = y\nOk == y = 1\n====\n"
    files = {
        "Door.tla": DOOR,
        "Door.cfg": config(),
        "Other.tla": other,
        "Other.cfg": "INIT Init\nNEXT Next\nINVARIANT Ok\n",
    }
    plan = plan_of(root, files, {"Door.cfg": Holds(), "Other.cfg": violated("Ok", 1)})
    assert shape(plan) == {"door": [], "other": ["as-found"]}
    assert plan.claims[1].green is None


@pytest.mark.parametrize(
    ("name", "more", "found"),
    [
        ("Door_reach.cfg", "", ["@reach"]),
        # Its name says that it breaks, so it is a fault.
        ("Door_bug.cfg", "", ["bug"]),
        # The search is another one than the green's.
        ("Door_reach.cfg", "CONSTRAINT NobodyInside\n", ["reach"]),
    ],
)
def test_a_broken_probe_in_the_green_s_own_search_is_a_witness(
    root: Path, name: str, more: str, found: list[str]
) -> None:
    probe = config(properties="INVARIANT NobodyInside", more=more)
    files = {"Door.tla": DOOR, "Door.cfg": config(), name: probe}
    plan = plan_of(root, files, {"Door.cfg": Holds(), name: violated("NobodyInside")})
    assert shape(plan) == {"door": found}


def test_a_probe_that_is_searched_in_another_way_is_no_witness(root: Path) -> None:
    files = {
        "Door.tla": DOOR,
        "Door.cfg": config(),
        "Door_reach.cfg": config(properties="INVARIANT NobodyInside"),
        "run.sh": "tlc -simulate num=9 -config Door_reach.cfg Door\n",
    }
    ends: Ends = {"Door.cfg": Holds(), "Door_reach.cfg": violated("NobodyInside")}
    assert shape(plan_of(root, files, ends)) == {"door": ["reach"]}


def test_models_with_another_answer_about_deadlocks_have_claims_of_their_own(
    root: Path,
) -> None:
    files = {
        "Door.tla": DOOR,
        "Door.cfg": config(),
        "Door_bug.cfg": config(False),
        "run.sh": "tlc -deadlock -config Door.cfg Door\ntlc -config Door_bug.cfg Door\n",
    }
    plan = plan_of(root, files, {"Door.cfg": Holds(), "Door_bug.cfg": violated()})
    assert shape(plan) == {"door": [], "door-bug": ["as-found"]}
    assert [one.deadlock for one in plan.claims] == [False, True]


@pytest.mark.parametrize("kind", ViolationKind)
def test_a_violation_of_every_kind_has_a_place(root: Path, kind: ViolationKind) -> None:
    files = {"Door.tla": DOOR, "Door.cfg": config(), "Door_bug.cfg": config(False)}
    plan = plan_of(root, files, {"Door.cfg": Holds(), "Door_bug.cfg": violated(kind=kind)})
    assert (shape(plan), plan.left_out) == ({"door": ["bug"]}, ())


def test_a_failure_is_left_out_with_tlc_s_reason(root: Path) -> None:
    files = {"Door.tla": DOOR, "Door.cfg": config(), "Door2.cfg": config()}
    failed = Failed(FailureReason.EVALUATION, "no value of x")
    plan = plan_of(root, files, {"Door.cfg": Holds(), "Door2.cfg": failed})
    [left] = plan.left_out
    assert (left.config.name, left.reason) == ("Door2.cfg", "evaluation: no value of x")


REGISTRY = """\
claims:
  - id: mine
    {more}green: {{module: Door.tla}}
    reds: [{{id: bug, config: Old.cfg, violates: OnlyOwner}}]
"""


def known(root: Path, more: str = "") -> RegistryTarget:
    """Return a registry with a claim about the door, whose red is called `bug`."""
    text = REGISTRY.format(more=more)
    write_tree(root, {"registry.yaml": text, "Old.cfg": config(False)})
    file = root / "registry.yaml"
    return RegistryTarget(file, load_registry(file), text)


FILES = {"Door.tla": DOOR, "Door.cfg": config(), "Door_bug.cfg": config(False)}


def test_a_further_red_goes_to_the_registry_s_green_by_a_free_name(root: Path) -> None:
    target = known(write_tree(root, FILES))
    plan = plan_of(root, FILES, {"Door_bug.cfg": violated()}, target)
    assert shape(plan) == {"mine": ["bug-2"]}
    assert (plan.claims[0].grows, plan.claims[0].file) == (True, target.file)


@pytest.mark.parametrize("more", ["twins: one-operator\n    ", "deadlock: allowed\n    "])
def test_a_claim_that_a_red_does_not_fit_is_left_as_it_is(root: Path, more: str) -> None:
    target = known(write_tree(root, FILES), more)
    plan = plan_of(root, FILES, {"Door_bug.cfg": violated()}, target)
    assert shape(plan) == {"door-bug": ["as-found"]}


def test_a_claim_of_random_traces_gets_no_red_of_a_whole_search(root: Path) -> None:
    target = known(write_tree(root, FILES), "mode: {simulate: {traces: 9}}\n    ")
    plan = plan_of(root, FILES, {"Door_bug.cfg": violated()}, target)
    assert shape(plan) == {"door-bug": ["as-found"]}


def test_an_id_that_the_registry_has_is_not_given_twice(root: Path) -> None:
    files = {
        "Mine.tla": HOUSE.replace("House", "Mine"),
        "Mine.cfg": config().replace("Locked", "Shut"),
    }
    target = known(write_tree(root, {**FILES, **files}))
    plan = plan_of(root, files, {"Mine.cfg": Holds()}, target)
    assert [one.id for one in plan.claims] == ["r-mine"]


def test_a_claim_of_a_file_outside_the_repository_gets_nothing(root: Path) -> None:
    outside = "claims: [{id: mine, green: {module: r/Door.tla}}]\n"
    groups = "groups: {doors: {title: Doors, claims: ../doors.yaml}}\n"
    write_tree(root, {**FILES, "../doors.yaml": outside, "registry.yaml": groups, ".git/HEAD": ""})
    file = root / "registry.yaml"
    target = RegistryTarget(file, load_registry(file, allow_outside=True), groups)
    plan = plan_of(root, FILES, {"Door_bug.cfg": violated()}, target)
    assert shape(plan) == {"door-bug": ["as-found"]}
