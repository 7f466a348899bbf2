"""A plan as the text of a registry: what is read of it again is what was planned."""

from pathlib import Path

import pytest

from moltverify.adoption.plan import ClaimPlan, GreenPlan, RedPlan, WitnessPlan
from moltverify.adoption.registry_text import RegistryText, mode_text
from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.running.job import RandomSearch
from moltverify.running.toolchain import Jar
from moltverify.tlc.outcome import ViolationKind
from tests.adoption.trees import DOOR, config, write_tree
from tests.running.library_jars import digest

FILES = {"a/Door.tla": DOOR, "a/Door.cfg": config(), "b/red.cfg": config(), "b/w.cfg": config()}
TRACES = RandomSearch(option="-simulate", traces=20, depth=9, seconds=None)


def written(root: Path, claim: ClaimPlan, jar: Jar | None = None) -> Registry:
    """Return the registry that a text about one claim is."""
    text = RegistryText(root).whole("Doors: of a house", "60s", [claim], jar)
    file = root / "registry.yaml"
    file.write_text(text, encoding="utf-8")
    return load_registry(file)


def claim_of(root: Path, **more: object) -> ClaimPlan:
    """Return a claim with a green, a red and a witness, or what replaces them."""
    door = root / "a/Door.tla"
    parts: dict[str, object] = {
        "green": GreenPlan(module=door, config=root / "a/Door.cfg", distinct=6),
        "reds": (
            RedPlan(
                id="red",
                module=door,
                config=root / "b/red.cfg",
                property="OnlyOwner",
                kind=ViolationKind.INVARIANT,
                length=3,
                about="Locked FALSE\ninstead of TRUE",
            ),
        ),
        "witnesses": (WitnessPlan(id="w", config=root / "b/w.cfg", never="NobodyInside"),),
    }
    return ClaimPlan(id="door", **{**parts, **more})  # type: ignore[arg-type]


def test_what_is_read_again_is_what_was_planned(tmp_path: Path) -> None:
    root = write_tree(tmp_path, FILES)
    registry = written(root, claim_of(root, deadlock=False, reductions=("SYMMETRY",)))
    assert registry.title == "Doors: of a house"
    green, witness, red = registry.models
    assert (green.id, green.expectation, green.job.options.deadlock) == ("door", MustHold(6), False)
    assert green.job.config.resolve() == root / "a/Door.cfg"
    assert (witness.id, witness.expectation) == (
        "door@w",
        MustReach("~NobodyInside", "NobodyInside"),
    )
    assert red.job.config.resolve() == root / "b/red.cfg"
    assert red.expectation == MustViolate("OnlyOwner", ViolationKind.INVARIANT, 3)
    assert registry.claims[0].reductions == {"SYMMETRY": "as found, not argued"}


def test_names_that_yaml_would_read_as_something_else_stay_names(tmp_path: Path) -> None:
    root = write_tree(tmp_path, FILES)
    kind = ViolationKind.CONSTANT_INVARIANT
    red = RedPlan(
        id="no", module=root / "a/Door.tla", config=root / "b/red.cfg", property="False", kind=kind
    )
    text = "".join(f"{line}\n" for line in RegistryText(root).red_lines(red))
    assert '- id: "no"\n' in text
    assert 'violates: "False"\n' in text
    registry = written(root, claim_of(root, reds=(red,)))
    assert registry.models[-1].id == "door:no"
    assert registry.models[-1].expectation == MustViolate("False", kind)


@pytest.mark.parametrize("kind", ViolationKind)
def test_every_kind_of_violation_has_a_word_that_is_read_again(
    tmp_path: Path, kind: ViolationKind
) -> None:
    root = write_tree(tmp_path, FILES)
    red = RedPlan(
        id="r", module=root / "a/Door.tla", config=root / "b/red.cfg", property="P", kind=kind
    )
    expectation = written(root, claim_of(root, reds=(red,))).models[-1].expectation
    assert isinstance(expectation, MustViolate)
    assert expectation.kind is kind


def test_a_green_that_did_not_end_is_for_the_night_with_a_long_limit(tmp_path: Path) -> None:
    root = write_tree(tmp_path, FILES)
    late = GreenPlan(module=root / "a/Door.tla", config=root / "a/Door.cfg", cut_short=True)
    green, red = written(root, claim_of(root, green=late, witnesses=())).models
    assert (green.tier, green.job.options.timeout) == ("nightly", 1800.0)
    assert (green.expectation, red.tier) == (MustHold(), "commit")


@pytest.mark.parametrize(
    "search",
    [
        TRACES,
        RandomSearch(option="-generate", traces=None, depth=100, seconds=60),
        RandomSearch(option="-simulate", traces=5, depth=1, seconds=7, seed=9),
    ],
)
def test_random_traces_are_read_again_as_the_same_search(
    tmp_path: Path, search: RandomSearch
) -> None:
    root = write_tree(tmp_path, FILES)
    door = root / "a/Door.tla"
    green = GreenPlan(module=door, config=root / "a/Door.cfg", search=search)
    plan = claim_of(root)
    models = written(root, claim_of(root, green=green)).models
    # A witness is searched for as its green is, and a red without a mode in all states.
    assert [one.job.options.random_search for one in models] == [search, search, None]
    assert mode_text(search).startswith("{" + search.option[1:])
    assert plan.reds[0].search is None


def test_a_jar_is_named_by_its_path_and_its_digest(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {**FILES, "tools/tla2tools.jar": "a jar"})
    jar = root / "tools/tla2tools.jar"
    named = written(root, claim_of(root), Jar(jar, digest(jar))).tla2tools
    assert named is not None
    assert (named.path, named.sha256) == (jar, digest(jar))


def test_a_registry_without_claims_can_be_read(tmp_path: Path) -> None:
    text = RegistryText(tmp_path).whole("None", "5s", [])
    (tmp_path / "registry.yaml").write_text(text)
    assert load_registry(tmp_path / "registry.yaml").claims == ()
