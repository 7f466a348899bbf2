"""A claim whose models follow random traces: what the verdict says, and what it never says."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run, edit

MODULE = """\
---- MODULE Hops ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == \\E i \\in 1..3: x' = (x + i) % 50
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Small == x < 50
Not47 == x # 47
Returns == []<>(x < 50)
====
"""
CLAIMS = """\
claims:
  - id: hops
    mode: {simulate: {traces: 200, depth: 50}}
    green: {module: Hops.tla}
    reaches:
      - {id: middle, expression: x = 30}
      - {id: outside, expression: x = 77}
    reds:
      - {id: hit, config: Hit.cfg, violates: Not47}
      - {id: missed, config: Missed.cfg, violates: Small}
"""
SEARCHED = "searched 200 traces of up to 50 steps, found nothing"


@pytest.fixture
def hops(project: Path) -> Path:
    """The project with a claim of random traces instead of its own."""
    specs = project / "specs"
    for file in specs.glob("Door*"):
        file.unlink()
    for name, text in {
        "registry.yaml": CLAIMS,
        "Hops.tla": MODULE,
        "Hops.cfg": "INIT Init\nNEXT Next\nINVARIANT Small\n",
        "Hit.cfg": "INIT Init\nNEXT Next\nINVARIANT Not47\n",
        "Missed.cfg": "INIT Init\nNEXT Next\nINVARIANT Small\n",
        "Live.cfg": "SPECIFICATION Spec\nINVARIANT Small\nPROPERTY Returns\n",
    }.items():
        (specs / name).write_text(text)
    return specs


@pytest.mark.tlc
@pytest.mark.usefixtures("hops")
def test_a_receipt_of_random_traces_is_verified_by_the_same_traces(
    project: Path, moltverify: Run
) -> None:
    moltverify("run", "--report", "receipt=r.json")
    receipt = json.loads((project / "r.json").read_text())
    assert receipt["models"][0]["outcome"] == "searched 200 traces, depth 50, seed 0"
    same = moltverify("verify-receipt", "r.json")
    assert same.stdout == "5 models: all the same\n", same.stdout
    assert same.returncode == 0
    receipt["models"][0]["outcome"] = "holds"
    (project / "r.json").write_text(json.dumps(receipt))
    other = moltverify("verify-receipt", "r.json")
    assert other.returncode == 1
    assert "hops outcome: was holds, is searched 200 traces, depth 50, seed 0" in other.stdout


@pytest.mark.tlc
def test_what_finds_nothing_is_searched_and_a_violation_is_one_in_every_report(
    hops: Path, moltverify: Run
) -> None:
    done = moltverify(
        "run", "--json", "--no-cache", "--report", "html=p.html", "--report", "junit=j.xml"
    )
    assert done.returncode == 3, done.stderr
    models = {one["id"]: one for one in json.loads(done.stdout)["models"]}
    green, hit = models["hops"], models["hops:hit"]
    assert (green["verdict"], green["reason"]) == ("as expected", SEARCHED)
    assert green["outcome"] == {
        "type": "searched",
        "depth": 50,
        "seed": 0,
        "seeds": 1,
        "traces": 200,
    } | {key: green["outcome"][key] for key in ("seconds",) if key in green["outcome"]}
    assert hit["verdict"] == "as expected"
    assert hit["outcome"]["trace"]["steps"]
    assert models["hops@middle"]["verdict"] == "as expected"
    for missed in ("hops@outside", "hops:missed"):
        assert models[missed]["verdict"] == "inconclusive"
        assert models[missed]["reason"].endswith(f"but TLC {SEARCHED}")
    for report in ("p.html", "j.xml"):
        assert SEARCHED in (hops.parent / report).read_text(encoding="utf-8")


@pytest.mark.tlc
def test_the_same_seed_gives_the_same_trace_and_another_one_is_another_model(
    hops: Path, moltverify: Run
) -> None:
    def trace() -> object:
        done = moltverify("run", "hops:hit", "--json", "--workers", "2", "--no-cache")
        [model] = json.loads(done.stdout)["models"]
        return model["inputs"], model["outcome"]["trace"]

    first = trace()
    assert trace() == first
    edit(hops / "registry.yaml", "depth: 50}", "depth: 50, seed: 7}")
    other = trace()
    assert other != first


@pytest.mark.campaign  # as long as its time limit; tests/tlc/test_searched.py reads such outputs
@pytest.mark.tlc
def test_a_time_limit_ends_a_search_and_liveness_is_said_to_be_checked_in_part(
    hops: Path, moltverify: Run
) -> None:
    edit(hops / "registry.yaml", "traces: 200, depth: 50", "seconds: 20")
    edit(hops / "registry.yaml", "module: Hops.tla", "module: Hops.tla, config: Live.cfg")
    done = moltverify("run", "hops", "--green", "--json", "--jobs", "3", "--no-cache")
    [model] = [one for one in json.loads(done.stdout)["models"] if one["id"] == "hops"]
    assert model["verdict"] == "as expected"
    assert model["reason"].startswith("searched traces of up to 100 steps for 20 s (TLC had ")
    assert model["reason"].endswith(
        "found nothing, with Returns (liveness) only where one trace returns to a state"
    )


@pytest.mark.tlc
def test_a_jar_without_generate_is_named(hops: Path, moltverify: Run) -> None:
    edit(hops / "registry.yaml", "simulate", "generate")
    done = moltverify("run", "hops:hit", "--no-cache")
    assert done.returncode == 3
    assert "does not have the option -generate" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("mode", "mistake"),
    [
        ("{simulate: {depth: 5}}", "needs an end: the key 'traces' or 'seconds'"),
        ("{simulate: {traces: 0}}", "expected a whole number"),
        ("{}", "expected one of the keys 'simulate' and 'generate'"),
        ("{simulate: {traces: 1}, generate: {traces: 1}}", "expected one of the keys"),
        ("random", "exhaustive"),
    ],
)
def test_a_mode_that_says_too_little_or_too_much_is_a_mistake(
    hops: Path, moltverify: Run, mode: str, mistake: str
) -> None:
    edit(hops / "registry.yaml", "{simulate: {traces: 200, depth: 50}}", mode)
    done = moltverify("check-registry")
    assert done.returncode == 2
    assert "registry.yaml:3:" in done.stderr
    assert mistake in done.stderr


@pytest.mark.parametrize("own", ["", ", mode: {simulate: {traces: 5}}"])
def test_a_number_of_states_is_a_mistake_beside_random_traces(
    hops: Path, moltverify: Run, own: str
) -> None:
    mode = f"module: Hops.tla, distinct: 50{own}"
    edit(hops / "registry.yaml", "module: Hops.tla", mode)
    assert "random traces are no count of all states" in moltverify("check-registry").stderr


@pytest.mark.tlc
def test_the_audit_says_that_it_measures_no_coverage_and_asks_for_no_count(
    hops: Path, moltverify: Run
) -> None:
    found = moltverify("audit", "hops", "--registry", str(hops / "registry.yaml")).stdout
    assert "not checked: hops: coverage and conditions: random traces only" in found
    assert "no-floor" not in found
