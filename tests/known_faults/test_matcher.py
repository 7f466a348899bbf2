"""What a run matches: by its release, its options, and the modules of its closure."""

from pathlib import Path

import pytest

from moltverify.known_faults.matcher import KNOWN_FAULTS
from moltverify.known_faults.records import FaultKind, Trigger
from moltverify.known_faults.wording import fault_label, fault_lines, fault_sentence
from moltverify.tla.module_parser import KEPT_FILES, parse_module_text
from tests.known_faults.faulty_models import UNKNOWN, fault_job, labels, matched

COUNTER = "VARIABLE x\nInit == x = 0\nNext == x' = 1 - x\n"
UPDATED = "[[i \\in 1..4 |-> x] EXCEPT ![2] = 7]"
# In the first line after the counter.
LINE = 6


@pytest.mark.parametrize(
    "use",
    [
        f"Append({UPDATED}, 5)[2]",
        f"Tail({UPDATED})[1]",
        f"SubSeq({UPDATED}, 2, 2)[1]",
        f"({UPDATED} \\o <<5>>)[2]",
        f"({UPDATED} \\circ <<5>>)[2]",
        "Head([[i \\in 1..2 |-> <<x>>] EXCEPT ![1] = <<7>>])[1]",
        f"LET f == {UPDATED} IN Append(f, 5)[2]",
        f"LET f == {UPDATED} IN f[1] = 0 /\\ Append(f, 5) = <<0, 7, 0, 0, 5>>",
        f"LET f == {UPDATED} IN f[1] = 0 /\\ <<0, 7, 0, 0>> = f",
    ],
)
def test_a_sequence_of_an_updated_constructor_is_named_with_its_line(
    tmp_path: Path, use: str
) -> None:
    assert labels(fault_job(tmp_path, COUNTER + f"Inv == {use}")) == {f"1145:{LINE}"}


@pytest.mark.parametrize(
    "use",
    [
        f"{UPDATED}[2]",
        f"Append({UPDATED}, 5)",
        "Append([i \\in 1..4 |-> x], 5)[2]",
        'Append([[i \\in {"a", "b"} |-> x] EXCEPT !["a"] = 7], 5)[1]',
        "Append(<<x>>, [a |-> 1])[2]",
    ],
)
def test_without_sequence_or_application_or_except_no_fault_is_named(
    tmp_path: Path, use: str
) -> None:
    assert labels(fault_job(tmp_path, COUNTER + f"Inv == {use}")) == set()


def test_the_update_is_found_through_operators_of_another_module(tmp_path: Path) -> None:
    other = "Second(s) == SubSeq(s, 2, 2)\na ++ b == a \\o b\n"
    use = f"L == INSTANCE Lists\nInv == L!Second({UPDATED})[1] = 7\n"
    assert labels(fault_job(tmp_path, COUNTER + use, others={"Lists": other})) == {
        f"1145:{LINE + 1}"
    }
    use = f"F(s) == (s ++ <<1>>)[1]\nInv == F({UPDATED}) = 7\n"
    job = fault_job(tmp_path / "extended", COUNTER + "Two == 2\n" + use, others={"Lists": other})
    job.module.write_text(job.module.read_text().replace("TLC\n", "TLC, Lists\n"))
    assert labels(job) == {f"1145:{LINE + 2}"}


def test_a_property_with_several_workers_is_a_fault_of_the_default_jar(tmp_path: Path) -> None:
    config = "INIT Init\nNEXT Next\nPROPERTY P\n"
    body = COUNTER + "P == []<>(x = 0)\n"
    job = fault_job(tmp_path, body, config, workers=2)
    found = {one.fault.issue: one for one in matched(job)}
    assert fault_label(found["tlaplus#971"]) == "tlaplus#971 (workers: 2)"
    assert "tlaplus#971" not in {
        one.fault.issue for one in matched(fault_job(tmp_path, body, config))
    }


def test_a_jar_that_is_not_known_may_have_every_fault(tmp_path: Path) -> None:
    job = fault_job(tmp_path, COUNTER + f"Inv == Append({UPDATED}, 5)[2]")
    (match,) = matched(job, jar=UNKNOWN)
    assert match.release is None
    assert "this jar is not known" in fault_sentence(match)


def test_a_match_says_issue_kind_place_and_the_release_that_mends_it(tmp_path: Path) -> None:
    (match,) = matched(fault_job(tmp_path, COUNTER + f"Inv == Append({UPDATED}, 5)[2]"))
    assert match.kind is FaultKind.FALSE_GREEN
    assert fault_label(match) == f"tlaplus#1145 (M.tla:{LINE})"
    assert (match.place.line, match.place.column) == (LINE, 15)
    sentence = fault_sentence(match)
    for part in (
        "false green",
        "tlaplus#1145",
        "TLC 2.15",
        "builds of TLC since 2025-02",
    ):
        assert part in sentence


def test_every_fault_has_a_trigger_or_the_reason_why_not() -> None:
    assert all(bool(one.no_trigger) == (one.trigger is None) for one in KNOWN_FAULTS)
    assert {one.trigger for one in KNOWN_FAULTS} - {None} == set(Trigger)


def test_every_fault_is_in_the_list_once() -> None:
    issues = [issue for one in KNOWN_FAULTS for issue in (one.issue, *one.also)]
    assert len(set(issues)) == len(issues)
    assert len(list(fault_lines())) == len(KNOWN_FAULTS)
    assert any("not looked for" in line for line in fault_lines())


def test_a_module_that_the_parser_cannot_read_may_have_what_its_words_say(tmp_path: Path) -> None:
    body = COUNTER + "Inv == x = = 1\nUp == [x EXCEPT ![1] = 2]\n"
    assert labels(fault_job(tmp_path, body)) == {f"1145:{LINE}", f"1302:{LINE}"}
    assert labels(fault_job(tmp_path / "plain", COUNTER + "Inv == x = = 1\n")) == set()


def test_a_module_that_is_parsed_again_is_matched_again(tmp_path: Path) -> None:
    formula = "Spec == Init /\\ [][Next]_x /\\ <>(x = 1)\n"
    config = "SPECIFICATION Spec\n"
    first = labels(fault_job(tmp_path, COUNTER + formula, config))
    # So many that the parser forgets the model's module, whose next tree has other nodes.
    for number in range(KEPT_FILES + 1):
        parse_module_text(f"---- MODULE M ----\nN == {number}\n====\n")
    assert labels(fault_job(tmp_path, COUNTER + formula, config)) == first
    assert first
