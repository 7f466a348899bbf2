"""Kept verdicts: under which key they lie, and which are believed when they are read."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

import moltverify as moltverify_package
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model, Role
from moltverify.running.java_search import Java
from moltverify.running.staged_files import FileDigest
from moltverify.running.toolchain import JAR_VARIABLE, KNOWN_JARS, Jar, Toolchain, find_jar
from moltverify.store.keyed import KeyedStore
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.possible_faults import PossibleFault
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_cache import KIND, VerdictCache
from moltverify.tlc.outcome import Holds, Statistics, Stopped, StopReason
from tests import made
from tests.conftest import Run, edit

OLD, NEW = KNOWN_JARS


def tools(folder: Path, jar: str = OLD, release: str = "17.0.1") -> Toolchain:
    """Return tools whose Java states its release, and whose jar is known by its digest."""
    java = folder / f"jdk-{release}" / "bin" / "java"
    java.parent.mkdir(parents=True, exist_ok=True)
    return Toolchain(Java(java, "JAVA_HOME", release), Jar(folder / "tla2tools.jar", jar))


@pytest.fixture
def model(tmp_path: Path) -> Model:
    """A green model whose files are there."""
    for name in ("M.tla", "M.cfg"):
        (tmp_path / name).write_text(name)
    return made.model(tmp_path)


@pytest.fixture
def cache(tmp_path: Path) -> VerdictCache:
    return VerdictCache(tmp_path / "cache", tools(tmp_path))


def result_of(model: Model) -> ModelResult:
    """Return the result of a run in which the model held."""
    digests = InputDigests()
    return ModelResult(
        id=model.id,
        claim=model.claim,
        role=model.role,
        sentence=model.sentence,
        expectation=model.expectation,
        outcome=Holds(),
        verdict=Verdict.AS_EXPECTED,
        reason="holds in 6 distinct states",
        statistics=Statistics(distinct=6),
        seconds=0.5,
        tlc=KNOWN_JARS[OLD].banner,
        inputs=digests.of(model),
        files=digests.files(model),
    )


def get(cache: VerdictCache, model: Model) -> ModelResult | None:
    return cache.get(model, InputDigests())


def entries(cache: VerdictCache) -> list[Path]:
    return sorted(cache.kept.folder.glob("*.json"))


def test_what_was_kept_comes_back_marked_as_cached(cache: VerdictCache, model: Model) -> None:
    cache.put(result_of(model))
    assert get(cache, model) == replace(result_of(model), cached=True)


def test_nothing_kept_is_a_miss(cache: VerdictCache, model: Model) -> None:
    assert get(cache, model) is None


def test_an_unexpected_verdict_is_a_conclusion_too(cache: VerdictCache, model: Model) -> None:
    strict = replace(model, expectation=MustHold(7))
    reason = "expected 7 distinct states, but TLC found 6"
    unexpected = replace(result_of(strict), verdict=Verdict.UNEXPECTED, reason=reason)
    cache.put(unexpected)
    assert get(cache, strict) == replace(unexpected, cached=True)


@pytest.mark.parametrize("verdict", [Verdict.BROKEN, Verdict.INCONCLUSIVE])
def test_a_run_without_conclusion_is_never_kept(
    cache: VerdictCache, model: Model, verdict: Verdict
) -> None:
    cache.put(replace(result_of(model), verdict=verdict))
    assert entries(cache) == []


def test_a_green_that_a_known_fault_makes_inconclusive_is_kept_with_its_doubt(
    cache: VerdictCache, model: Model
) -> None:
    fault = PossibleFault("tlaplus#798", "M.tla:5", "TLC misses successors", "mended")
    reason = f"holds in 6 distinct states, unless {fault.label} applies"
    doubtful = replace(
        result_of(model), verdict=Verdict.INCONCLUSIVE, reason=reason, faults=(fault,)
    )
    cache.put(doubtful)
    assert get(cache, model) == replace(doubtful, cached=True)
    # With a reason in the registry it is another verdict.
    assert get(cache, replace(model, excluded_faults=("tlaplus#798",))) is None
    cache.put(replace(doubtful, outcome=Stopped(StopReason.TIMEOUT), inputs="1" * 64))
    assert len(entries(cache)) == 1


def test_a_result_without_inputs_is_never_kept(cache: VerdictCache, model: Model) -> None:
    cache.put(replace(result_of(model), inputs=""))
    assert entries(cache) == []


def test_a_cache_that_cannot_be_written_is_no_loss(tmp_path: Path, model: Model) -> None:
    (tmp_path / "cache").touch()
    cache = VerdictCache(tmp_path / "cache", tools(tmp_path))
    cache.put(result_of(model))
    assert get(cache, model) is None


def test_a_model_whose_file_is_gone_is_an_os_error(cache: VerdictCache, model: Model) -> None:
    cache.put(result_of(model))
    model.job.config.unlink()
    with pytest.raises(OSError, match=r"M\.cfg"):
        get(cache, model)


def test_another_checkout_with_the_same_files_shares_the_verdict(
    cache: VerdictCache, model: Model, tmp_path: Path
) -> None:
    cache.put(result_of(model))
    (tmp_path / "other").mkdir()
    for name in ("M.tla", "M.cfg"):
        (tmp_path / "other" / name).write_text(name)
    assert get(cache, made.model(tmp_path / "other")) is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: tools(folder, jar="0" * 64),
        lambda folder: tools(folder, jar=NEW),
        lambda folder: tools(folder, release="21.0.2"),
    ],
)
def test_other_tools_have_verdicts_of_their_own(
    cache: VerdictCache, model: Model, tmp_path: Path, change: Callable[[Path], Toolchain]
) -> None:
    cache.put(result_of(model))
    other = VerdictCache(tmp_path / "cache", change(tmp_path))
    assert get(other, model) is None
    assert other.key("0" * 64) != cache.key("0" * 64)


def relabel(cache: VerdictCache, model: Model, **changes: object) -> None:
    """Keep a changed result under a model's own key, as nothing but an attack or a mix-up does."""
    result = replace(result_of(model), **changes)
    cache.kept.put(cache.key(InputDigests().of(model)), result)
    assert len(entries(cache)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "gate"},
        {"claim": "gate"},
        {"role": Role.RED},
        {"sentence": "another sentence"},
        {"expectation": MustHold(6)},
        {"inputs": "0" * 64},
        {"files": ()},
        {"files": (FileDigest("M.tla", "0" * 64), FileDigest("M.cfg", "0" * 64))},
        {"tlc": KNOWN_JARS[NEW].banner},
        {"tlc": None},
        {"verdict": Verdict.UNEXPECTED},
        {"verdict": Verdict.BROKEN},
        {"verdict": Verdict.INCONCLUSIVE},
        {"reason": "holds in 7 distinct states"},
        {"statistics": Statistics(distinct=7)},
        {"statistics": Statistics()},
        {"has_properties": False},
        {"outcome": made.red().outcome},
    ],
    ids=str,
)
def test_a_result_that_does_not_fit_is_not_believed(
    cache: VerdictCache, model: Model, changes: dict[str, object]
) -> None:
    relabel(cache, model)
    assert get(cache, model) is not None
    relabel(cache, model, **changes)
    assert get(cache, model) is None


def test_the_verdict_on_another_model_s_files_is_not_believed(
    cache: VerdictCache, model: Model
) -> None:
    sound = result_of(model)
    edit(model.job.module, "M.tla", "another module")
    # The whole entry gets the label of the changed model, as if nothing else had changed.
    cache.kept.put(cache.key(InputDigests().of(model)), sound)
    assert get(cache, model) is None
    relabelled = replace(sound, inputs=result_of(model).inputs)
    cache.kept.put(cache.key(InputDigests().of(model)), relabelled)
    assert get(cache, model) is None


def test_an_entry_whose_content_was_edited_is_not_believed(
    cache: VerdictCache, model: Model
) -> None:
    cache.put(result_of(model))
    [file] = entries(cache)
    head, _, content = file.read_bytes().partition(b"\n")
    other = json.loads(content) | {"reason": "holds in 9 distinct states"}
    file.write_bytes(head + b"\n" + json.dumps(other).encode())
    assert get(cache, model) is None


DOUBTED = PossibleFault("tlaplus#1145", "M.tla:5", "TLC ignores the EXCEPT", "not mended")


def test_a_green_is_kept_only_while_the_registry_excludes_the_faults_it_depends_on(
    cache: VerdictCache, model: Model
) -> None:
    excluding = replace(model, excluded_faults=("tlaplus#1145",))
    excluded = replace(result_of(excluding), faults=(replace(DOUBTED, excluded=True),))
    cache.put(excluded)
    assert get(cache, excluding) == replace(excluded, cached=True)
    assert get(cache, model) is None


def test_of_several_threads_any_counterexample_is_believed(
    cache: VerdictCache, model: Model
) -> None:
    red = made.red()
    pinned = replace(
        model,
        id=red.id,
        claim=red.claim,
        role=red.role,
        sentence=red.sentence,
        expectation=replace(red.expectation, length=9),
    )
    digests = InputDigests(workers=4)
    found = replace(
        red,
        expectation=pinned.expectation,
        tlc=KNOWN_JARS[OLD].banner,
        workers=4,
        inputs=digests.of(pinned),
        files=digests.files(pinned),
    )
    cache.put(found)
    assert cache.get(pinned, digests) == replace(found, cached=True)
    cache.put(replace(found, workers=1))
    assert cache.get(pinned, digests) is None


def test_a_jar_that_is_not_known_may_say_any_version(tmp_path: Path, model: Model) -> None:
    cache = VerdictCache(tmp_path / "cache", tools(tmp_path, jar="0" * 64))
    cache.put(replace(result_of(model), tlc="TLC2 Version 2026"))
    assert get(cache, model) is not None


def kept_of(model: str, store: KeyedStore) -> dict[str, Path]:
    """Return the entries about a model by the verdicts that they hold."""
    entries = {file: json.loads(content_of(file)) for file in store.folder.glob("*.json")}
    return {one["verdict"]: file for file, one in entries.items() if one["id"] == model}


def content_of(file: Path) -> bytes:
    return file.read_bytes().partition(b"\n")[2]


# The tests above show that a relabelled entry is a miss; this one runs the whole program for it.
@pytest.mark.nightly
@pytest.mark.tlc
@pytest.mark.parametrize("labels", ["name", "name and first line"])
def test_the_sound_verdict_under_the_broken_model_s_name_is_not_believed(
    project: Path, moltverify: Run, environment: dict[str, str], labels: str
) -> None:
    assert moltverify("run", "door", "--green").returncode == 0
    edit(project / "specs" / "Door.tla", "MayOpen(v) == HasKey(v)", "MayOpen(v) == TRUE")
    assert moltverify("run", "door", "--green").returncode == 1
    store = KeyedStore(Path(environment["MOLTVERIFY_CACHE"]), KIND)
    kept = kept_of("door", store)
    sound, broken = kept["as expected"], kept["unexpected"]
    if labels == "name":
        sound.replace(broken)
    else:
        content = content_of(sound)
        broken.write_bytes(store.head(broken.stem, content) + b"\n" + content)
    again = moltverify("run", "door", "--green")
    assert again.returncode == 1
    assert "is violated" in again.stdout


@pytest.mark.nightly  # a copy of the package; test_code_digest.py shows what a change does
@pytest.mark.tlc
def test_a_changed_judge_takes_nothing_from_the_cache(
    project: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    package = Path(moltverify_package.__file__).parent
    copy = tmp_path / "copy" / "moltverify"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))

    jar = str(find_jar(None, {}).path)

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "moltverify", "run", "door", "--green"],
            cwd=project,
            env={**environment, "PYTHONPATH": str(copy.parent), JAR_VARIABLE: jar},
            capture_output=True,
            text=True,
            check=False,
        )

    assert run().returncode == 0
    assert "all cached" in run().stdout
    with (copy / "suite" / "verdict.py").open("a") as code:
        code.write(
            "\n\ndef judge(*_: object) -> Judgement:\n"
            '    return Judgement(Verdict.BROKEN, "the judge was changed")\n'
        )
    changed = run()
    assert changed.returncode == 3
    assert "the judge was changed" in changed.stdout
    assert "cached" not in changed.stdout
