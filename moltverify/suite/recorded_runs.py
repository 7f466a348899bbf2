"""The newest verdicts, durations and results of models, from recorded runs."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from moltverify.store.json_records import read_json
from moltverify.store.runs import RunFolders
from moltverify.suite.results import ModelResult, SuiteResult, suite_from_json, to_json
from moltverify.suite.verdict import Verdict


# msgspec skips fields that a type lacks, such as outcomes with their traces, without decoding them
# to objects.
class Brief(Struct, frozen=True):
    """The part of a recorded result that a listing needs."""

    id: str
    verdict: Verdict
    seconds: float


class BriefSuite(Struct, frozen=True):
    """The part of a recorded suite that a listing needs."""

    models: tuple[Brief, ...]
    shard: str = ""


class RecordedRuns(RunFolders):
    """The recorded runs of suites below one folder."""

    def save(self, folder: Path, result: SuiteResult) -> None:
        """Write a run's result and prune old runs; raises StoreError if it cannot be written."""
        self.write_result(folder, to_json(result))

    def latest(self, model_id: str) -> ModelResult | None:
        """Return the newest recorded result of a model, if there is one."""
        # Whole results and not the brief ones, because `show` prints their traces.
        for suite in self.results(suite_from_json):
            for result in suite.models:
                if result.id == model_id:
                    return result
        return None

    def last_verdicts(self, ids: Collection[str]) -> dict[str, Verdict]:
        """Return these models' newest recorded verdicts; an unreadable run counts as none."""
        return {key: brief.verdict for key, brief in newest_entries(self.briefs(), ids).items()}

    def last_seconds(self, ids: Collection[str]) -> dict[str, float]:
        """Return the wall-clock seconds of these models' newest recorded runs.

        Shards do not count: if the second one knew the durations of the first, it would divide the
        suite in another way.
        """
        whole = (suite for suite in self.briefs() if not suite.shard)
        return {key: brief.seconds for key, brief in newest_entries(whole, ids).items()}

    def briefs(self) -> Iterator[BriefSuite]:
        """Yield the part of each readable run that a listing needs, newest first."""
        return self.results(lambda content: read_json(content, BriefSuite))

    def last_suite(self) -> SuiteResult | None:
        """Return the newest readable run, if there is one."""
        return next(self.results(suite_from_json), None)

    def suite(self, run_id: str) -> SuiteResult | None:
        """Return a run by its id, if it is recorded and can be read."""
        return self.result(run_id, suite_from_json)


def newest_entries(suites: Iterable[BriefSuite], ids: Collection[str]) -> dict[str, Brief]:
    """Return each model's first entry; no further suite is read once all models have one."""
    found: dict[str, Brief] = {}
    missing = set(ids)
    for suite in suites:
        found |= {brief.id: brief for brief in suite.models if brief.id in missing}
        missing.difference_update(found)
        if not missing:
            break
    return found
