"""Whole suites in warm workers: a bad model does not change the verdicts of others."""

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustViolate
from moltverify.registry.records import Model
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.worker_pool import WarmPool
from moltverify.suite import loop as suite
from moltverify.suite.results import suite_from_json
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import ViolationKind
from tests import made
from tests.conftest import Run
from tests.running.kinds import ENDLESS, GREEDY, INIT_NEXT, KINDS, Kind, warm_workers, write

pytestmark = pytest.mark.tlc


def green(job: TlcJob) -> Model:
    """Return a job as a model that must hold."""
    return replace(made.model(job.module.parent), id=job.module.stem.lower(), job=job)


@pytest.mark.nightly  # test_worker_pool.py shows each bad end alone
def test_models_that_end_badly_cost_no_other_its_verdict(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    red = MustViolate("Inv", ViolationKind.INVARIANT)
    invariant = INIT_NEXT + "INVARIANT Inv"
    models: list[Model] = [
        green(
            write(
                tmp_path, Kind(ENDLESS + "Inv == TRUE", invariant, TlcOptions(timeout=2)), "Endless"
            )
        ),
        green(
            write(
                tmp_path, Kind(GREEDY + "Inv == x # 1", invariant, TlcOptions(heap="48m")), "Greedy"
            )
        ),
        green(write(tmp_path, KINDS["parse error"], "Torn")),
        green(write(tmp_path, KINDS["holds"], "Green")),
        replace(green(write(tmp_path, KINDS["invariant"], "Red")), expectation=red),
        green(write(tmp_path, KINDS["deadlock allowed"], "Last")),
    ]
    settings = suite.SuiteSettings(
        toolchain=toolchain,
        folder=tmp_path / "runs" / "one",
        jobs=2,
        engine=lambda _: nullcontext(lambda _: pool.launch),
    )
    results = suite.check_models(models, settings, Event(), lambda _: None)
    assert {result.id: result.verdict for result in results} == {
        "endless": Verdict.INCONCLUSIVE,
        "greedy": Verdict.BROKEN,
        "torn": Verdict.BROKEN,
        "green": Verdict.AS_EXPECTED,
        "red": Verdict.AS_EXPECTED,
        "last": Verdict.AS_EXPECTED,
    }
    assert {result.engine for result in results} == {"warm"}


@pytest.mark.nightly  # tests/cli/test_interruption.py shows it with processes
def test_two_warm_runs_at_once_do_not_disturb_each_other(
    project: Path, environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "moltverify", "run", "--engine", "warm", "--json"]
    both = [
        subprocess.Popen(
            [*command, "--no-cache", "-j1"], cwd=project, env=environment, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for one in both:
        said = suite_from_json(one.communicate(timeout=60)[0])
        assert (said.exit_code, one.returncode) == (0, 0)
        assert {model.engine for model in said.models} == {"warm"}
    assert warm_workers() == []


def test_auto_runs_a_small_suite_warm_and_one_model_alone(moltverify: Run) -> None:
    whole = suite_from_json(moltverify("run", "--json", "--no-cache").stdout.encode())
    assert {model.engine for model in whole.models} == {"warm"}
    alone = suite_from_json(
        moltverify("run", "door", "--red", "--json", "--no-cache").stdout.encode()
    )
    assert [model.engine for model in alone.models] == ["process"]


def test_without_jpype_everything_runs_in_processes(moltverify: Run, tmp_path: Path) -> None:
    hide = "import sys; sys.modules['jpype'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(hide)
    env = {"PYTHONPATH": str(tmp_path)}
    said = moltverify("run", "door", "--green", "--json", "--no-cache", env=env)
    assert {model.engine for model in suite_from_json(said.stdout.encode()).models} == {"process"}
    asked = moltverify("run", "door", "--engine", "warm", env=env)
    assert asked.returncode == 3
    assert "pip install 'moltverify[fast]'" in asked.stderr


def test_doctor_says_what_the_engines_can_do(moltverify: Run) -> None:
    said = moltverify("doctor").stdout
    assert "warm workers: yes; " in said
    assert "a process per model: " in said
