"""Receipts: their content, the cases without one, and the differences between two."""

import hashlib
import json
import shutil
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from moltverify.errors import ExitCode, UsageError
from moltverify.receipt.compare import receipt_differences
from moltverify.receipt.make import make_receipt, receipt_json
from moltverify.receipt.records import Receipt, read_receipt
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.other_answers import Agreement, OtherAnswer
from moltverify.suite.possible_faults import PossibleFault
from moltverify.suite.results import OtherJar, SuiteResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from moltverify.tlc.trace import Trace
from tests.conftest import edit
from tests.report import sample

MODELS = ("door", "door@inside", "door:tailgate", "lamp:flicker")


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample.SPECS, tmp_path / "specs"))


def receipt_of(suite: SuiteResult, registry: Registry) -> Receipt:
    return make_receipt(
        suite, registry, read_spec_texts(registry, {one.id for one in suite.models})
    )


def recorded() -> Receipt:
    return receipt_of(sample.part(*MODELS), sample.registry())


def now(specs: Path) -> Receipt:
    return receipt_of(sample.part(*MODELS), load_registry(specs / "registry.yaml"))


def changed_items(new: Receipt) -> list[str]:
    return [one.item for one in receipt_differences(recorded(), new)]


def up_to_date() -> SuiteResult:
    """Return the recorded run with the keys that this version of the program computes."""
    suite = sample.part(*MODELS)
    digests = InputDigests()
    models = {model.id: model for model in sample.registry().models}
    keyed = (replace(one, inputs=digests.of(models[one.id])) for one in suite.models)
    return replace(suite, models=tuple(keyed))


def test_every_spec_file_is_listed_with_its_digest() -> None:
    listed = {file.path: file.sha256 for file in recorded().files}
    assert set(listed) == {
        *("Door.tla", "Door.cfg", "Door_Tailgate.tla", "Door_Tailgate.cfg"),
        *("Lamp.tla", "Lamp_Flicker.tla", "Lamp_Flicker.cfg"),
    }
    for name, digest in listed.items():
        assert digest == hashlib.sha256((sample.SPECS / name).read_bytes()).hexdigest()


def test_a_red_model_lists_the_module_that_it_extends() -> None:
    red = next(model for model in recorded().models if model.id == "door:tailgate")
    assert red.files == ("Door.tla", "Door_Tailgate.cfg", "Door_Tailgate.tla")
    assert red.outcome == "violated: invariant OnlyWithKey"
    assert red.counts.distinct is not None


def test_the_command_line_names_no_folder_of_this_machine() -> None:
    for model in recorded().models:
        text = " ".join(model.arguments)
        assert " -cp tla2tools.jar tlc2.TLC " in text
        assert str(sample.SPECS.resolve()) not in text
        assert "-metadir PRIVATE/meta" in text
        assert "-Djava.io.tmpdir=PRIVATE/tmp" in text


def test_a_witness_is_run_on_a_module_of_the_runners() -> None:
    witness = next(model for model in recorded().models if model.id == "door@inside")
    assert witness.arguments[-1] == "MoltverifyWitness.tla"


def test_two_receipts_of_the_same_are_the_same() -> None:
    assert changed_items(recorded()) == []


def test_a_copy_of_the_specs_elsewhere_gives_the_same_receipt(specs: Path) -> None:
    assert changed_items(now(specs)) == []


def test_a_changed_module_differs_in_its_digest_only(specs: Path) -> None:
    edit(specs / "Door.tla", "A door with a lock", "A door with a bolt")
    assert changed_items(now(specs)) == ["Door.tla sha256"]


def test_a_changed_module_that_no_model_uses_does_not_matter(specs: Path) -> None:
    edit(specs / "Vault.tla", "Most == 3", "Most == 4")
    assert changed_items(now(specs)) == []


def test_a_changed_entry_differs_wherever_it_stands(specs: Path) -> None:
    edit(specs / "registry.yaml", "title: Only who has a key gets in", "title: Anybody gets in")
    assert changed_items(now(specs)) == ["door registry entry sha256"]


def test_a_moved_entry_is_the_same(specs: Path) -> None:
    edit(specs / "registry.yaml", "claims:\n", "claims:\n\n  # A remark.\n\n")
    assert changed_items(now(specs)) == []


def test_an_option_differs_in_the_entry_and_the_command_line(specs: Path) -> None:
    edit(specs / "registry.yaml", "workers: 1}", "workers: 1, heap: 2g}")
    found = changed_items(now(specs))
    assert "door:tailgate arguments" in found
    assert "door registry entry sha256" in found


def test_a_model_that_is_gone_is_one_difference(specs: Path) -> None:
    edit(specs / "registry.yaml", "- id: tailgate", "- id: barge-in")
    found = changed_items(now(specs))
    assert found[0] == "door:tailgate registered"
    assert not any(item.startswith("door:tailgate ") for item in found[1:])


def test_a_module_more_differs(specs: Path) -> None:
    (specs / "Extra.tla").write_text("---- MODULE Extra ----\n====\n")
    edit(specs / "Door_Tailgate.tla", "EXTENDS Door", "EXTENDS Door, Extra")
    found = {one.item: one.was for one in receipt_differences(recorded(), now(specs))}
    assert set(found) == {"Door_Tailgate.tla sha256", "Extra.tla sha256", "door:tailgate files"}
    assert found["Extra.tla sha256"] is None


def test_a_data_file_is_an_input_like_a_module(specs: Path) -> None:
    (specs / "log.json").write_text("[1]")
    edit(specs / "registry.yaml", "- id: door\n", "- id: door\n    data: [log.json]\n")
    before = now(specs)
    (specs / "log.json").write_text("[2]")
    differences = list(receipt_differences(before, now(specs)))
    assert [one.item for one in differences] == ["log.json sha256"]


def test_another_verdict_count_or_counterexample_differs() -> None:
    old = recorded()
    new = replace(
        old.models[0],
        verdict=Verdict.UNEXPECTED,
        outcome="violated: deadlock",
        counts=Statistics(generated=1, distinct=2),
        counterexample="0" * 64,
    )
    assert changed_items(replace(old, models=(new, *old.models[1:]))) == [
        "door verdict",
        "door outcome",
        "door generated states",
        "door distinct states",
        "door queue states",
        "door depth",
        "door initial_distinct states",
        "door counterexample sha256",
    ]


DOUBTED = PossibleFault("tlaplus#1145", "Door.tla:5", "TLC ignores the EXCEPT", "not mended")


def with_faults(*faults: PossibleFault) -> Receipt:
    """Return a receipt of one model that holds, with known faults."""
    green = replace(sample.model("door"), faults=faults)
    return receipt_of(replace(sample.suite(), models=(green,), missing=()), sample.registry())


def test_a_receipt_has_the_known_faults_of_a_model_with_place_and_what_mends_them() -> None:
    [model] = with_faults(DOUBTED).models
    assert model.faults == (DOUBTED,)
    assert b'"place":"Door.tla:5"' in msgspec.json.encode(model)
    assert b'"mended":"not mended"' in msgspec.json.encode(model)


def test_another_known_fault_or_a_reason_against_it_differs() -> None:
    item = "door known faults of TLC"
    one = with_faults(DOUBTED)
    for other in (with_faults(), with_faults(replace(DOUBTED, excluded=True))):
        assert [each.item for each in receipt_differences(one, other)] == [item]
    said = with_faults(replace(DOUBTED, mended="mended in release 9"))
    assert list(receipt_differences(one, said)) == []


def outcome_of(**changes: object) -> str:
    """Return the outcome that a receipt has of the sample's green with some other values."""
    green = replace(sample.model("door"), **changes)
    suite = replace(sample.suite(), models=(green,), missing=())
    return receipt_of(suite, sample.registry()).models[0].outcome


def test_what_a_green_holds_under_is_part_of_its_outcome() -> None:
    assert outcome_of() == "holds"
    conditions = ("under SYMMETRY Perms", "with several workers (tlaplus#439)")
    held = "holds, under SYMMETRY Perms and with several workers (tlaplus#439)"
    assert outcome_of(conditions=conditions) == held


@pytest.mark.parametrize(
    ("outcome", "item"),
    [
        (Failed(FailureReason.OUT_OF_MEMORY, "at 12:01, heap 512m"), "failed: out of memory"),
        (Stopped(StopReason.TIMEOUT), "stopped: timeout"),
        (Violated(ViolationKind.DEADLOCK, None, Trace()), "violated: deadlock"),
        (Violated(ViolationKind.INVARIANT, "I", Trace()), "violated: invariant I"),
    ],
)
def test_an_outcome_is_its_kind_and_reason_without_what_varies(outcome: Outcome, item: str) -> None:
    assert outcome_of(outcome=outcome) == item


def test_a_model_that_is_only_in_the_new_receipt_is_no_difference() -> None:
    old = recorded()
    fewer = replace(old, models=old.models[:1])
    assert list(receipt_differences(fewer, old)) == []


def test_the_name_of_a_jars_release_is_no_difference() -> None:
    assert changed_items(replace(recorded(), release="TLC 9")) == []


def test_with_several_threads_only_what_they_agree_on_is_compared() -> None:
    old = recorded()
    one = replace(old.models[2], workers=2)
    other = replace(one, counts=replace(one.counts, generated=99), counterexample="0" * 64)
    found = receipt_differences(replace(old, models=(one,)), replace(old, models=(other,)))
    assert list(found) == []


def test_with_several_threads_a_red_s_states_until_its_violation_are_not_compared() -> None:
    old = recorded()
    for model, compared in ((old.models[2], []), (old.models[0], ["door distinct states"])):
        one = replace(model, workers=2)
        other = replace(one, counts=replace(one.counts, distinct=99))
        found = receipt_differences(replace(old, models=(one,)), replace(old, models=(other,)))
        assert [difference.item for difference in found] == compared


def test_another_jar_differs() -> None:
    assert changed_items(replace(recorded(), jar="0" * 64)) == ["tla2tools.jar sha256"]


def test_another_time_and_version_do_not_differ() -> None:
    assert changed_items(replace(recorded(), started="later", moltverify="9")) == []


def test_a_receipt_can_be_read_back(tmp_path: Path) -> None:
    suite = up_to_date()
    file = tmp_path / "receipt.json"
    file.write_bytes(receipt_json(suite, sample.registry(), sample.sources()))
    assert read_receipt(file) == make_receipt(suite, sample.registry(), sample.sources())


def test_there_is_no_receipt_for_files_that_changed_since(specs: Path) -> None:
    edit(specs / "Door.tla", "A door with a lock", "A door with a bolt")
    registry = load_registry(specs / "registry.yaml")
    with pytest.raises(UsageError, match="door"):
        receipt_json(up_to_date(), registry, sample.sources())


def test_there_is_no_receipt_for_a_model_that_is_not_registered() -> None:
    suite = up_to_date()
    models = (replace(suite.models[0], id="gone"),)
    with pytest.raises(UsageError, match="gone"):
        receipt_json(replace(suite, models=models), sample.registry(), sample.sources())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"receipt": 3}',
        b"null",
        b"[" * 100_000,
    ],
)
def test_anything_else_is_no_receipt(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "receipt.json"
    file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_receipt(file)
    assert caught.value.exit_code is ExitCode.USAGE
    assert str(file) in caught.value.message


@pytest.mark.parametrize(
    ("name", "value"), [("receipt", 2), ("receipt", 4), ("models", []), ("jar", 7)]
)
def test_a_receipt_of_another_format_or_without_models_is_refused(
    tmp_path: Path, name: str, value: object
) -> None:
    content = json.loads(receipt_json(up_to_date(), sample.registry(), sample.sources()))
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps({**content, name: value}))
    with pytest.raises(UsageError):
        read_receipt(file)


def test_a_receipt_of_the_first_format_is_refused_and_the_error_says_why(tmp_path: Path) -> None:
    content = json.loads(receipt_json(up_to_date(), sample.registry(), sample.sources()))
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps({**content, "receipt": 1}))
    with pytest.raises(UsageError, match="its format is 1; this version reads 3") as caught:
        read_receipt(file)
    assert "moltverify run --report receipt=FILE" in (caught.value.hint or "")


def test_there_is_no_receipt_for_a_model_whose_module_is_gone(specs: Path) -> None:
    registry = load_registry(specs / "registry.yaml")
    (specs / "Door.tla").unlink()
    with pytest.raises(UsageError, match="cannot write a receipt for door: its files"):
        receipt_json(up_to_date(), registry, sample.sources())


def test_a_run_with_other_threads_than_the_registrys_has_a_receipt() -> None:
    suite = up_to_date()
    digests = InputDigests(workers=7)
    models = {model.id: model for model in sample.registry().models}
    several = tuple(
        replace(one, workers=7, inputs=digests.of(models[one.id])) for one in suite.models
    )
    content = receipt_json(replace(suite, models=several), sample.registry(), sample.sources())
    assert [one["workers"] for one in json.loads(content)["models"]] == [7] * len(MODELS)


def test_the_command_line_has_the_threads_of_the_run_and_not_of_the_registry() -> None:
    green = replace(sample.model("door"), workers=7)
    suite = replace(sample.suite(), models=(green,), missing=())
    [model] = receipt_of(suite, sample.registry()).models
    assert model.workers == 7
    assert model.arguments[model.arguments.index("-workers") + 1] == "7"


def test_the_digest_of_an_entry_is_that_of_the_registrys_claim() -> None:
    digests = {claim.id: claim.digest for claim in sample.registry().claims}
    listed = recorded().claims
    assert listed
    assert {one.id: one.sha256 for one in listed}.items() <= digests.items()


def test_a_folder_or_a_missing_file_is_no_receipt(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "missing"):
        with pytest.raises(UsageError):
            read_receipt(file)


def compared(agreement: Agreement = Agreement.SAME, reason: str = "holds in 5 states") -> Receipt:
    """Return the receipt of a run whose first model another TLC has answered too."""
    suite = sample.part(*MODELS)
    answer = OtherAnswer(
        name="TLC 2.19",
        jar="9" * 64,
        agreement=agreement,
        verdict=Verdict.AS_EXPECTED,
        reason=reason,
    )
    tools = replace(suite.tools, also=(OtherJar("9" * 64, "TLC 2.19"),))
    first, *rest = suite.models
    models = (replace(first, also=(answer,)), *rest)
    return receipt_of(replace(suite, tools=tools, models=models), sample.registry())


def differing(old: Receipt, new: Receipt) -> list[str]:
    return [one.item for one in receipt_differences(old, new)]


def test_a_receipt_has_the_further_jars_and_their_answers(tmp_path: Path) -> None:
    receipt = compared()
    assert receipt.also == (OtherJar("9" * 64, "TLC 2.19"),)
    [answer] = receipt.models[0].also or ()
    assert (answer.jar, answer.answer) == ("9" * 64, "holds in 5 states")
    file = tmp_path / "r.json"
    file.write_bytes(msgspec.json.encode(receipt))
    assert read_receipt(file) == receipt
    assert b"also" not in msgspec.json.encode(recorded())


def test_a_comparison_is_not_verified_without_its_jars() -> None:
    jar = "9" * 64
    expected = [f"compared with jar {jar}", f"{MODELS[0]} on jar {jar}"]
    assert differing(compared(), recorded()) == expected
    assert differing(compared(), compared()) == []


def test_another_answer_of_a_further_tlc_is_a_difference() -> None:
    item = f"{MODELS[0]} on jar {'9' * 64}"
    assert differing(compared(), compared(reason="holds in 6 states")) == [item]
    assert differing(compared(), compared(Agreement.DIFFERS)) == [item]


def test_why_a_further_tlc_has_no_answer_is_no_difference() -> None:
    one, two = (compared(Agreement.CANNOT_TELL, reason) for reason in ("60 s", "61 s"))
    assert differing(one, two) == []
