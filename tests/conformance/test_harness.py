"""The harness for Node: it loads a package's symbols for any adapter, and seals them in."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from moltverify.conformance.commands import HARNESS
from moltverify.conformance.protocol import AbsenceCause, PlantedBug
from moltverify.conformance.replay import NotReplayedError, Replay
from moltverify.releases.node_runtime import runtimes
from tests.conformance.harness_runs import HERE, NODE, NOON, answers, package

pytestmark = pytest.mark.skipif(not NODE, reason="needs Node")

# A release with a file per module.
DOOR = """\
import { armed } from "./alarm.js";
import { squeak } from "squeak";
export const openDoor = (by) => armed ? "no" : `${by} came in, ${squeak()}`;
export const lockDoor = () => "locked";
"""
ALARM = "export const armed = true;\n"
BELL = 'export const ring = () => "ding";\n'
# The same as a bundled release: chunks, whose names end in a hash and which export by aliases.
CHUNK = """\
import { n as limit } from "./limits-Ab12Cd34.mjs";
function openDoor(by) { return limit > 2 ? `${by} came in` : "no"; }
export { openDoor as t, limit as x };
"""
LIMITS = "const limit = 3;\nexport { limit as n };\n"
OPEN = ("open", {"door": "shut"}, {"by": "ann"})
RING: tuple[str, Any, Any] = ("ring", {}, {})


def house(folder: Path, **others: str) -> Path:
    return package(
        folder,
        {"house/door.js": DOOR, "house/alarm.js": ALARM, "house/bell.js": BELL, **others},
    )


def bundled(folder: Path, **chunks: str) -> Path:
    texts = {"door": CHUNK, "limits": LIMITS, **chunks}
    return package(folder, {f"{name}-Ab12Cd34.mjs": text for name, text in texts.items()})


def outcome(folder: Path, action: str) -> Any:
    answer = answers(folder, (action, {}, {})).answers[0]
    assert not answer.error
    assert not answer.absent
    return answer.outcome


def test_a_symbol_of_a_file_is_called_with_stubs_in_place_of_packages_and_files(
    tmp_path: Path,
) -> None:
    ran = answers(house(tmp_path), OPEN)
    assert ran.answers[0].outcome == {
        "opened": "ann came in, nothing is heard",
        "state": {"door": "shut"},
    }


def test_the_hello_names_the_files_of_the_package_that_were_loaded(tmp_path: Path) -> None:
    hello = answers(house(tmp_path)).hello
    assert hello.ready
    assert [file.name for file in hello.files] == ["house/bell.js", "house/door.js"]


def test_an_action_that_the_adapter_does_not_know_is_an_error(tmp_path: Path) -> None:
    ran = answers(house(tmp_path), ("burn", {}, {}))
    assert ran.answers[0].error == "the adapter knows no action burn"


def test_an_error_of_the_code_is_an_error_of_the_call_alone(tmp_path: Path) -> None:
    ran = answers(house(tmp_path), ("fail", {}, {}), RING)
    assert (ran.answers[0].error, ran.answers[1].outcome) == ("the hinge broke", {"heard": "ding"})


def test_an_adapter_says_what_a_release_lacks(tmp_path: Path) -> None:
    ran = answers(house(tmp_path), ("missing", {}, {}))
    assert ran.answers[0].absent == "there is no letter box"


def test_a_set_is_an_array_in_the_order_of_json_text(tmp_path: Path) -> None:
    assert outcome(house(tmp_path), "guests") == ["ann", "bob", "eve"]


def test_a_call_under_many_schedules_has_several_outcomes(tmp_path: Path) -> None:
    seen = answers(house(tmp_path), ("many", {}, {})).answers[0].outcomes
    assert [(one.outcome, one.runs, one.schedule) for one in seen] == [
        ("in", 2, ("a", "b")),
        ("out", 1, ()),
    ]


def test_the_clock_is_that_of_the_call(tmp_path: Path) -> None:
    assert outcome(house(tmp_path), "time") == [NOON + 7, NOON + 7]


def test_the_package_finds_an_empty_folder_and_no_argument_of_ours(tmp_path: Path) -> None:
    assert outcome(house(tmp_path), "where") == {"cwd": True, "home": True}
    assert outcome(house(tmp_path), "command line") == 2
    assert outcome(house(tmp_path), "environment") == ["HOME", "PATH"]


def test_the_adapter_is_told_what_the_registry_says(tmp_path: Path) -> None:
    assert outcome(house(tmp_path), "told") == {
        "constants": {"Guests": ["ann"]},
        "parameters": {"limit": 3},
        "settings": {"loud": True},
    }


@pytest.mark.parametrize("action", ["connect", "fetch"])
def test_the_code_reaches_no_network(tmp_path: Path, action: str) -> None:
    error = answers(house(tmp_path), (action, {}, {})).answers[0].error
    assert error.startswith("the harness allows no ")


def test_a_server_is_bound_where_the_adapter_says_and_nowhere_in_truth(tmp_path: Path) -> None:
    assert outcome(house(tmp_path), "bind") == {"here": "listening", "elsewhere": "EADDRNOTAVAIL"}


def test_a_package_that_prints_breaks_no_line(tmp_path: Path) -> None:
    ran = answers(house(tmp_path), ("print", {}, {}), RING)
    assert [ran.answers[n].outcome for n in (0, 1)] == ["printed", {"heard": "ding"}]


def test_a_mutant_is_planted_into_its_file(tmp_path: Path) -> None:
    bug = PlantedBug("house/bell.js", "ding", "dong")
    assert answers(house(tmp_path), RING, mutant=bug).answers[0].outcome == {"heard": "dong"}


def test_a_mutant_of_a_bundled_release_needs_no_hash(tmp_path: Path) -> None:
    # Two chunks have the name; the text stands in one of them.
    folder = bundled(tmp_path, limits=LIMITS)
    (folder / "dist" / "door-Zz98Yy76.mjs").write_text("const other = 1;\nexport { other as o };\n")
    chunk = folder / "dist" / "door-Ab12Cd34.mjs"
    chunk.write_text(f'import "./door-Zz98Yy76.mjs";\n{CHUNK}')
    bug = PlantedBug("door.mjs", "limit > 2", "limit > 9")
    assert outcome_of(answers(folder, OPEN)) == "ann came in"
    assert outcome_of(answers(folder, OPEN, mutant=bug)) == "no"


def test_a_mutant_whose_text_no_chunk_has_cannot_be_tried(tmp_path: Path) -> None:
    bug = PlantedBug("door.mjs", "limit > 77", "limit > 9")
    with pytest.raises(NotReplayedError, match="no file that was loaded has the text"):
        answers(bundled(tmp_path), OPEN, mutant=bug)


def outcome_of(ran: Replay) -> Any:
    return ran.answers[0].outcome["opened"]


def test_a_mutant_whose_text_is_not_there_once_cannot_be_tried(tmp_path: Path) -> None:
    bug = PlantedBug("house/bell.js", "dang", "dong")
    with pytest.raises(NotReplayedError, match=r"not once in house/bell\.js"):
        answers(house(tmp_path), RING, mutant=bug)


def test_without_a_package_there_is_nothing_to_load() -> None:
    with pytest.raises(NotReplayedError, match="the registry names no packages"):
        answers(None, RING)


def test_an_adapter_that_is_not_there_cannot_be_tried(tmp_path: Path) -> None:
    with pytest.raises(NotReplayedError, match=r"Cannot find module .*gate\.mjs"):
        answers(house(tmp_path), RING, adapter="gate.mjs")


def test_a_symbol_is_taken_from_its_chunk_by_its_alias(tmp_path: Path) -> None:
    ran = answers(bundled(tmp_path), OPEN, ("is bundled", {}, {}))
    assert ran.answers[0].outcome["opened"] == "ann came in"
    assert ran.answers[1].outcome is True
    assert [file.name for file in ran.hello.files] == ["door-Ab12Cd34.mjs", "limits-Ab12Cd34.mjs"]


def test_a_release_with_a_file_per_module_is_not_bundled(tmp_path: Path) -> None:
    assert outcome(house(tmp_path), "is bundled") is False


def test_a_call_that_needs_a_symbol_which_no_chunk_has_is_absent(tmp_path: Path) -> None:
    ran = answers(bundled(tmp_path), OPEN, RING)
    assert ran.answers[0].outcome
    assert ran.answers[1].absent == "no chunk defines ring"


HIDDEN = """\
function ring() { return "ding"; }
const other = 1;
export { other as ring };
"""


def test_a_symbol_that_its_chunk_keeps_to_itself_is_called_and_no_other(tmp_path: Path) -> None:
    ran = answers(bundled(tmp_path, bell=HIDDEN), RING)
    assert ran.answers[0].outcome == {"heard": "ding"}


def test_an_export_that_the_harness_adds_is_no_part_of_the_code_s_digest(tmp_path: Path) -> None:
    def digest(adapter: str) -> str:
        folder = bundled(
            tmp_path / adapter, bell=HIDDEN, door=f'import "./bell-Ab12Cd34.mjs";{CHUNK}'
        )
        files = answers(folder, adapter=adapter).hello.files
        return next(one.digest for one in files if one.name.startswith("bell"))

    # The second adapter asks for the door only.
    assert digest("door.mjs") == digest("knocker.mjs")


def test_a_symbol_of_a_chunk_that_has_no_value_yet_has_moved(tmp_path: Path) -> None:
    ran = answers(
        bundled(tmp_path, bell="let ring;\nexport const start = () => { ring = 1; };\n"), RING
    )
    assert ran.answers[0].absent == "chunk bell does not export ring"
    assert ran.answers[0].cause is AbsenceCause.MOVED


BELL_CHUNK = """\
import vendor, {{ send as s }} from "vendor/parts";
function ring() {{
  {used}
  return "ding";
}}
export {{ ring as t }};
"""
REFUSED = "it uses vendor/parts, which the harness does not have"


def test_a_package_that_is_not_there_matters_only_to_what_uses_it(tmp_path: Path) -> None:
    ran = answers(bundled(tmp_path, bell=BELL_CHUNK.format(used="")), RING)
    assert ran.answers[0].outcome == {"heard": "ding"}


@pytest.mark.parametrize("used", ["s();", "vendor.name;", "new vendor();", "'x' in s;"])
def test_a_call_that_uses_a_package_which_is_not_there_is_absent(tmp_path: Path, used: str) -> None:
    ran = answers(bundled(tmp_path, bell=BELL_CHUNK.format(used=used)), RING)
    assert ran.answers[0].absent == REFUSED


def test_a_use_of_a_missing_package_that_the_code_survives_is_absent_too(tmp_path: Path) -> None:
    ran = answers(bundled(tmp_path, bell=BELL_CHUNK.format(used="try { s(); } catch {}")), RING)
    assert ran.answers[0].absent == REFUSED


def test_a_chunk_that_needs_a_package_to_be_loaded_is_absent(tmp_path: Path) -> None:
    chunk = BELL_CHUNK.format(used="").replace("function", "const made = vendor();\nfunction")
    ran = answers(bundled(tmp_path, bell=chunk), RING)
    assert ran.answers[0].absent == f"chunk bell cannot be loaded: {REFUSED}"


def with_vendor(folder: Path, *installed: str) -> Path:
    """Put a package beside a release, as npm does: asked for by the release, or by others only."""
    vendor = folder / "set" / "node_modules" / "vendor"
    vendor.mkdir(parents=True)
    manifest = {"name": "vendor", "type": "module", "exports": {"./parts": "./parts.js"}}
    (vendor / "package.json").write_bytes(msgspec.json.encode(manifest))
    (vendor / "parts.js").write_text("export default 1;\n")
    asked = {"dependencies": dict.fromkeys(installed, "1.0.0")}
    (folder / "set" / "package.json").write_bytes(msgspec.json.encode(asked))
    (folder / "node_modules").symlink_to(folder / "set" / "node_modules")
    return folder


def test_a_package_that_is_there_for_another_one_is_not_the_release_s(tmp_path: Path) -> None:
    # It lacks a name that the release imports, as another version would.
    chunk = BELL_CHUNK.format(used="")
    assert answers(with_vendor(bundled(tmp_path / "a", bell=chunk)), RING).answers[0].outcome
    chunk = BELL_CHUNK.format(used="s();")
    assert (
        answers(with_vendor(bundled(tmp_path / "b", bell=chunk)), RING).answers[0].absent == REFUSED
    )
    asked = answers(with_vendor(bundled(tmp_path / "c", bell=chunk), "vendor"), RING)
    assert "does not provide an export named 'send'" in asked.answers[0].absent


def test_hooks_in_the_loader_s_thread_find_the_same_as_in_the_code_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunk = BELL_CHUNK.format(used="s();")
    folder = bundled(tmp_path, bell=chunk)
    found = []
    # Node before 22.15 cannot run hooks in the code's own thread.
    for one in runtimes("", os.environ["PATH"]):
        monkeypatch.setattr("tests.conformance.test_harness.NODE", str(one.program))
        ran = answers(folder, OPEN, RING)
        found.append((ran.hello, ran.answers))
    assert all(one == found[0] for one in found)
    assert found[0][1][1].absent == REFUSED


def test_a_package_that_code_requires_is_named_so_that_it_can_be_installed(tmp_path: Path) -> None:
    chunk = (
        'import { createRequire } from "node:module";\n'
        'const parts = createRequire(import.meta.url)("@house/parts/package.json");\n'
        "function ring() { return parts; }\nexport { ring as t };\n"
    )
    answer = answers(bundled(tmp_path, bell=chunk), RING).answers[0]
    assert "it uses @house/parts/package.json, which the harness does not have" in answer.absent
    assert answer.cause is AbsenceCause.UNLOADABLE


def test_two_names_of_the_product_make_no_other_code(tmp_path: Path) -> None:
    def files(name: str, comment: str) -> object:
        return answers(bundled(tmp_path / name, door=f"// {comment}\n{CHUNK}")).hello.files

    assert files("one", "Portcullis") == files("two", "drawbridge.io")
    assert files("three", "gate") != files("one", "portcullis")
    # A dot in a name is a dot.
    assert files("four", "drawbridge-io") != files("two", "drawbridge.io")


ALARM_CLOCK = """\
export const log = [];
export function set(delay) {
  const timer = setTimeout((word) => log.push(`${word} ${delay}`), delay, "after");
  if (delay === 13) clearTimeout(timer);
}
"""


def test_a_timer_runs_when_the_adapter_says_so_and_never_early(tmp_path: Path) -> None:
    folder = package(tmp_path, {"house/alarm.js": ALARM_CLOCK})
    call = ("wait", {"delays": [5, 13, 20, 21]}, {"after": 20})
    ran = answers(folder, call, call, adapter="alarm.mjs")
    # One that was cleared never runs, and the calls do not see each other's timers.
    expected = {"before": [], "rung": ["after 5", "after 20"]}
    assert [ran.answers[number].outcome for number in (0, 1)] == [expected, expected]


def test_no_name_of_a_product_stands_in_the_harness_or_the_package() -> None:
    registered = json.dumps((HERE.parents[1] / "specs" / "conformance.yaml").read_text())
    names = {"openclaw", "clawdbot", "moltbot"}
    assert "openclaw" in registered
    package_folder = HARNESS.parents[2]
    found = [
        file.relative_to(package_folder).as_posix()
        for file in package_folder.rglob("*")
        if file.suffix in {".py", ".mjs", ".json", ".yaml", ".yml", ".j2", ".tla"}
        and any(name in file.read_text(encoding="utf-8").lower() for name in names)
    ]
    assert found == []
