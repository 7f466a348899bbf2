"""A model with probes: what TLC gets, and what its run says of marks and places."""

from pathlib import Path

import pytest

from moltverify.audit.experiments.experiments import Observation
from moltverify.audit.experiments.instrumented_run import (
    InstrumentedModel,
    instrumented_model,
    original_coverage,
    unsatisfied_marks,
)
from moltverify.audit.experiments.parsed_job import ParsedJob, read_parsed_job
from moltverify.audit.experiments.state_sample import read_sample
from moltverify.audit.findings.vacuity_conditions import vacuity_marks
from moltverify.running.engine_selection import LaunchFor
from moltverify.tla.config import read_config
from moltverify.tlc.coverage import ActionCount, Coverage, ExpressionCount
from moltverify.tlc.outcome import Holds, Statistics
from moltverify.tlc.trace import Place
from tests.audit.benches import bench_in
from tests.audit.parsed import LAMP, place_of, write_model

BODY = f"{LAMP}Safe == (x = 1 => on) /\\ (x < 3 \\/ x > 9)"
CONFIG = "SPECIFICATION Spec\nINVARIANTS TypeOK Safe\n"


def job(folder: Path, config: str = CONFIG) -> ParsedJob:
    return read_parsed_job(write_model(folder, BODY, config))


def model_of(folder: Path, config: str = CONFIG) -> InstrumentedModel:
    parsed = job(folder, config)
    return instrumented_model(parsed, vacuity_marks(parsed.sources), 30)


def test_the_config_checks_what_the_model_checks_and_the_sample_last(tmp_path: Path) -> None:
    config = read_config(model_of(tmp_path).experiment.config)
    assert [one.name for one in config.invariants] == ["TypeOK", "Safe", "MoltverifySample"]


def test_keywords_that_old_releases_refuse_are_left_out(tmp_path: Path) -> None:
    config = f"{CONFIG}POSTCONDITION Safe\nALIAS Safe\nCHECK_DEADLOCK FALSE\n"
    text = model_of(tmp_path, config).experiment.config
    assert not any(word in text for word in ("POSTCONDITION", "ALIAS", "CHECK_DEADLOCK"))


def test_only_modules_with_marks_are_changed(tmp_path: Path) -> None:
    parsed = job(tmp_path)
    experiment = instrumented_model(parsed, [], 30).experiment
    assert experiment.modules["M"] == parsed.sources.root.text
    assert model_of(tmp_path).experiment.modules["M"] != parsed.sources.root.text


def test_the_root_extends_the_models_and_samples_its_variables(tmp_path: Path) -> None:
    experiment = model_of(tmp_path).experiment
    root = experiment.modules[experiment.root].decode()
    assert "EXTENDS M\n" in root
    assert "Note(<<on, x>>)" in root
    assert experiment.more == ("-coverage", "1")


def test_options_time_and_data_are_the_jobs(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("a line")
    files = write_model(tmp_path, BODY, CONFIG)
    with_data = type(files)(module=files.module, config=files.config, data=(tmp_path / "log.txt",))
    experiment = instrumented_model(read_parsed_job(with_data), [], 30).experiment
    assert (experiment.timeout, experiment.options) == (30, with_data.options)
    assert [one.name for one in experiment.data] == ["log.txt"]


def test_a_mark_whose_probe_never_printed_is_unsatisfied(tmp_path: Path) -> None:
    model = model_of(tmp_path)
    assert len(model.marks) == 3
    printed = ('<<"moltverify saw", 9001>>', '<<"moltverify saw", 9003>>')
    seen = Observation(Holds(), Statistics(), printed, 1.0)
    assert unsatisfied_marks(model, seen) == [model.marks[1]]


def test_places_in_the_coverage_lead_back_to_the_models_text(tmp_path: Path) -> None:
    model = model_of(tmp_path)
    lines = model.texts["M"].text.decode().split("\n")
    [line] = [at for at, text in enumerate(lines, 1) if "(x < 3" in text or text.strip() == "x < 3"]
    column = lines[line - 1].index("x < 3") + 1
    added = next(at for at, text in enumerate(lines, 1) if ") /\\ MoltverifyHeld" in text)
    coverage = Coverage(
        (ActionCount("Toggle", Place("M", 6, 1, 6, 6), 1, 1, Place("M", 6, 8, 6, 9)),),
        (
            ExpressionCount(Place("M", line, column, line, column + 4), 0, 0),
            ExpressionCount(Place("M", added, 1, added, 9), 0, 0),
            ExpressionCount(Place("Naturals", 3, 1, 3, 2), 0, 0),
        ),
    )
    found = original_coverage(model, coverage)
    assert [one.place for one in found.expressions] == [
        place_of(job(tmp_path).sources, "x < 3"),
        Place("Naturals", 3, 1, 3, 2),
    ]
    assert (found.actions[0].place.line, found.actions[0].part) == (6, Place("M", 6, 8, 6, 9))


@pytest.mark.tlc
def test_probes_change_neither_states_nor_verdict_and_coverage_leads_back(
    tmp_path: Path, launch_for: LaunchFor
) -> None:
    parsed = job(tmp_path / "model")
    marks = vacuity_marks(parsed.sources)
    bench = bench_in(tmp_path, launch_for)
    plain = instrumented_model(parsed, [], 60)
    probed = instrumented_model(parsed, marks, 60)
    without, with_probes = (bench.observe(one.experiment) for one in (plain, probed))
    assert without.outcome == with_probes.outcome == Holds()
    assert without.statistics == with_probes.statistics
    assert without.coverage
    assert with_probes.coverage
    counted = [original_coverage(*one) for one in ((plain, without.coverage),)]
    probed_counts = original_coverage(probed, with_probes.coverage)
    own = [one for one in probed_counts.expressions if one.place.module == "M"]
    assert {one.place for one in own} >= {
        one.place for one in counted[0].expressions if one.place.module == "M"
    }
    assert [(one.name, one.generated) for one in counted[0].actions if not one.is_initial] == [
        (one.name, one.generated) for one in probed_counts.actions if not one.is_initial
    ]
    assert [one.message for one in unsatisfied_marks(probed, with_probes)] == [
        "Safe holds without this, which is never true: x > 9"
    ]
    assert {x for _, x in read_sample(with_probes.printed)} == {0, 1, 2}


@pytest.mark.tlc
def test_a_probe_in_an_action_prints_once_and_adds_no_step(
    tmp_path: Path, launch_for: LaunchFor
) -> None:
    # TLC follows both sides of a disjunction in an action, and a probe must not be one.
    step = r"""
VARIABLES x, on
Init == x = 0 /\ on = FALSE
Step == (on \/ x < 9) /\ (x > 5 => on \/ x > 6) /\ x' = (x + 1) % 10 /\ on' = (x = 3)
Spec == Init /\ [][Step]_<<x, on>>
Safe == x < 10
"""
    parsed = read_parsed_job(
        write_model(tmp_path / "model", step, "SPECIFICATION Spec\nINVARIANT Safe\n")
    )
    marks = vacuity_marks(parsed.sources)
    assert {one.definition.name for one in marks} == {"Step"}
    bench = bench_in(tmp_path, launch_for)
    plain, probed = (
        bench.observe(instrumented_model(parsed, some, 60).experiment) for some in ([], marks)
    )
    assert probed.statistics == plain.statistics
    seen = [line for line in probed.printed if "moltverify saw" in line]
    assert len(seen) == len(set(seen)) == 3
