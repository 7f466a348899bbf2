"""What Makefiles and shell scripts say about models."""

from pathlib import Path

import pytest

from moltverify.adoption.named_files import NamedFiles
from moltverify.adoption.records import ExpectedEnd, ModelHint, PairedModel
from moltverify.adoption.script_hints import script_hints
from moltverify.adoption.script_text import MAX_LENGTH, expanded, script_lines
from moltverify.adoption.survey import survey_of
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


def test_a_value_that_doubles_with_each_line_stays_short(tmp_path: Path) -> None:
    values = {"a0": "x" * 100} | {f"a{n}": f"$a{n - 1}$a{n - 1}" for n in range(1, 60)}
    assert len(expanded("$a59", values)) <= MAX_LENGTH
    script = "".join(f"for v{n} in 1 2 3 4; do\n" for n in range(12)) + "tlc X\n"
    assert len(list(script_lines(tmp_path / "run.sh", script))) < 30_000


def model_of(root: Path, script: str) -> PairedModel | str:
    """Return the model of Open.cfg by a script, or the reason why it is skipped."""
    write_tree(root, {"Door.tla": DOOR, "Open.cfg": config(), "run.sh": script})
    survey = survey_of([root], root)
    skipped = [one.reason for one in survey.skipped if one.file.name == "Open.cfg"]
    return skipped[0] if skipped else survey.pairing.models[0]


@pytest.mark.parametrize(
    "script",
    [
        "tlc -config Open.cfg -simulate num=50 Door\n",
        "check() { tlc -config $2.cfg -simulate num=50 $1; }\ncheck Door Open PASS\n",
        "check() { tlc -config $2.cfg $3 $1; }\ncheck Door Open '-simulate num=50' PASS\n",
    ],
)
def test_a_config_that_a_script_only_simulates_is_searched_by_random_traces(
    tmp_path: Path, script: str
) -> None:
    model = model_of(tmp_path, script)
    assert isinstance(model, PairedModel)
    assert model.search is not None
    assert model.search.traces == 50


@pytest.mark.parametrize(
    "first", ["tlc -config Open.cfg -simulate Door", "tlc -config Open.cfg -dfid 9 Door"]
)
def test_a_config_that_another_line_checks_whole_is_searched_whole(
    tmp_path: Path, first: str
) -> None:
    model = model_of(tmp_path, f"{first}\ntlc -config Open.cfg Door\n")
    assert isinstance(model, PairedModel)
    assert model.search is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "tlc -dfid 9 -config Open.cfg Door",
            "run.sh:1 runs it with -dfid, to a depth only, which a registry cannot say",
        ),
        ("apalache-mc check --config=Open.cfg Door.tla", "run.sh:1 gives it to Apalache"),
        ("apalache-mc simulate --config Open.cfg Door.tla", "run.sh:1 gives it to Apalache"),
    ],
)
def test_a_config_that_its_owner_runs_otherwise_is_not_adopted(
    tmp_path: Path, line: str, reason: str
) -> None:
    assert model_of(tmp_path, f"{line}\n") == reason


def test_a_config_for_apalache_and_tlc_is_adopted(tmp_path: Path) -> None:
    script = "apalache-mc check --config=Open.cfg Door.tla\ntlc -config Open.cfg Door\n"
    assert isinstance(model_of(tmp_path, script), PairedModel)
