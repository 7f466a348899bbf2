"""Three thousand damaged entries of every kind: none is read as a success, and none raises."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import KIND, Observation
from moltverify.errors import UsageError
from moltverify.receipt.compare import receipt_differences
from moltverify.receipt.make import make_receipt
from moltverify.receipt.records import Receipt, read_receipt
from moltverify.registry.expectation import MustHold
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.store.keyed import KeyedStore
from moltverify.store.runs import RESULTS
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_cache import VerdictCache
from moltverify.tlc.outcome import Statistics, Violated, ViolationKind
from tests import made
from tests.report import sample
from tests.store.damage import WAYS, Damage, link_to_endless_zeros, put_a_pipe_there
from tests.suite.test_verdict_cache import result_of, tools

BROKEN = Violated(ViolationKind.INVARIANT, "Safe")
OBSERVED = Observation(BROKEN, Statistics(distinct=3), ("<<1, {}>>",), 0.5)
# A receipt is a file that its user names, and may come through a pipe.
OF_RECEIPTS = [way for way in WAYS if way not in (link_to_endless_zeros, put_a_pipe_there)]
Trial = Callable[[Damage, random.Random], None]


def remove(file: Path) -> None:
    """Remove what damage has left in a file's place, if anything."""
    if file.is_dir() and not file.is_symlink():
        file.rmdir()
    else:
        file.unlink(missing_ok=True)


def of_verdicts(folder: Path) -> Trial:
    """Return a trial: of a model that does not hold, a damaged verdict is a miss."""
    for name in ("M.tla", "M.cfg"):
        (folder / name).write_text(name)
    model = replace(made.model(folder), expectation=MustHold(7))
    cache = VerdictCache(folder / "cache", tools(folder))
    reason = "expected 7 distinct states, but TLC found 6"
    kept = replace(result_of(model), verdict=Verdict.UNEXPECTED, reason=reason)

    def trial(damage: Damage, chance: random.Random) -> None:
        cache.put(kept)
        [file] = cache.kept.folder.glob("*.json")
        damage(file, chance)
        assert cache.get(model, InputDigests()) is None
        remove(file)

    return trial


def of_experiments(folder: Path) -> Trial:
    """Return a trial: a damaged experiment is a miss."""
    store = KeyedStore(folder / "cache", KIND)

    def trial(damage: Damage, chance: random.Random) -> None:
        store.put("1" * 64, OBSERVED)
        [file] = store.folder.glob("*.json")
        damage(file, chance)
        assert store.get("1" * 64, Observation) is None
        remove(file)

    return trial


def of_receipts(folder: Path) -> Trial:
    """Return a trial: a damaged receipt is refused, or compared it differs where it says else."""
    registry, file = sample.registry(), folder / "receipt.json"
    suite = sample.part("door", "door:tailgate")
    whole = make_receipt(
        suite, registry, read_spec_texts(registry, {one.id for one in suite.models})
    )

    def verdicts(receipt: Receipt) -> dict[str, object]:
        return {one.id: one.verdict for one in receipt.models}

    def trial(damage: Damage, chance: random.Random) -> None:
        file.write_bytes(msgspec.json.encode(whole))
        damage(file, chance)
        try:
            read = read_receipt(file)
        except UsageError:
            return
        finally:
            remove(file)
        if verdicts(read) != verdicts(whole):
            assert list(receipt_differences(read, whole))

    return trial


def of_runs(folder: Path) -> Trial:
    """Return a trial: a damaged run says of no model that it is as expected."""
    store = RecordedRuns(folder / ".moltverify")
    suite = made.suite(made.green(verdict=Verdict.UNEXPECTED))

    def trial(damage: Damage, chance: random.Random) -> None:
        run = store.new_run()
        store.save(run, suite)
        damage(run / RESULTS, chance)
        latest, whole = store.latest("door"), store.last_suite()
        found = {one.verdict for one in [latest, *(whole or ())] if one}
        assert Verdict.AS_EXPECTED not in {*found, *store.last_verdicts(["door"]).values()}
        shutil.rmtree(run)

    return trial


KINDS = {
    "verdicts": (of_verdicts, WAYS),
    "experiments": (of_experiments, WAYS),
    "receipts": (of_receipts, OF_RECEIPTS),
    "runs": (of_runs, WAYS),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [130, pytest.param(3_000, marks=pytest.mark.campaign)])
def test_no_damage_makes_a_success_or_an_error(tmp_path: Path, kind: str, number: int) -> None:
    chance = random.Random(f"{kind} {number}")
    made_trial, ways = KINDS[kind]
    trial = made_trial(tmp_path)
    for _ in range(number):
        trial(chance.choice(ways), chance)
