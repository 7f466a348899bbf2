"""What a watch does with changes of files, on the real TLC."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from moltverify.report.files.json_schema import watch_schema
from moltverify.running.toolchain import Toolchain
from tests.cli.processes import PATIENCE, PROGRAM, is_running, run_program, wait_until
from tests.conftest import edit
from tests.suite.test_loop import ENDLESS
from tests.watching.watch_process import Watch, change, save, watch

pytestmark = pytest.mark.tlc

ALL = ["door", "door:unlocked", "door@let-in"]
FINE = dict.fromkeys(ALL, "as expected")


def test_a_save_is_answered_by_the_models_that_it_touches_and_no_others(
    recorded: Path, environment: dict[str, str]
) -> None:
    specs = recorded / "specs"
    with watch(cwd=recorded, env=environment) as program:
        # The verdicts of the recorded run are kept, so the first round runs nothing.
        assert program.round() == (ALL, FINE)
        assert "started" not in [event["event"] for event in program.seen]
        change(specs / "Door_Unlocked.tla", "for everybody", "for anybody")
        assert program.round() == (["door:unlocked"], {"door:unlocked": "as expected"})
        change(specs / "Door.tla", "A door, an owner", "The door, an owner")
        assert program.round() == (ALL, FINE)
        change(specs / "Door.cfg", "SPECIFICATION Spec\n", "SPECIFICATION Spec \n")
        assert program.round()[0] == ["door", "door@let-in"]
        # The same bytes again touch nothing, nor does a file that no model needs.
        save(specs / "Door.tla", (specs / "Door.tla").read_text())
        save(specs / "Other.tla", "---- MODULE Other ----\n====\n")
        change(specs / "registry.yaml", "distinct: 6", "distinct: 7")
        assert program.round() == (["door"], {"door": "unexpected"})
        ran = [event["model"] for event in program.seen if event["event"] == "started"]
    engines = {one["result"].get("engine") for one in program.seen if one["event"] == "verdict"}
    assert sorted(ran) == sorted(["door:unlocked", *ALL, "door", "door@let-in", "door"])
    assert "warm" in engines
    assert program.program.returncode == 128 + signal.SIGTERM
    schema = Draft202012Validator(json.loads(watch_schema()))
    for event in program.seen:
        schema.validate(event)


def test_an_error_in_a_module_has_its_place_and_is_gone_when_it_is_mended(
    recorded: Path, environment: dict[str, str]
) -> None:
    module = recorded / "specs" / "Door.tla"
    with watch("door", cwd=recorded, env=environment) as program:
        program.round()
        change(module, 'HasKey(v) == v = "owner"', 'HasKey(v) == = "owner"')
        found = program.next("verdict")["diagnostic"]
        assert (found["file"], found["line"], found["column"]) == (str(module), 9, 16)
        assert found["severity"] == "error"
        assert "at line 9, column 16" in found["message"]
        assert program.next("checked")["verdict"] == "broken"
        change(module, 'HasKey(v) == = "owner"', 'HasKey(v) == v = "owner"')
        # The verdicts are kept, so mending costs nothing.
        assert program.round() == (ALL, FINE)


def test_mistakes_in_the_registry_are_told_and_the_watch_goes_on(
    recorded: Path, environment: dict[str, str]
) -> None:
    registry = recorded / "specs" / "registry.yaml"
    with watch(cwd=recorded, env=environment) as program:
        program.round()
        change(registry, "distinct: 6", "distinkt: 6")
        refused = program.next("refused")
        [diagnostic] = refused["diagnostics"]
        assert diagnostic["file"] == str(registry)
        assert diagnostic["line"] == registry.read_text().split("distinkt")[0].count("\n") + 1
        assert "did you mean 'distinct'?" in diagnostic["message"]
        change(registry, "distinkt: 6", "distinct: 6")
        assert program.round() == ([], {})  # the tally after the refusal
        assert program.round() == (ALL, FINE)
        (recorded / "specs" / "Door.tla").rename(recorded / "Door.tla")
        assert "Door.tla" in program.next("refused")["message"]
        program.next("checked")
        (recorded / "Door.tla").rename(recorded / "specs" / "Door.tla")
        assert program.round() == (ALL, FINE)


def test_a_watch_begins_with_a_registry_that_has_mistakes(
    recorded: Path, environment: dict[str, str]
) -> None:
    registry = recorded / "specs" / "registry.yaml"
    edit(registry, "distinct: 6", "distinkt: 6")
    with watch(cwd=recorded, env=environment) as program:
        program.next("refused")
        program.next("checked")
        change(registry, "distinkt: 6", "distinct: 6")
        assert program.round() == (ALL, FINE)


def begin_endless(project: Path, program: Watch) -> None:
    """Let a red run without an end, and wait until it does."""
    program.round()
    change(project / "specs" / "Door_Unlocked.tla", "====", f"{ENDLESS}\n====")
    assert program.next("started")["model"] == "door:unlocked"


def test_a_save_ends_the_run_that_is_out_of_date(
    recorded: Path, environment: dict[str, str]
) -> None:
    with watch(cwd=recorded, env=environment) as program:
        begin_endless(recorded, program)
        change(recorded / "specs" / "Door_Unlocked.tla", f"{ENDLESS}\n====", "====")
        program.next("cancelled")
        assert program.round() == (["door:unlocked"], {"door:unlocked": "as expected"})
        begin = [event["round"] for event in program.seen if event["event"] == "cancelled"]
        verdicts = [event["round"] for event in program.seen if event["event"] == "verdict"]
        assert set(begin).isdisjoint(verdicts)
        # The next one that a save ends finds a worker in reserve again.
        wait_until(lambda: found if len(found := program.workers()) == 2 else [])


def test_what_a_save_of_another_module_interrupts_is_checked_afterwards(
    recorded: Path, environment: dict[str, str]
) -> None:
    specs = recorded / "specs"
    with watch(cwd=recorded, env=environment) as program:
        begin_endless(recorded, program)
        change(specs / "Door.cfg", "SPECIFICATION Spec\n", "SPECIFICATION Spec \n")
        program.next("cancelled")
        assert program.round()[0] == ["door", "door@let-in"]
        rest = program.next("checking")
        assert (rest["models"], rest["cause"]) == (["door:unlocked"], "rest")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_a_watch(
    number: signal.Signals, recorded: Path, environment: dict[str, str]
) -> None:
    with watch(cwd=recorded, env=environment) as program:
        begin_endless(recorded, program)
        # The one that runs the model, and those in reserve.
        workers = wait_until(program.workers)
        program.program.send_signal(number)
        code = program.program.wait(PATIENCE)
        wait_until(lambda: [] if any(map(is_running, workers)) else [1])
    assert code == (130 if number == signal.SIGINT else -signal.SIGKILL)


def test_a_watch_whose_reader_has_ended_ends_at_its_next_event(
    recorded: Path, environment: dict[str, str]
) -> None:
    with subprocess.Popen(
        [*PROGRAM, "watch", "--json"], cwd=recorded, env=environment, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout
        while b'"checked"' not in program.stdout.readline():
            pass
        program.stdout.close()
        change(recorded / "specs" / "Door_Unlocked.tla", "for everybody", "for anybody")
        assert program.wait(PATIENCE) == 0


def test_a_selector_that_chooses_nothing_is_an_error_of_the_command_line(
    recorded: Path, environment: dict[str, str]
) -> None:
    answer = run_program("watch", "window", cwd=recorded, env=environment)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("error: nothing is called 'window'")


def test_without_the_package_that_sees_changes_the_error_names_it(
    recorded: Path, environment: dict[str, str]
) -> None:
    code = (
        "import sys; sys.modules['watchfiles'] = None; sys.argv = ['moltverify', 'watch']\n"
        "from moltverify.cli import main\nmain()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=recorded,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert answer.returncode == 2
    assert (
        "watchfiles, which is not installed\nhint: pip install 'moltverify[watch]'" in answer.stderr
    )


def test_files_of_a_library_and_new_and_removed_folders_count(
    recorded: Path, environment: dict[str, str]
) -> None:
    specs, library = recorded / "specs", recorded / "specs" / "library"
    library.mkdir()
    (library / "Keys.tla").write_text("---- MODULE Keys ----\nKeys == 1\n====\n")
    edit(specs / "registry.yaml", "timeout: 60s", "timeout: 60s, library: [library]")
    edit(specs / "Door_Unlocked.tla", "EXTENDS Door", "EXTENDS Door, Keys")
    with watch(cwd=recorded, env=environment) as program:
        assert program.round() == (ALL, FINE)
        change(library / "Keys.tla", "== 1", "== 2")
        assert program.round() == (["door:unlocked"], {"door:unlocked": "as expected"})
        library.rename(recorded / "aside")
        assert "library" in program.next("refused")["message"]
        program.next("checked")
        (recorded / "aside").rename(library)
        assert program.round() == (ALL, FINE)
        change(library / "Keys.tla", "== 2", "== 3")
        assert program.round() == (["door:unlocked"], {"door:unlocked": "as expected"})


def test_files_that_are_saved_together_are_judged_together(
    recorded: Path, environment: dict[str, str]
) -> None:
    specs = recorded / "specs"
    with watch(cwd=recorded, env=environment) as program:
        program.round()
        # Each of the two changes alone makes the registry and the module differ.
        change(specs / "registry.yaml", "state: OwnerInside", "state: HolderInside")
        change(specs / "Door.tla", "OwnerInside ==", "HolderInside ==")
        last = program.next("checked")
        while last["verdict"] != "as expected":
            last = program.next("checked")
    assert last["counts"] == {"as expected": 3}


def test_another_jar_in_the_registry_is_used_from_then_on(
    recorded: Path, environment: dict[str, str], toolchain: Toolchain
) -> None:
    specs = recorded / "specs"
    shutil.copyfile(toolchain.jar.path, specs / "tla2tools.jar")
    pin = f"{{path: tla2tools.jar, sha256: {toolchain.jar.digest}}}"
    title = "title: A door with a lock"
    with watch(cwd=recorded, env=environment) as program:
        program.round()
        change(specs / "registry.yaml", title, f"{title}, tla2tools: {{path: no.jar, sha256: x}}")
        program.next("refused")
        program.next("checked")
        change(specs / "registry.yaml", "{path: no.jar, sha256: x}", pin)
        assert program.round() == (ALL, FINE)
        (specs / "tla2tools.jar").write_bytes(b"")
        change(specs / "registry.yaml", "distinct: 6", "distinct: 5")
        assert "tla2tools.jar" in program.next("refused")["message"]
