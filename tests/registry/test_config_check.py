"""What a config says in vain is found as TLC treats it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

import moltverify as mv
from moltverify.registry.config_check import check_deadlock, check_names, partial_settings
from moltverify.registry.expectation import MustReach
from moltverify.registry.module_check import missing_modules
from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.tla.config import read_config
from moltverify.tlc.outcome import Holds, Violated
from tests.conftest import edit
from tests.registry.config_layouts import BARE, CORE, LAYOUTS, ROOT, USES, Layout
from tests.registry.mistakes import REGISTRY, after, found


def faults(model: Model) -> list[str]:
    """Return what is wrong with the names in a model's config."""
    files = SpecFiles()
    return list(check_names(model, files.config(model.job.config), files))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_what_tlc_ignores_is_a_fault_and_what_works_is_none(layout: Layout, tmp_path: Path) -> None:
    model = layout.model(tmp_path)
    answer = faults(model)
    assert len(answer) == (1 if layout.fault else 0), answer
    assert all(one.startswith(f"{model.job.config}:4 ") for one in answer)
    assert layout.fault in "".join(answer)


@pytest.mark.tlc
@pytest.mark.parametrize(
    "name", ["an instance", "an instance by its module", "an instance without parameters"]
)
def test_tlc_ignores_and_obeys_as_the_check_says(name: str, tmp_path: Path) -> None:
    agree(LAYOUTS[name], tmp_path)


# In campaigns only: fifty runs of TLC, of which three kinds are above.
@pytest.mark.tlc
@pytest.mark.campaign
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_tlc_treats_every_layout_as_the_check_says(layout: Layout, tmp_path: Path) -> None:
    agree(layout, tmp_path)


def agree(layout: Layout, folder: Path) -> None:
    """Run TLC, and require that it finds the invariant broken just where the setting works."""
    job = layout.model(folder).job
    reading = mv.run_tlc(job.module, job.config, deadlock=False)
    assert isinstance(reading.outcome, Violated) == (not layout.fault), reading.outcome


@pytest.mark.tlc
@pytest.mark.parametrize("end", ["\f", "\v"])
def test_tlc_reads_no_further_than_the_check_says(project: Path, end: str) -> None:
    """Form feeds separate nothing: TLC drops the invariant behind one, and says nothing."""
    config = project / "specs" / "Door.cfg"
    edit(config, "INVARIANTS TypeOK OnlyWithKey", f"INVARIANTS TypeOK{end}OnlyWithKey")
    [mistake] = found(project)
    assert "Door.cfg:4: TLC ignores everything from here on" in mistake
    edit(project / "specs" / "Door.tla", "MayOpen(v) == HasKey(v)", "MayOpen(v) == TRUE")
    assert mv.run_tlc(project / "specs" / "Door.tla", config, deadlock=False).outcome == Holds()


@pytest.mark.tlc
def test_a_carriage_return_ends_a_comment_for_tlc_and_for_the_check(project: Path) -> None:
    config = project / "specs" / "Door.cfg"
    config.write_bytes(config.read_bytes() + b"\\* a note\rCONSTRAINT Few\n")
    edit(project / "specs" / "Door.tla", "====\n", "Few == inside = {}\n====\n")
    assert any("Door.cfg:6: CONSTRAINT Few" in one for one in found(project))
    reading = mv.run_tlc(project / "specs" / "Door.tla", config, deadlock=False)
    assert (reading.outcome, reading.statistics.distinct) == (Holds(), 4)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Limit = 2\n  Limit = 3", 5),
        ("Limit <- Two\n  Limit <- Three", 5),
        ("Limit = 2\n  Limit <- Three", 5),
        ("Limit <- [M]Two\n  Limit = [M]3", 5),
        ("Limit = 2\n  F(1) = 3\n  F(2) = 4\n  Limit = [N]3", None),
    ],
)
def test_a_second_value_is_a_fault_and_another_argument_or_module_is_none(
    tmp_path: Path, text: str, line: int | None
) -> None:
    body = f"{ROOT}Limit == 3\nTwo == 2\nThree == 3\nF(n) == n\nInv == x <= Limit + F(1)\n"
    model = Layout({"M": body}, text).model(tmp_path)
    said = [one for one in faults(model) if "a second value" in one]
    wanted = f"{model.job.config}:{line} gives Limit a second value, and TLC takes the last one"
    assert said == ([f"{wanted}; leave one of them out"] if line else [])


@pytest.mark.parametrize("keyword", ["TYPE", "TYPE_CONSTRAINT"])
def test_a_type_is_a_fault_because_tlc_does_not_check_it(tmp_path: Path, keyword: str) -> None:
    model = Layout({"M": f"{ROOT}Small == x < 1\n"}, "").model(tmp_path)
    model.job.config.write_text(f"INIT Init\nNEXT Next\n{keyword} Small\n")
    [answer] = faults(model)
    assert answer.startswith(f"{model.job.config}:3 names Small as a type, which TLC reads and")


@pytest.mark.parametrize(
    ("declared", "fault"), [("Inv == FALSE\n", True), ("CONSTANT Inv\n", False)]
)
def test_a_property_that_is_checked_and_replaced_is_a_fault(
    tmp_path: Path, declared: str, fault: bool
) -> None:
    model = Layout({"M": f"{ROOT}{declared}Easy == TRUE\n"}, "Inv <- Easy").model(tmp_path)
    said = f"{model.job.config}:4 replaces Inv, which line 3 checks; check Easy by its own name"
    assert faults(model) == ([said] if fault else [])


def test_a_name_that_stands_nowhere_is_a_fault_even_where_the_parser_fails(tmp_path: Path) -> None:
    lists = "Deep == " + "/\\ " * 400 + "TRUE\n"
    root = f"{ROOT}Limit == 3\nInv == x <= Limit\n{lists}"
    answer = faults(Layout({"M": root}, "Limti = 2").model(tmp_path))
    assert len(answer) == 1
    assert "sets Limti, which no module declares" in answer[0]
    # The parser has lost these, but they stand in the text, or in the jar.
    assert faults(Layout({"M": root}, "Limit = 2").model(tmp_path)) == []
    assert faults(Layout({"M": root}, "Nat = {1}").model(tmp_path)) == []


def test_names_are_left_to_tlc_where_a_module_is_missing(tmp_path: Path) -> None:
    assert faults(Layout({"M": f"{ROOT}INSTANCE Gone\n{USES}"}, "Odd = 2").model(tmp_path)) == []


def test_a_setting_that_the_config_names_itself_has_an_effect(tmp_path: Path) -> None:
    model = Layout({"M": f"{ROOT}INSTANCE Core", "Core": f"{BARE}\nInv == x = 0"}, "Inv <- On")
    [answer] = faults(model.model(tmp_path))
    assert "replaces Inv, which line 3 checks" in answer


def test_a_replacement_that_reaches_some_modules_only_is_noted(tmp_path: Path) -> None:
    files = SpecFiles()
    both = {"M": f"{ROOT}INSTANCE Core\nSafe == Hard", "Core": CORE.replace("Init", "Begin")}
    model = Layout(both, "Hard <- On").model(tmp_path)
    config = files.config(model.job.config)
    assert faults(model) == []
    note = "replaces Hard in M only; Core keeps its own unless the config says Hard <- [Core]On"
    assert list(partial_settings(model, config, files)) == [
        f"{model.job.config}:4 {note}",
    ]


@pytest.mark.parametrize("name", ["a constant", "an instance without parameters", "sequences"])
def test_a_replacement_that_reaches_all_is_not_noted(name: str, tmp_path: Path) -> None:
    files = SpecFiles()
    model = LAYOUTS[name].model(tmp_path)
    assert list(partial_settings(model, files.config(model.job.config), files)) == []


@pytest.mark.parametrize(
    ("said", "checked", "fault"),
    [
        ("FALSE", True, "says CHECK_DEADLOCK FALSE, but the registry says `deadlock: checked`"),
        ("TRUE", False, "says CHECK_DEADLOCK TRUE, but the registry says `deadlock: allowed`"),
        ("Maybe", True, "says CHECK_DEADLOCK Maybe; TLC accepts TRUE or FALSE"),
        ("FALSE", False, ""),
        ("TRUE", True, ""),
    ],
)
def test_config_and_registry_agree_about_deadlocks(
    said: str, checked: bool, fault: str, tmp_path: Path
) -> None:
    model = LAYOUTS["a constant"].model(tmp_path)
    options = TlcOptions(deadlock=checked)
    model = replace(model, job=replace(model.job, options=options))
    config = read_config(f"INIT Init\nCHECK_DEADLOCK {said}")
    answer = list(check_deadlock(model, config))
    assert len(answer) == (1 if fault else 0)
    assert all(one.startswith(f"{model.job.config}:2 {fault}") for one in answer)
    # A witness is a state of the green's search, and does not repeat its mistakes.
    assert list(check_deadlock(replace(model, expectation=MustReach("Seen")), config)) == []


FOREIGN = Path(__file__).parents[1] / "audit/foreign"


@pytest.mark.parametrize("config", sorted(FOREIGN.glob("*.cfg")), ids=lambda file: file.stem)
def test_nothing_is_wrong_with_the_configs_of_models_by_others(
    config: Path, tmp_path: Path
) -> None:
    model = LAYOUTS["a constant"].model(tmp_path)
    job = TlcJob(module=config.with_suffix(".tla"), config=config, libraries=(FOREIGN / "shared",))
    model = replace(model, job=job)
    files = SpecFiles()
    assert faults(model) == []
    assert list(partial_settings(model, files.config(config), files)) == []
    assert list(missing_modules([model], files, ())) == []


def test_a_constant_misspelt_in_a_reds_config_only_is_a_mistake(project: Path) -> None:
    edit(project / "specs/Door_Unlocked.cfg", "  Visitors", "  Vistors = 1\n  Visitors")
    assert "Door_Unlocked.cfg:3 sets Vistors, which no module declares; did you mean" in "".join(
        found(project)
    )


def test_a_module_before_a_value_is_read(project: Path) -> None:
    new = "Visitors = [Door]"
    mistakes = after(project, "Visitors = ", new, "specs/Door.cfg")
    assert any("sets Visitors in Door; TLC replaces definitions there" in one for one in mistakes)
    assert (project / REGISTRY).exists()
