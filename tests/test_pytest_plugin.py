"""The pytest plugin, in sessions of its own: each model a test, the failure text the story."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import edit
from tests.tracing.house import entered, map_log, opened, write_log


def run_pytest(
    project: Path, environment: dict[str, str], *arguments: str
) -> "subprocess.CompletedProcess[str]":
    """Run pytest in a project without the settings of this repository.

    Nor with Hypothesis, whose plugin takes most of the time that such a session takes to start.
    """
    (project / "pytest.ini").touch()
    without = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *without, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def outcomes(said: str) -> list[str]:
    """Return the lines of pytest -v about single tests, without the progress."""
    lines = (line.rpartition("[")[0] or line for line in said.splitlines())
    return [line.strip() for line in lines if "::" in line and " - " not in line]


@pytest.mark.tlc
def test_every_model_is_a_test(project: Path, environment: dict[str, str]) -> None:
    ran = run_pytest(project, environment, "--moltverify", "-v", "specs")
    assert outcomes(ran.stdout) == [
        "specs/registry.yaml::door PASSED",
        "specs/registry.yaml::door@let-in PASSED",
        "specs/registry.yaml::door:unlocked PASSED",
    ]
    assert ran.returncode == 0


def test_nothing_is_collected_unless_asked_for(project: Path, environment: dict[str, str]) -> None:
    ran = run_pytest(project, environment, "--co", "-q", "specs")
    assert ran.returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_ini_option_asks_too(project: Path, environment: dict[str, str]) -> None:
    asked = ("--co", "-q", "-o", "moltverify=true", "specs", "-k", "unlocked")
    assert "specs/registry.yaml::door:unlocked" in run_pytest(project, environment, *asked).stdout


@pytest.mark.tlc
def test_a_failure_is_told_as_a_story(project: Path, environment: dict[str, str]) -> None:
    edit(project / "specs" / "Door.tla", "MayOpen(v) == HasKey(v)", "MayOpen(v) == TRUE")
    ran = run_pytest(project, environment, "--moltverify", "specs", "-k", "not let-in")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    said = " ".join(ran.stdout.split())
    assert "UNEXPECTED: expected that the model holds, but the" in said
    assert "thief opens the door" in said
    assert "Invariant OnlyWithKey is broken in state 3" in said
    assert "Traceback" not in said


def test_a_registry_with_a_mistake_is_a_collection_error_that_names_it(
    project: Path, environment: dict[str, str]
) -> None:
    edit(project / "specs" / "registry.yaml", "id: door", "id: Door!")
    ran = run_pytest(project, environment, "--moltverify", "specs")
    assert ran.returncode == pytest.ExitCode.INTERRUPTED
    assert "registry.yaml:" in ran.stdout
    assert "Door!" in ran.stdout


def test_files_that_are_not_sound_fail_their_claim_with_the_mistake(
    project: Path, environment: dict[str, str]
) -> None:
    edit(project / "specs" / "Door.cfg", "OnlyWithKey", "OnlyWithKeys")
    ran = run_pytest(project, environment, "--moltverify", "specs")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "OnlyWithKeys" in ran.stdout


def test_a_keyword_that_the_jar_does_not_know_fails_the_claim(
    project: Path, environment: dict[str, str]
) -> None:
    for config in (project / "specs").glob("*.cfg"):
        config.write_text(f"{config.read_text()}ALIAS TypeOK\n")
    ran = run_pytest(project, environment, "--moltverify", "specs", "-k", "unlocked")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "says ALIAS, which TLC 2.15 (d5b5a7f, 2020) does not know" in ran.stdout


@pytest.mark.parametrize(
    "allowed", [("--moltverify-allow-outside",), ("-o", "moltverify_allow_outside=true")]
)
def test_files_outside_need_the_option_that_the_message_names(
    project: Path, environment: dict[str, str], allowed: tuple[str, ...]
) -> None:
    specs = project / "specs"
    (specs / "Door.cfg").rename(project / "Door.cfg")
    edit(
        specs / "registry.yaml",
        "green: {module: Door.tla",
        "green: {config: ../Door.cfg, module: Door.tla",
    )
    # A mistake of the other file too, so that no model runs where this one may be read.
    edit(project / "Door.cfg", "OnlyWithKey", "OnlyWithKeys")
    refused = run_pytest(project, environment, "--moltverify", "specs").stdout
    assert f"Door.cfg, is outside {specs}; --moltverify-allow-outside admits it" in refused
    assert "OnlyWithKeys" not in refused
    read = run_pytest(project, environment, "--moltverify", *allowed, "specs").stdout
    assert "is outside" not in read
    assert "OnlyWithKeys" in read


@pytest.mark.nightly  # three pytest sessions in one; the tests above show each model alone
@pytest.mark.tlc
def test_it_works_with_xdist(project: Path, environment: dict[str, str]) -> None:
    ran = run_pytest(project, environment, "--moltverify", "-n", "2", "specs")
    assert ran.returncode == 0
    assert "3 passed" in ran.stdout


def test_a_session_that_does_not_use_it_imports_nothing_of_it(
    project: Path, environment: dict[str, str]
) -> None:
    (project / "test_it.py").write_text(
        "import sys\n\n"
        "def test_it():\n"
        "    ours = {name for name in sys.modules if name.startswith('moltverify')}\n"
        "    assert ours == {'moltverify', 'moltverify.pytest_plugin'}\n"
    )
    assert run_pytest(project, environment, "test_it.py").returncode == 0


@pytest.mark.parametrize(
    ("words", "collected"),
    [
        (["--moltverify-tier", "commit"], ["door:unlocked"]),
        (["-o", "moltverify_tier=nightly"], ["door", "door@let-in"]),
        (["-o", "moltverify_tier=commit", "--moltverify-tier", "nightly"], ["door", "door@let-in"]),
        (
            ["--moltverify-tier", "commit", "--moltverify-tier", "nightly"],
            ["door", "door@let-in", "door:unlocked"],
        ),
    ],
)
def test_only_models_of_the_tiers_are_collected(
    project: Path, environment: dict[str, str], words: list[str], collected: list[str]
) -> None:
    edit(project / "specs" / "registry.yaml", "distinct: 6}", "distinct: 6, tier: nightly}")
    said = run_pytest(project, environment, "--moltverify", "--co", "-q", *words, "specs").stdout
    found = [line.rpartition("registry.yaml::")[2] for line in said.splitlines() if "::" in line]
    assert found == collected


def test_a_tier_that_no_model_has_is_a_collection_error(
    project: Path, environment: dict[str, str]
) -> None:
    ran = run_pytest(project, environment, "--moltverify", "--moltverify-tier", "weekly", "specs")
    assert ran.returncode == pytest.ExitCode.INTERRUPTED
    assert "no model has the tier 'weekly'" in ran.stdout


LOG_TEST = """\
def test_the_log(moltverify_trace):
    assert moltverify_trace("door", "app.log", suite="specs").events == {events}
"""


@pytest.mark.tlc
def test_the_fixture_compares_a_log_with_a_model(
    project: Path, environment: dict[str, str]
) -> None:
    map_log(project)
    write_log(project / "app.log", opened(), entered())
    (project / "test_log.py").write_text(LOG_TEST.format(events=2), encoding="utf-8")
    ran = run_pytest(project, environment, "-q")
    assert (ran.returncode, "1 passed" in ran.stdout) == (0, True), ran.stdout


@pytest.mark.tlc
def test_the_fixture_fails_with_the_story_of_a_log_that_does_not_fit(
    project: Path, environment: dict[str, str]
) -> None:
    map_log(project)
    write_log(project / "app.log", opened("thief"))
    (project / "test_log.py").write_text(LOG_TEST.format(events=1), encoding="utf-8")
    ran = run_pytest(project, environment, "-q")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "DOES NOT FIT: the event at app.log:1 does not fit" in ran.stdout
    assert "door:unlocked has this behaviour: The door is not locked." in ran.stdout
    assert "Traceback" not in ran.stdout
