"""Choosing models by what a user types."""

from pathlib import Path

import pytest

from moltverify.errors import UsageError
from moltverify.registry.expectation import MustHold
from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim, Group, Model, Registry, Role, YamlPlace
from moltverify.registry.select import select
from moltverify.running.job import TlcJob
from tests.conftest import PROJECT

SOURCE = YamlPlace(Path("registry.yaml"), 1, 1)


def model(name: str, role: Role) -> Model:
    return Model(
        id=name,
        claim=name.partition(":")[0].partition("@")[0],
        role=role,
        sentence="",
        job=TlcJob(module=Path("M.tla"), config=Path("M.cfg")),
        expectation=MustHold(),
        source=SOURCE,
    )


def claim(name: str, group: str) -> Claim:
    return Claim(
        id=name,
        group=group,
        title="",
        statement="",
        assumptions=(),
        bounds=(),
        implementation=(),
        actors=(),
        phrases={},
        matrix=None,
        green=model(name, Role.GREEN),
        witnesses=(model(f"{name}@seen", Role.WITNESS),),
        reds=(model(f"{name}:first", Role.RED), model(f"{name}:second", Role.RED)),
        source=SOURCE,
    )


REGISTRY = Registry(
    Path("registry.yaml"),
    "",
    (Group("pairing", ""), Group("routing", "")),
    (claim("pairing", "pairing"), claim("pairing-cap", "pairing"), claim("routing-x", "routing")),
)


def chosen(*selectors: str, roles: set[Role] | None = None) -> list[str]:
    return [one.id for one in select(REGISTRY, selectors, roles or set(Role))]


PAIRING = ["pairing", "pairing@seen", "pairing:first", "pairing:second"]
CAP = ["pairing-cap", "pairing-cap@seen", "pairing-cap:first", "pairing-cap:second"]
ROUTING = ["routing-x", "routing-x@seen", "routing-x:first", "routing-x:second"]


@pytest.mark.parametrize(
    ("selector", "models"),
    [
        ("pairing-cap", CAP),
        ("pairing", PAIRING + CAP),
        ("pairing:", PAIRING),
        ("routing", ROUTING),
        ("pairing:second", ["pairing:second"]),
        ("pairing@seen", ["pairing@seen"]),
        ("pairing-cap-negative", ["pairing-cap:first"]),
        ("pairing-negative", ["pairing:first"]),
        ("pairing-*", CAP),
        ("*:first", ["pairing:first", "pairing-cap:first", "routing-x:first"]),
        ("r?uting-[x-z]", ROUTING),
    ],
)
def test_a_selector_chooses(selector: str, models: list[str]) -> None:
    assert chosen(selector) == models


def test_no_selector_chooses_all() -> None:
    assert chosen() == PAIRING + CAP + ROUTING


def test_models_come_in_the_registrys_order_and_once_each() -> None:
    assert chosen("routing-x", "pairing:first", "*-x", "pairing:") == PAIRING + ROUTING


def test_roles_narrow_the_choice() -> None:
    assert chosen("pairing:", roles={Role.RED}) == ["pairing:first", "pairing:second"]
    assert chosen("pairing:", roles={Role.GREEN, Role.WITNESS}) == ["pairing", "pairing@seen"]
    assert chosen("pairing@seen", roles={Role.RED}) == []


@pytest.mark.parametrize(
    ("selector", "nearest"),
    [
        ("pairing-cab", "pairing-cap"),
        ("pairing-cap:frist", "pairing-cap:first"),
        ("rooting", "routing"),
        ("pairing-cap-negativ", "pairing-cap"),
    ],
)
def test_an_unknown_selector_suggests_the_nearest_name(selector: str, nearest: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen("pairing", selector)
    assert caught.value.message == f"nothing is called '{selector}'; did you mean '{nearest}'?"


@pytest.mark.parametrize("selector", ["", "zzz", "zzz-*", "zzz-negative", "[", "pairing::", ":"])
def test_a_selector_that_chooses_nothing_is_an_error(selector: str) -> None:
    with pytest.raises(UsageError, match="nothing is called"):
        chosen(selector)


def test_a_group_comes_before_a_claim_of_its_name() -> None:
    assert chosen("pairing") == PAIRING + CAP


def test_the_small_projects_claim_is_chosen_by_its_group() -> None:
    registry = load_registry(PROJECT / "specs" / "registry.yaml")
    assert select(registry, ["house"]) == registry.models
