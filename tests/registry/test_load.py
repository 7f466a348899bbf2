"""Finding the registry, and loading it with every mistake at once."""

import gc
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moltverify
from moltverify.errors import RegistryError, UsageError
from moltverify.registry.check import check_registry
from moltverify.registry.load import load_registry, read_registry
from moltverify.registry.registry_search import (
    BUNDLED,
    NAME,
    bundled_candidates,
    find_registry,
    registry_path,
)
from moltverify.tla.dependencies import DependencyReader
from tests.conftest import PROJECT, edit
from tests.registry.mistakes import REGISTRY, after, found

ROOT = Path(__file__).parents[2]
GOOD = (PROJECT / REGISTRY).read_text(encoding="utf-8")


def test_the_small_project_has_no_mistakes(project: Path) -> None:
    assert found(project) == []


def test_the_registry_is_found_from_any_folder_below(project: Path) -> None:
    below = project / "src" / "deep"
    below.mkdir(parents=True)
    assert find_registry(None, below) == project / REGISTRY


def test_the_registry_is_found_from_inside_the_specs(project: Path) -> None:
    assert find_registry(None, project / "specs") == project / REGISTRY


def test_a_registry_at_the_top_of_a_repository_is_found_from_below(tmp_path: Path) -> None:
    below = tmp_path / "repository" / "tla"
    below.mkdir(parents=True)
    file = tmp_path / "repository" / NAME
    file.write_text("claims: []\n")
    with pytest.raises(UsageError):
        find_registry(None, below)  # without a repository, another project's may lie above
    (tmp_path / "repository" / ".git").mkdir()
    assert find_registry(None, below) == file
    (tmp_path / "repository" / "specs").mkdir()
    (file.parent / REGISTRY).write_text("claims: []\n")
    assert find_registry(None, below) == file.parent / REGISTRY


def test_a_registry_may_be_named_by_its_file_or_its_folder(project: Path) -> None:
    assert find_registry(project / REGISTRY, Path("/")) == project / REGISTRY
    assert find_registry(project / "specs", Path("/")) == project / REGISTRY


def test_bundled_is_the_suite_that_comes_with_the_package() -> None:
    assert registry_path(BUNDLED) == ROOT / REGISTRY


@pytest.mark.parametrize(
    "name", ["./bundled", "bundled/", "./bundled/registry.yaml", "Bundled", " bundled", ""]
)
def test_every_text_but_the_exact_name_bundled_is_a_path(name: str) -> None:
    assert registry_path(name) == Path(name)


def test_a_path_that_is_equal_to_the_name_bundled_is_a_path() -> None:
    assert registry_path(Path("bundled")) == Path("bundled")


def test_no_registry_is_an_error_that_says_where_it_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / NAME).write_text(GOOD)
    with pytest.raises(UsageError) as caught:
        find_registry(None, tmp_path)
    assert f"no specs/registry.yaml in {tmp_path} or in any folder above it" in str(caught.value)
    for way_out in ("moltverify init", "--registry FILE", "--registry bundled"):
        assert way_out in caught.value.hint


def test_an_installed_package_has_the_suite_inside_and_a_checkout_beside_it() -> None:
    inside, beside = bundled_candidates()
    assert inside == Path(moltverify.__file__).parent / "bundled" / NAME
    assert beside == ROOT / REGISTRY


@pytest.mark.parametrize("name", ["nowhere", "a" * 5000, "nowhere/" * 3])
def test_a_named_registry_that_is_not_there_is_never_replaced(project: Path, name: str) -> None:
    with pytest.raises(UsageError, match="there is no registry at"):
        find_registry(Path(name), project)


def test_all_mistakes_are_found_at_once_each_with_its_place(project: Path) -> None:
    for old, new in [
        ("defaults: {timeout: 60s}", "defaults: {timeout: soon, wokers: 2}"),
        ("title: Nobody is inside without the key", "title: []"),
        ("group: house", "group: hause"),
        ("distinct: 6", "distinct: many"),
        ("state: OwnerInside", "state: Owner Inside"),
        ("fault: The door is not locked.", "falt: The door is not locked."),
        ("length: 3", "length: -3\n        kind: inwariant"),
    ]:
        edit(project / REGISTRY, old, new)
    assert found(project) == [
        "registry.yaml:2:21: defaults.timeout: expected a duration such as 60s or 2m, found 'soon'",
        "registry.yaml:2:27: defaults.wokers: unknown key 'wokers'; did you mean 'workers'?",
        "registry.yaml:7:12: claims[0].title: expected a text, found a list",
        (
            "registry.yaml:11:41: claims[0].green.distinct: expected a whole number above zero,"
            " found 'many'"
        ),
        "registry.yaml:6:12: claims[0].group: expected house, found 'hause'; did you mean 'house'?",
        (
            "registry.yaml:13:55: claims[0].reaches[0].state: expected the name of an operator,"
            " found 'Owner Inside'"
        ),
        (
            "registry.yaml:20:15: claims[0].reds[0].kind: expected invariant or property or"
            " action property or constant invariant or deadlock or assumption or assertion or"
            " postcondition, found 'inwariant'; did you mean 'invariant'?"
        ),
        (
            "registry.yaml:19:17: claims[0].reds[0].length: expected a whole number above zero,"
            " found '-3'"
        ),
        "registry.yaml:16:9: claims[0].reds[0].falt: unknown key 'falt'; did you mean 'fault'?",
    ]


def test_the_error_counts_the_mistakes_and_lists_them(project: Path) -> None:
    edit(project / REGISTRY, "group: house", "group: hause\n    grupe: x")
    with pytest.raises(RegistryError) as caught:
        load_registry(project / REGISTRY)
    first, *others = caught.value.message.splitlines()
    assert first == "2 mistakes in the registry"
    assert len(others) == 2
    assert caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("groups: {house: The house}", "", "claims[0].group: expected"),
        ("groups: {house: The house}", "groups: [house]", "groups: expected keys and values"),
        ("groups: {house: The house}", "groups: {house: []}", "house: expected keys and values"),
        (
            "groups: {house: The house}",
            "groups: {house: }",
            "house: expected a text, found nothing",
        ),
        ("groups: {house: The house}", "groups: {../house: x}", "expected lower-case words"),
        ("groups: {house: The house}", 'groups: {"\\e[31m": x}', "expected lower-case words"),
        ("groups: {house: The house}", "groups: {house: {claims: x}}", "'title' is missing"),
        ("groups: {house: The house}", "groups: {house: {title: x, claims: y}}", "is no file"),
        (
            "claims:",
            "claim: []\nclaims:",
            "4:1: claim: unknown key 'claim'; did you mean 'claims'?",
        ),
    ],
)
def test_a_mistake_in_the_registrys_frame_is_named(
    project: Path, old: str, new: str, mistake: str
) -> None:
    mistakes = after(project, old, new)
    assert any(mistake in one for one in mistakes), mistakes


@pytest.mark.parametrize("text", ["[]", "a text", "5", "- claims"])
def test_a_registry_that_is_no_mapping_is_one_mistake(project: Path, text: str) -> None:
    (project / REGISTRY).write_text(text)
    [mistake] = found(project)
    assert "registry.yaml:1:1: expected keys and values, found " in mistake


def split(project: Path) -> Path:
    """Move the claims of the house into a file of their own."""
    head, _, claims = GOOD.partition("claims:\n")
    own = project / "specs" / "house.yaml"
    own.write_text(f"claims:\n{claims}")
    registry = head.replace("house: The house", "house: {title: The house, claims: house.yaml}")
    (project / REGISTRY).write_text(registry)
    return own


def test_a_groups_claims_may_be_in_a_file_of_their_own_without_its_name(project: Path) -> None:
    edit(split(project), "    group: house\n", "")
    [claim] = load_registry(project / REGISTRY).claims
    assert claim.group == "house"
    assert claim.source.file == project / "specs" / "house.yaml"


def test_mistakes_name_the_file_that_they_are_in(project: Path) -> None:
    edit(split(project), "group: house", "group: garden")
    assert found(project) == [
        "house.yaml:3:12: claims[0].group: expected house, found 'garden'",
    ]


def test_a_groups_file_that_is_no_file_is_a_mistake_where_it_is_named(project: Path) -> None:
    split(project).unlink()
    assert found(project) == [
        "registry.yaml:3:44: groups.house.claims: there is no file house.yaml"
    ]


def test_mistakes_in_the_registry_and_in_a_groups_file_are_found_at_once(project: Path) -> None:
    edit(split(project), "distinct: 6", "distinct: many")
    edit(project / REGISTRY, "timeout: 60s", "timeout: soon")
    assert [mistake.partition(": ")[0] for mistake in found(project)] == [
        "registry.yaml:2:21",
        "house.yaml:8:41",
    ]


def test_an_id_that_two_files_share_is_a_mistake_beside_others(project: Path) -> None:
    own = split(project)
    claims = own.read_text(encoding="utf-8").removeprefix("claims:\n")
    with (project / REGISTRY).open("a", encoding="utf-8") as registry:
        registry.write(f"claims:\n{claims.replace('length: 3', 'length: long')}")
    mistakes = found(project)
    assert len(mistakes) == 4
    assert "found 'long'" in mistakes[0]
    assert "house.yaml:8:12: the id 'door' is taken at registry.yaml:11:12" in mistakes


def test_where_the_groups_are_wrong_a_claims_group_is_not_called_wrong(project: Path) -> None:
    [mistake] = after(project, "groups: {house: The house}", "groups: [house]")
    assert "groups: expected keys and values, found a list" in mistake


def test_without_a_group_no_claim_can_name_one(project: Path) -> None:
    [mistake] = after(project, "groups: {house: The house}", "groups: {}")
    assert mistake.startswith("registry.yaml:6:12: claims[0].group: expected a registered name")
    assert mistake.endswith("(there is none), found 'house'")


def test_a_claim_without_a_group_is_in_the_last_one(project: Path) -> None:
    assert after(project, "    group: house\n", "") == []
    registry = load_registry(project / REGISTRY)
    assert [group.id for group in registry.groups] == ["house", "ungrouped"]
    assert registry.claims[0].group == "ungrouped"


def test_there_is_no_registry_if_there_is_a_mistake(project: Path) -> None:
    assert read_registry(project / REGISTRY)[0] is not None
    edit(project / REGISTRY, "length: 3", "length: long")
    assert read_registry(project / REGISTRY)[0] is None


@pytest.mark.parametrize("content", [GOOD, "claims: [", ""])
def test_after_reading_python_collects_garbage_as_before(project: Path, content: str) -> None:
    (project / REGISTRY).write_text(content, encoding="utf-8")
    assert gc.isenabled()
    read_registry(project / REGISTRY)
    assert gc.isenabled()
    gc.disable()
    try:
        read_registry(project / REGISTRY)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_read_has_no_cycle_that_only_a_collection_would_free(project: Path) -> None:
    read_registry(project / REGISTRY)  # makes the readers of the types, which stay
    files = DependencyReader()  # stays too, as that of whoever runs the models
    gc.collect()
    gc.disable()
    try:
        read_registry(project / REGISTRY, reader=files)
        assert gc.collect() == 0
    finally:
        gc.enable()


def calls_to_read(project: Path, claims: int) -> int:
    """Return how many functions are called to read a registry with a group for each claim."""
    head, _, claim = GOOD.partition("claims:\n")
    names = [f"house-{number}" for number in range(claims)]
    groups = ", ".join(f"{name}: The house" for name in names)
    text = head.replace("house: The house", groups) + "claims:\n"
    text += "".join(
        claim.replace("id: door", f"id: door-{name}").replace("group: house", f"group: {name}")
        for name in names
    )
    (project / REGISTRY).write_text(text, encoding="utf-8")
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        registry, _ = read_registry(project / REGISTRY)
    finally:
        sys.setprofile(None)
    assert registry is not None
    assert len(registry.claims) == claims
    return calls


def test_the_work_of_reading_grows_as_the_registry_does(project: Path) -> None:
    calls_to_read(project, 1)  # makes the readers of the types, which later readings use again
    few, many = (calls_to_read(project, claims) for claims in (25, 100))
    assert 3.5 < many / few < 4.1


def test_an_id_that_two_claims_share_is_a_mistake_that_names_the_first(project: Path) -> None:
    claims = GOOD.partition("claims:\n")[2]
    (project / REGISTRY).write_text(GOOD + claims)
    mistakes = found(project)
    assert "registry.yaml:30:12: the id 'door' is taken at registry.yaml:11:12" in mistakes
    assert len(mistakes) == 3


def test_an_id_that_two_reds_share_is_a_mistake(project: Path) -> None:
    red = GOOD[GOOD.index("      - id: unlocked") : GOOD.index("    phrases:")]
    [mistake] = after(project, "    phrases:", f"{red}    phrases:")
    assert "the id 'door:unlocked' is taken at registry.yaml:15:9" in mistake


# Pieces that mean something to YAML, to the registry, to paths or to templates.
YAML = [
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "---",
    "%",
    "~",
    "|",
    ">",
    "&a",
    "",
    "*a",
    "!!int",
    "",
    "?",
    "",
    "-",
    "",
    ":",
]
MEANING = ["title", "claims", "reds", "matrix", "..", "/", "2001-99-99", "9" * 20, "\t", "\u2028"]
TEMPLATES = ["{{ x }}", "{% if %}", "{{ (((", "{# x"]
PIECES = st.sampled_from(["\n", "\n  ", "\n- ", ": ", '"\\0"', *YAML, *MEANING, *TEMPLATES])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@settings(max_examples=400)
@given(
    pieces=st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), PIECES | TEXTS), max_size=4
    )
)
def test_no_damage_to_a_registry_raises_anything(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[int, int, str]]
) -> None:
    text = GOOD
    for at, length, new in pieces:
        text = text[:at] + new + text[at + length :]
    # Modules and configs are found beside it, so that what they are checked for is reached too.
    folder = tmp_path_factory.getbasetemp() / "damaged"
    if not folder.exists():
        folder.mkdir()
        for file in (PROJECT / "specs").iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
    (folder / NAME).write_bytes(text.encode())
    for mistake in check_registry(folder / NAME).mistakes:
        assert mistake.source.line >= 1
        assert mistake.source.column >= 1
        assert "\n" not in str(mistake)


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.binary().map(repr))
def test_no_text_as_a_registry_raises_anything(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / NAME
    file.write_bytes(text.encode())
    assert check_registry(file).mistakes
