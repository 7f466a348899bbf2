"""Each known fault on models that trigger it, and on models that nearly do."""

from pathlib import Path

import pytest

from moltverify.known_faults.matcher import KNOWN_FAULTS, faults_of
from moltverify.known_faults.records import FaultMatch
from moltverify.known_faults.releases import RELEASES, REVISIONS
from moltverify.running.toolchain import KNOWN_JARS, Jar
from tests.known_faults.faulty_models import UNKNOWN, fault_job
from tests.known_faults.test_handling import jar_saying
from tests.known_faults.triggering_models import EXAMPLES, ModelExample

FAULTS = {one.issue: one for one in KNOWN_FAULTS}
MARK = r"\* here"
NEAR = [(issue, number) for issue, one in EXAMPLES.items() for number in range(len(one.lacks))]


def matches(folder: Path, issue: str, model: ModelExample, jar: Jar = UNKNOWN) -> list[FaultMatch]:
    """Return what a model matches of one fault."""
    job = fault_job(folder, model.text, model.config, model.workers, model.others)
    return [one for one in faults_of(job, jar, model.more) if one.fault.issue == issue]


def marked_place(folder: Path) -> str:
    """Return the name and the number of the marked line in a model's files."""
    [found] = [
        f"{file.name}:{number}"
        for file in sorted(folder.iterdir())
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.rstrip().endswith(MARK)
    ]
    return found


def test_every_fault_that_can_be_seen_has_examples() -> None:
    assert EXAMPLES.keys() == {issue for issue, one in FAULTS.items() if one.trigger}
    assert all(one.lacks for one in EXAMPLES.values())


@pytest.mark.parametrize("issue", EXAMPLES)
def test_a_model_that_triggers_a_fault_is_matched_at_the_place_of_the_trigger(
    tmp_path: Path, issue: str
) -> None:
    examples = EXAMPLES[issue]
    found = matches(tmp_path, issue, examples.has)
    assert {str(one.place) for one in found} == {examples.option or marked_place(tmp_path)}


@pytest.mark.parametrize(("issue", "number"), NEAR)
def test_a_model_that_nearly_triggers_a_fault_is_not_matched(
    tmp_path: Path, issue: str, number: int
) -> None:
    assert matches(tmp_path, issue, EXAMPLES[issue].lacks[number]) == []


def jar_of_release(folder: Path, release: str) -> Jar:
    """Return a jar that is taken for a release."""
    for digest, known in KNOWN_JARS.items():
        if known.release.startswith(f"TLC {release}"):
            return Jar(folder / "tla2tools.jar", digest)
    [revision] = [one for one, name in REVISIONS.items() if name == release]
    return jar_saying(folder / "nightly.jar", f"X-Git-ShortRevision: {revision}\n")


@pytest.mark.parametrize("issue", EXAMPLES)
def test_a_fault_is_matched_with_the_releases_that_have_it_and_no_others(
    tmp_path: Path, issue: str
) -> None:
    model = EXAMPLES[issue].has
    affected = {
        release
        for release in RELEASES
        if matches(tmp_path, issue, model, jar_of_release(tmp_path, release))
    }
    assert affected == set(FAULTS[issue].affected)
