"""What Makefiles and shell scripts say about models."""

from pathlib import Path

import pytest

from moltverify.adoption.named_files import NamedFiles
from moltverify.adoption.records import ExpectedEnd, ModelHint
from moltverify.adoption.script_hints import script_hints, tlc_line
from moltverify.adoption.script_text import MAX_LENGTH, expanded, script_lines
from moltverify.tlc.outcome import ViolationKind
from tests.adoption.trees import DOOR, config, write_tree


def hints(root: Path, script: str, name: str = "run.sh") -> dict[str, ModelHint]:
    """Return what a script says about the models of a small repository, by config."""
    files = {
        "Door.tla": DOOR,
        "DoorBug.tla": DOOR,
        "cfg/Door.cfg": config(),
        "cfg/Open.cfg": config(),
    }
    write_tree(root, {**files, name: script})
    names = NamedFiles(sorted(root.rglob("*.tla")), sorted(root.rglob("*.cfg")))
    found: dict[str, ModelHint] = {}
    for hint in script_hints([root / name], names):
        if hint.config:
            found.setdefault(hint.config.name, hint)
    return found


@pytest.mark.parametrize(
    "line",
    [
        "java -cp tla2tools.jar tlc2.TLC -workers 4 -config cfg/Open.cfg -deadlock DoorBug.tla",
        "java -Xmx4g -jar /opt/tla2tools.jar -deadlock -config cfg/Open.cfg DoorBug | tee log",
        "tlc -deadlock -config cfg/Open.cfg DoorBug >out.txt 2>&1",
        "if ! tlc DoorBug.tla -deadlock -dump dot,colorize g.dot -config cfg/Open.cfg; then x; fi",
        'TLC="java -jar tla2tools.jar"\n$TLC -deadlock \\\n  -config "cfg/Open.cfg" DoorBug',
        "check: ; cd cfg && java tlc2.TLC -deadlock -config Open.cfg ../DoorBug.tla",
    ],
)
def test_a_line_that_starts_tlc_pairs_its_config_with_its_module(tmp_path: Path, line: str) -> None:
    hint = hints(tmp_path, line)["Open.cfg"]
    assert hint.module == tmp_path / "DoorBug.tla"
    assert hint.deadlock is False


def test_variables_and_rules_of_a_makefile_are_written_out(tmp_path: Path) -> None:
    makefile = (
        "JAR ?= lib/tla2tools.jar\nTLC = java -cp $(JAR) tlc2.TLC\n"
        "door-negative: DoorBug.tla\n\t@$(TLC) -config cfg/Open.cfg $<\n"
        "door:\n\t$(TLC) -config cfg/Door.cfg Door\n"
    )
    found = hints(tmp_path, makefile, "Makefile")
    assert found["Open.cfg"].module == tmp_path / "DoorBug.tla"
    assert found["Open.cfg"].expected is ExpectedEnd.BREAKS
    assert found["Open.cfg"].source == "Makefile:4"
    assert found["Door.cfg"].expected is None


def test_a_loop_is_read_once_for_each_of_its_words(tmp_path: Path) -> None:
    found = hints(
        tmp_path, "for c in cfg/*.cfg; do\n  java -jar tla2tools.jar -config $c Door.tla\ndone\n"
    )
    assert {name: hint.module for name, hint in found.items()} == dict.fromkeys(
        ["Door.cfg", "Open.cfg"], tmp_path / "Door.tla"
    )


@pytest.mark.parametrize(
    "row", ['check "Door" "Open" VIOLATED OnlyOwner', "Door|Open.cfg|RED|OnlyOwner"]
)
def test_a_table_says_what_is_expected_and_has_the_options_of_its_script(
    tmp_path: Path, row: str
) -> None:
    script = f'check() {{ java -jar tla2tools.jar -deadlock -config "$2.cfg" "$1"; }}\n{row}\n'
    hint = hints(tmp_path, script)["Open.cfg"]
    assert (hint.expected, hint.property) == (ExpectedEnd.BREAKS, "OnlyOwner")
    assert (hint.deadlock, hint.module) == (False, tmp_path / "Door.tla")


@pytest.mark.parametrize("word", ["PASS", "GREEN", "a holds"])
def test_a_table_says_that_a_model_holds(tmp_path: Path, word: str) -> None:
    script = f"run() {{ tlc -config $1 Door; }}\nrun Open.cfg {word}\n"
    assert hints(tmp_path, script)["Open.cfg"].expected is ExpectedEnd.HOLDS


def test_an_exit_code_in_a_test_says_which_kind_breaks(tmp_path: Path) -> None:
    line = "tlc -config cfg/Open.cfg Door; test $? -eq 11\n"
    assert hints(tmp_path, line)["Open.cfg"].kind is ViolationKind.DEADLOCK


@pytest.mark.parametrize(
    "script",
    [
        "rm -f Open.cfg Door.tla\n",  # nothing starts TLC
        "java pcal.trans Door.tla\njava tla2sany.SANY Open.cfg\n",
        "# tlc -config cfg/Open.cfg Door\n",
        "run() { tlc -config $1 Door; }\nrm Open.cfg\n",
    ],
)
def test_a_script_that_says_nothing_gives_no_hint(tmp_path: Path, script: str) -> None:
    assert "Open.cfg" not in hints(tmp_path, script)


def test_libraries_are_those_of_java_s_property(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    script = "java -DTLA-Library=lib:/nowhere tlc2.TLC -config cfg/Open.cfg Door\n"
    assert hints(tmp_path, script)["Open.cfg"].libraries == (tmp_path / "lib",)


def test_a_simulation_is_told_apart() -> None:
    told = tlc_line("tlc -simulate num=100 -depth 50 -config A.cfg B")
    assert (told.simulates, told.config, told.module) == (True, "A.cfg", "B")


def test_a_value_that_doubles_with_each_line_stays_short(tmp_path: Path) -> None:
    values = {"a0": "x" * 100} | {f"a{n}": f"$a{n - 1}$a{n - 1}" for n in range(1, 60)}
    assert len(expanded("$a59", values)) <= MAX_LENGTH
    script = "".join(f"for v{n} in 1 2 3 4; do\n" for n in range(12)) + "tlc X\n"
    assert len(list(script_lines(tmp_path / "run.sh", script))) < 30_000
