"""What a look into modules, configs and phrases finds, without running TLC."""

from pathlib import Path

import pytest
from msgspec import Struct

from moltverify.errors import RegistryError
from moltverify.registry.check import check_registry, require_sound
from moltverify.registry.load import load_registry
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY, after, found

GREEN = "registry.yaml:11:13: door: "
RED = "registry.yaml:17:9: door:unlocked: "
VIOLATES = "registry.yaml:18:9: door:unlocked: "
INIT = "registry.yaml:21:7: door: "


@pytest.fixture
def project(project: Path) -> Path:
    """The small project, whose reds must differ from their greens in one operator."""
    edit(project / REGISTRY, "timeout: 60s", "timeout: 60s, twins: one-operator")
    return project


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        (
            "Door_Unlocked.cfg",
            "  MayOpen <- MayOpenAnybody\n",
            "",
            RED + "Door_Unlocked.cfg replaces 0 operators (none) instead of exactly one",
        ),
        (
            "Door_Unlocked.cfg",
            "MayOpenAnybody",
            "MayOpenAnybody\n  Open <- MayOpenAnybody",
            RED + "Door_Unlocked.cfg:4 replaces 2 operators (MayOpen, Open) instead of exactly one",
        ),
        (
            "Door_Unlocked.cfg",
            'Visitors = {"owner", "thief"}',
            'Visitors = {"thief"}',
            RED + "Door_Unlocked.cfg differs from Door.cfg in more than the one override: "
            'it says CONSTANTS Visitors = {"thief"} in line 3; it does not say',
        ),
        (
            "Door_Unlocked.cfg",
            "INVARIANTS TypeOK OnlyWithKey",
            "INVARIANTS OnlyWithKey",
            RED + "Door_Unlocked.cfg differs from Door.cfg in more than the one override",
        ),
        (
            "Door_Unlocked.cfg",
            "INVARIANTS TypeOK OnlyWithKey",
            "INVARIANTS TypeOK",
            VIOLATES + "Door_Unlocked.cfg does not check OnlyWithKey",
        ),
        (
            "Door_Unlocked.cfg",
            "<- MayOpenAnybody",
            "<- MayOpenAnybdy",
            RED + "Door_Unlocked.cfg:4 names MayOpenAnybdy, which no module defines;"
            " did you mean 'MayOpenAnybody'?",
        ),
        (
            "Door_Unlocked.cfg",
            "TypeOK OnlyWithKey",
            "TypeOK ; OnlyWithKey",
            RED + "Door_Unlocked.cfg:5: TLC ignores everything from here on",
        ),
        (
            "Door_Unlocked.cfg",
            "CONSTANTS",
            "CONSTNATS",
            RED + "Door_Unlocked.cfg:2:1: expected a keyword such as",
        ),
        (
            "Door.cfg",
            "SPECIFICATION Spec",
            "SPECIFICATION Sepc",
            GREEN + "Door.cfg:1 names Sepc, which no module defines; did you mean 'Spec'?",
        ),
        (
            "Door.cfg",
            "INVARIANTS TypeOK OnlyWithKey",
            "",
            GREEN + "Door.cfg names no property, so there is nothing to check",
        ),
        (
            "Door.tla",
            "OwnerInside ==",
            "Owner ==",
            "registry.yaml:13:48: door@let-in: Door.tla does not define OwnerInside",
        ),
        (
            "Door.tla",
            "---- MODULE Door ----",
            "---- MODULE Dor ----",
            GREEN + "Door.tla holds a module named Dor",
        ),
        (
            "Door.tla",
            "---- MODULE Door ----",
            "",
            GREEN + "Door.tla: no line of the form ---- MODULE Name ----",
        ),
        (
            "registry.yaml",
            "violates: OnlyWithKey",
            "violates: OnlyWithKee",
            VIOLATES + "Door_Unlocked.cfg does not check OnlyWithKee; did you mean 'OnlyWithKey'?",
        ),
        (
            "registry.yaml",
            "      Enter:",
            "      Entr:",
            "registry.yaml:23:7: door: phrases.Entr: no module defines Entr; did you mean 'Enter'?",
        ),
        (
            "registry.yaml",
            "{{ door }}",
            "{{ door }",
            INIT + "phrases.Init: not a jinja2 template: unexpected '}' (line 1)",
        ),
        (
            "registry.yaml",
            "{{ door }}",
            "{{ door | shout }}",
            INIT + "phrases.Init: not a jinja2 template: No filter named 'shout'. (line 1)",
        ),
        (
            "registry.yaml",
            "{{ door }}",
            "{% for x in door %}",
            INIT + "phrases.Init: not a jinja2 template: Unexpected end of template.",
        ),
        (
            "registry.yaml",
            "{{ door }}",
            "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
            INIT + "phrases.Init: not a jinja2 template: brackets are nested too deep",
        ),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_model(
    project: Path, file: str, old: str, new: str, mistake: str
) -> None:
    mistakes = after(project, old, new, f"specs/{file}")
    assert any(one.startswith(mistake) for one in mistakes), mistakes


def test_a_red_that_does_not_extend_its_green_is_a_mistake(project: Path) -> None:
    green = (project / "specs" / "Door.tla").read_text()
    fault = "MayOpenAnybody(v) == v \\in Visitors\n===="
    copy = green.replace("MODULE Door ", "MODULE Door_Unlocked ").replace("====", fault)
    (project / "specs" / "Door_Unlocked.tla").write_text(copy)
    assert found(project) == [RED + "Door_Unlocked.tla does not extend Door"]


def test_without_the_rule_a_red_may_differ_in_any_way(project: Path) -> None:
    edit(project / REGISTRY, ", twins: one-operator", "")
    edit(project / "specs/Door_Unlocked.cfg", '{"owner", "thief"}', '{"thief"}')
    edit(project / "specs/Door_Unlocked.cfg", "  MayOpen <- MayOpenAnybody\n", "")
    assert found(project) == []


def test_a_claim_has_the_rule_alone_too(project: Path) -> None:
    edit(project / REGISTRY, ", twins: one-operator", "")
    edit(project / REGISTRY, "id: door\n", "id: door\n    twins: one-operator\n")
    edit(project / "specs/Door_Unlocked.cfg", "  MayOpen <- MayOpenAnybody\n", "")
    assert "instead of exactly one" in found(project)[0]


def test_the_order_of_a_configs_lines_makes_no_difference(project: Path) -> None:
    (project / "specs" / "Door_Unlocked.cfg").write_text(
        "\\* A comment.\nINVARIANTS TypeOK OnlyWithKey\nCONSTANT MayOpen <- MayOpenAnybody\n"
        'CONSTANT Visitors = {"owner", "thief"}\nSPECIFICATION Spec\n'
    )
    assert found(project) == []


def test_a_red_with_several_temporal_properties_is_a_mistake(project: Path) -> None:
    more = 'Shuts == []<>(door = "shut")\nOpens == TRUE /\\ <>(door = "open")\n'
    edit(project / "specs/Door.tla", "OnlyWithKey ==", f"{more}OnlyWithKey ==")
    for name in ("Door.cfg", "Door_Unlocked.cfg"):
        edit(project / "specs" / name, "INVARIANTS", "PROPERTIES Shuts Opens Spec\nINVARIANTS")
    assert after(project, "violates: OnlyWithKey", "violates: Shuts") == [
        VIOLATES + "Door_Unlocked.cfg has several properties that are not of the form [][A]_v "
        "(Shuts, Opens); TLC 2.15 does not say which of them broke"
    ]


def test_properties_of_steps_stand_beside_a_temporal_one(project: Path) -> None:
    steady = "Steady == [][\n  inside' = inside /\\ <<>> = <<>> \\* not []\n  ]_<<door>>\n"
    more = f'{steady}ShutAgain == []<>(door = "shut")\n'
    edit(project / "specs/Door.tla", "OnlyWithKey ==", f"{more}OnlyWithKey ==")
    for name in ("Door.cfg", "Door_Unlocked.cfg"):
        edit(project / "specs" / name, "INVARIANTS", "PROPERTIES Steady ShutAgain\nINVARIANTS")
    edit(project / "specs/registry.yaml", "violates: OnlyWithKey", "violates: ShutAgain")
    edit(project / "specs/registry.yaml", "length: 3", "kind: property")
    assert found(project) == []


def test_mistakes_of_all_models_are_found_at_once_and_a_witness_repeats_none(project: Path) -> None:
    edit(project / "specs" / "Door.cfg", "TypeOK", "TypeKO")
    edit(project / "specs" / "Door_Unlocked.cfg", "SPECIFICATION Spec", "SPECIFICATION Sepc")
    assert {mistake.partition(" Door")[0] + " " for mistake in found(project)} == {
        GREEN,
        RED,
    }


def test_models_are_run_only_if_their_claims_are_sound(project: Path) -> None:
    registry = load_registry(project / REGISTRY)
    require_sound(registry.claims)
    edit(project / "specs" / "Door.cfg", "TypeOK", "TypeKO")
    with pytest.raises(RegistryError, match="did you mean 'TypeOK'"):
        require_sound(registry.claims)


def notes(project: Path) -> list[str]:
    """Return what the check notes, the project's folder left out."""
    found = check_registry(project / REGISTRY).notes
    return [note.message.replace(f"{project}/specs/", "") for note in found]


CONFIGS = ("Door.cfg", "Door_Unlocked.cfg")
# Lists in lists, deeper than the grammar's scanner can count.
DEEP = "Deep == " + "/\\ " * 400 + "TRUE\n"
INNER = "---- MODULE {0} ----\nYes{0} == TRUE\n====\nINSTANCE {0}\n"


def change(project: Path, body: str, config: str = "", **files: str) -> None:
    """Put units and config sections into the model, and write files beside it, by module name."""
    specs = project / "specs"
    edit(specs / "Door.tla", "Shut ==", f"{body}\nShut ==")
    for name in CONFIGS:
        edit(specs / name, "SPECIFICATION Spec", f"{config}\nSPECIFICATION Spec")
    for name, text in files.items():
        (specs / f"{name}.tla").write_text(text, encoding="utf-8")


class Accepted(Struct, frozen=True):
    """Units and config sections that TLC accepts, and files beside them by module name."""

    body: str
    config: str = ""
    files: dict[str, str] = {}


ACCEPTED_BY_TLC = {
    "lists too deep for the parser": Accepted(DEEP),
    "two definitions on one line": Accepted("Yes1 == TRUE  No1 == FALSE", "INVARIANT Yes1"),
    "infix and prefix operators": Accepted("a \\prec b == a = b\n-. a == a"),
    "a set of the language": Accepted("CONSTANT Kinds", "CONSTANT Kinds <- STRING"),
    "a standard set": Accepted("CONSTANT Numbers", "CONSTANT Numbers <- Nat"),
    "a constant as an invariant": Accepted("CONSTANT Yes2", "CONSTANT Yes2 = TRUE INVARIANT Yes2"),
    "a local definition": Accepted("LOCAL Local == TRUE"),
    "a module inside": Accepted(INNER.format("Inner"), "INVARIANT YesInner"),
    "a module inside that hides a file": Accepted(
        INNER.format("Hides"), "INVARIANT YesHides", {"Hides": "lost"}
    ),
    "a file that only a comment names": Accepted("\\* INSTANCE Lost", "", {"Lost": "lost"}),
    "a standard module that nothing uses": Accepted("", "", {"Bags": "lost"}),
    "text around a module": Accepted(
        "INSTANCE Other",
        "INVARIANT Yes3",
        {"Other": "prose ---- MODULE Other ----\nYes3 == TRUE\n====\n---- MODULE Lost ----"},
    ),
    "a proof": Accepted("THEOREM Yes4 == TRUE\n<1> DEFINE No4 == FALSE\n<1> QED OBVIOUS"),
    "broken PlusCal": Accepted("(* --algorithm X { skip ((( *)"),
}


@pytest.mark.parametrize("accepted", ACCEPTED_BY_TLC.values(), ids=ACCEPTED_BY_TLC.keys())
def test_nothing_that_tlc_accepts_is_a_mistake(project: Path, accepted: Accepted) -> None:
    change(project, accepted.body, accepted.config, **accepted.files)
    assert found(project) == []


@pytest.mark.tlc
def test_tlc_accepts_all_of_it(project: Path, moltverify: Run) -> None:
    for one in ACCEPTED_BY_TLC.values():
        change(project, one.body, one.config, **one.files)
    answer = moltverify("run", "--no-traces")
    assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
    assert "3 as expected" in answer.stdout


@pytest.mark.parametrize(
    ("body", "config", "mistake"),
    [
        ("THEOREM TRUE\n<1> DEFINE Proven == TRUE\n<1> QED", "INVARIANT Proven", "Proven"),
        ("A == LET Inside == TRUE IN Inside", "INVARIANT Inside", "Inside"),
        ("---- MODULE Inner ----\nNear == TRUE\n====", "INVARIANT Near", "Near"),
        ("\\* Said == TRUE", "INVARIANT Said", "Said"),
        ('A == "Quoted == TRUE"', "INVARIANT Quoted", "Quoted"),
        ("CONSTANT Kinds", "CONSTANT Kinds <- nat", "nat"),
    ],
)
def test_a_name_that_only_looks_defined_is_a_mistake(
    project: Path, body: str, config: str, mistake: str
) -> None:
    change(project, body, config)
    assert any(f"names {mistake}, which no module defines" in one for one in found(project))


def test_names_are_no_mistakes_where_a_module_cannot_be_parsed(project: Path) -> None:
    change(project, DEEP, "INVARIANT Typo")
    edit(project / REGISTRY, "state: OwnerInside", "state: OwnerIn")
    edit(project / REGISTRY, "      Enter:", "      Entr:")
    assert found(project) == []


def test_properties_that_cannot_be_seen_are_not_counted_as_temporal_ones(project: Path) -> None:
    change(project, DEEP, "PROPERTIES First Second")
    edit(project / REGISTRY, "violates: OnlyWithKey", "violates: First")
    edit(project / REGISTRY, "length: 3", "kind: property")
    assert found(project) == []


def test_names_are_no_mistakes_where_a_module_is_in_no_folder(project: Path) -> None:
    change(project, "INSTANCE Nowhere", "INVARIANT FromIt")
    assert [one.partition("Door.tla")[2][:39] for one in found(project)] == [
        ":25:10: there is no module Nowhere; put"
    ]


def test_names_of_a_library_are_known(project: Path) -> None:
    library = project / "library"
    library.mkdir()
    (project / ".git").mkdir()  # a folder beside the specs is one of the repository
    (library / "Far.tla").write_text("---- MODULE Far ----\nFromFar == TRUE\n====\n")
    change(project, "INSTANCE Far", "INVARIANT FromFar")
    edit(project / REGISTRY, "timeout: 60s", "timeout: 60s, library: [../library]")
    assert found(project) == []


def test_what_the_parser_cannot_read_is_noted_once(project: Path) -> None:
    change(project, DEEP)
    line = (project / "specs/Door.tla").read_text().split("\n").index(DEEP.strip()) + 1
    assert notes(project) == [f"tree-sitter cannot parse Door.tla:{line}; TLC's own parser decides"]


def test_a_file_that_shadows_a_standard_module_is_noted(project: Path) -> None:
    assert notes(project) == []
    # FiniteSets, which the model extends, uses Sequences.
    change(project, "", Sequences="---- MODULE Sequences ----\n====\n")
    what = "Sequences.tla shadows TLC's standard module Sequences"
    assert notes(project) == [f"{what}: TLC reads this file instead of its own"]
    assert found(project) == []


def test_a_shadow_that_nothing_refers_to_is_not_noted(project: Path) -> None:
    edit(project / "specs/Door.tla", "EXTENDS FiniteSets, Naturals\n", "")
    change(project, "", Sequences="---- MODULE Sequences ----\n====\n")
    assert notes(project) == []


def test_a_replacement_that_reaches_some_modules_only_is_noted_once(project: Path) -> None:
    core = "---- MODULE Core ----\nCONSTANT N\nHard == N\nAlso == Hard\n====\n"
    body = "INSTANCE Core WITH N <- 1\nUsed == Hard\nOn == 2"
    change(project, body, "CONSTANT Hard <- On", Core=core)
    assert found(project) == []
    what = "replaces Hard in Door only; Core keeps its own unless the config says"
    assert [one.partition(" ")[2] for one in notes(project)] == [
        f"{what} Hard <- [Core]On" for _ in CONFIGS
    ]


def test_a_sentence_about_a_property_that_no_config_checks_is_a_mistake(project: Path) -> None:
    edit(project / REGISTRY, "    phrases:", "    properties: {OnlyWithKee: No.}\n    phrases:")
    wrong = "no config of the claim checks OnlyWithKee; did you mean 'OnlyWithKey'?"
    place = "registry.yaml:20:18: door"
    assert found(project) == [f"{place}: properties.OnlyWithKee: {wrong}"]
