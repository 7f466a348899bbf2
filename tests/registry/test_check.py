"""What a look into modules, configs and phrases finds, without running TLC."""

from pathlib import Path

import pytest

from moltverify.errors import RegistryError
from moltverify.registry.check import require_sound
from moltverify.registry.load import load_registry
from tests.conftest import edit
from tests.registry.mistakes import REGISTRY, after, found

GREEN = "registry.yaml:11:12: door: "
RED = "registry.yaml:15:9: door:unlocked: "
CLAIM = "registry.yaml:5:5: door: "


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
            RED + "Door_Unlocked.cfg replaces 2 operators (MayOpen, Open) instead of exactly one",
        ),
        (
            "Door_Unlocked.cfg",
            'Visitors = {"owner", "thief"}',
            'Visitors = {"thief"}',
            RED + "Door_Unlocked.cfg differs from Door.cfg in more than the one override",
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
            RED + "Door_Unlocked.cfg does not check OnlyWithKey",
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
            RED + "Door_Unlocked.cfg: line 2, column 1: expected a keyword such as",
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
            "registry.yaml:13:9: door@let-in: Door.tla does not define OwnerInside",
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
            RED + "Door_Unlocked.cfg does not check OnlyWithKee; did you mean 'OnlyWithKey'?",
        ),
        (
            "registry.yaml",
            "      Enter:",
            "      Entr:",
            CLAIM + "phrases.Entr: no module defines Entr; did you mean 'Enter'?",
        ),
        (
            "registry.yaml",
            "{{ door }}",
            "{{ door }",
            CLAIM + "phrases.Init: not a jinja2 template: unexpected '}' (line 1)",
        ),
        (
            "registry.yaml",
            "{{ door }}",
            "{{ door | shout }}",
            CLAIM + "phrases.Init: not a jinja2 template: No filter named 'shout'. (line 1)",
        ),
        (
            "registry.yaml",
            "{{ door }}",
            "{% for x in door %}",
            CLAIM + "phrases.Init: not a jinja2 template: Unexpected end of template.",
        ),
        (
            "registry.yaml",
            "{{ door }}",
            "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
            CLAIM + "phrases.Init: not a jinja2 template: brackets are nested too deep",
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


def test_the_order_of_a_configs_lines_makes_no_difference(project: Path) -> None:
    (project / "specs" / "Door_Unlocked.cfg").write_text(
        "\\* A comment.\nINVARIANTS TypeOK OnlyWithKey\nCONSTANT MayOpen <- MayOpenAnybody\n"
        'CONSTANT Visitors = {"owner", "thief"}\nSPECIFICATION Spec\n'
    )
    assert found(project) == []


def test_a_red_with_several_temporal_properties_is_a_mistake(project: Path) -> None:
    for name in ("Door.cfg", "Door_Unlocked.cfg"):
        edit(project / "specs" / name, "INVARIANTS", "PROPERTIES Spec OnlyWithKey\nINVARIANTS")
    mistakes = after(project, "length: 3", "kind: property")
    assert mistakes == [
        RED + "Door_Unlocked.cfg has several properties that are not of the form [][A]_v "
        "(Spec, OnlyWithKey); TLC 2.15 does not say which of them broke"
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


def test_mistakes_of_all_models_are_found_at_once(project: Path) -> None:
    edit(project / "specs" / "Door.cfg", "TypeOK", "TypeKO")
    edit(project / "specs" / "Door_Unlocked.cfg", "SPECIFICATION Spec", "SPECIFICATION Sepc")
    assert {mistake.partition(" Door")[0] + " " for mistake in found(project)} == {
        GREEN,
        "registry.yaml:13:9: door@let-in: ",
        RED,
    }


def test_models_are_run_only_if_their_claims_are_sound(project: Path) -> None:
    registry = load_registry(project / REGISTRY)
    require_sound(registry.claims)
    edit(project / "specs" / "Door.cfg", "TypeOK", "TypeKO")
    with pytest.raises(RegistryError, match="did you mean 'TypeOK'"):
        require_sound(registry.claims)
