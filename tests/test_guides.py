"""The pages written by hand: nothing left out, and every sample is what the tool prints."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
import yaml

from moltverify.audit.results import FindingKind, MutantStatus
from moltverify.errors import ExitCode
from moltverify.registry.registry_entries import GroupFileEntry, RegistryEntry
from moltverify.report.files.watch_lines import WatchLine
from tests.conftest import Run

ROOT = Path(__file__).parents[1]
REGISTRY_PAGE = (ROOT / "docs" / "registry.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "read-a-counterexample.md").read_text(encoding="utf-8")
DECISIONS = sorted(file.name for file in (ROOT / "docs" / "decisions").glob("0*.md"))
EDITORS = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
CI_PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def keys_read() -> dict[str, set[str]]:
    """The keys that the types of a registry have, each with what editors show of it."""
    found: dict[str, set[str]] = {}
    _, entries = msgspec.json.schema_components(
        (RegistryEntry, GroupFileEntry), schema_hook=lambda _: {"type": "string"}
    )
    for entry in entries.values():
        for name, key in entry["properties"].items():
            found.setdefault(name, set()).add(key["description"])
    return found


def keys_told() -> dict[str, set[str]]:
    """The first two columns of each table whose heading is `key`: keys and their meanings."""
    told: dict[str, set[str]] = {}
    for table in re.split(r"\n\n", REGISTRY_PAGE):
        if table.startswith("| key"):
            for name, meaning in re.findall(r"^\| `(\w+)` \| (.*?) \|", table, flags=re.MULTILINE):
                told.setdefault(name, set()).add(meaning)
    return told


def test_the_page_about_the_registry_says_of_every_key_what_an_editor_shows() -> None:
    assert len(keys_read()) > 30
    assert keys_told() == keys_read()


def test_the_page_about_the_registry_shows_the_one_that_init_writes() -> None:
    example, *_ = re.findall(r"```yaml\n(.*?)```", REGISTRY_PAGE, flags=re.DOTALL)
    starter = ROOT / "moltverify" / "starter" / "specs" / "registry.yaml"
    assert example == starter.read_text(encoding="utf-8")


def samples() -> list[tuple[str, str]]:
    """The console samples of the guide: what was typed, and what came."""
    return re.findall(r"```console\n\$ moltverify ([^\n]+)\n(.*?)```", GUIDE, flags=re.DOTALL)


def timeless(text: str) -> str:
    """Leave out how long it took, and whether it was kept: both differ each time."""
    text = re.sub(r" +(\d+\.\d s|cached)$", "", text, flags=re.MULTILINE)
    return re.sub(
        r"(, all cached)? in \d+\.\d s$|(, all cached)? in$", "", text, flags=re.MULTILINE
    )


@pytest.mark.nightly  # tests/cli and tests/report show what is printed
@pytest.mark.tlc
@pytest.mark.parametrize(("typed", "shown"), samples(), ids=[typed for typed, _ in samples()])
def test_a_sample_is_what_the_tool_prints_on_80_columns(
    moltverify: Run, typed: str, shown: str
) -> None:
    what, model = typed.split()
    moltverify("run", model, cwd=ROOT)
    answer = moltverify(what, model, cwd=ROOT, env={"COLUMNS": "80"})
    printed, place = timeless(answer.stdout), 0
    for piece in timeless(shown).split("...\n"):
        place = printed.find(piece.strip("\n"), place)
        assert place >= 0, f"this is not printed, or not there:\n{piece}"
    assert "..." in shown or timeless(shown).strip() == printed.strip()


def test_the_guide_has_a_sample_of_each_way_to_end() -> None:
    assert len(samples()) == 3


def test_the_page_about_ci_names_every_exit_code() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", CI_PAGE, flags=re.MULTILINE)}
    assert told == set(ExitCode)


def test_the_page_about_ci_names_every_input_of_the_action_with_its_default() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    table = dict(re.findall(r"^\| `([\w-]+)` \| [^|]+ \| (.+) \|$", CI_PAGE, flags=re.MULTILINE))
    for name, one in action["inputs"].items():
        assert one["default"] == "" or table[name] == f"`{one['default']}`"
    assert set(action["inputs"]) <= set(table)


def test_the_page_about_ci_shows_hooks_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == set(
        re.findall(r"^ +- id: (\S+)$", CI_PAGE, re.MULTILINE)
    )


@pytest.mark.parametrize("page", ["architecture.md", *(f"decisions/{one}" for one in DECISIONS)])
def test_a_module_that_a_page_about_the_code_names_exists(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+\.py)`", text))
    assert not [
        file
        for file in named
        if not (ROOT / "moltverify" / file).exists() and not (ROOT / file).exists()
    ]


def test_the_decisions_are_numbered_without_a_gap_and_listed() -> None:
    assert [int(name[:4]) for name in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    for name in DECISIONS:
        text = (ROOT / "docs" / "decisions" / name).read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix(f"# {int(name[:4])}. ")
        assert f"| {int(name[:4])} | [{title}]({name}) |" in index


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_fits_on_a_page_and_has_all_its_parts(name: str) -> None:
    text = (ROOT / "docs" / "decisions" / name).read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
        "Measured",
    ]
    assert len(text.split()) < 500


def first_column(page: str, heading: str) -> set[str]:
    """Return the entries of the first column of a page's table, without code marks."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    [table] = [part for part in text.split("\n\n") if part.startswith(f"| {heading} |")]
    return {row.split(" | ")[0].removeprefix("| ").strip("`") for row in table.splitlines()[2:]}


def test_the_page_about_the_audit_explains_every_kind_of_finding_and_no_other() -> None:
    assert first_column("audit.md", "kind") == {kind.value for kind in FindingKind}


def test_the_page_about_mutants_explains_every_status_and_no_other() -> None:
    assert first_column("mutation.md", "status") == {status.value for status in MutantStatus}


def test_the_page_about_mutants_explains_every_operator_and_no_other() -> None:
    room = ROOT / "moltverify" / "mutation"
    files = (room / "operators.py", room / "caller_operators.py")
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    named = re.findall(r'"((?:change|delete|drop|keep|negate|off|skip|swap) [^"]+)"', text)
    assert first_column("mutation.md", "operator") == set(named)


def test_the_page_about_editors_names_every_event_of_a_watch() -> None:
    told = re.findall(r"^\| `(\w+)` \| \w", EDITORS, flags=re.MULTILINE)[1:]
    assert told == [kind.__struct_config__.tag for kind in get_args(WatchLine)]
