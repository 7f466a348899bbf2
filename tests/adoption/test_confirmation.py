"""What is left out of a plan when a model is not as expected, and what goes with it."""

from pathlib import Path

import pytest

from moltverify.adoption.confirmation import (
    is_cut_short,
    job_key,
    model_ids,
    reduced_claim,
    without_models,
)
from moltverify.adoption.plan import (
    AdoptionPlan,
    ClaimPlan,
    GreenPlan,
    LeftOut,
    RedPlan,
    WitnessPlan,
)
from moltverify.errors import RegistryError
from moltverify.running.job import RandomSearch, TlcJob, TlcOptions
from moltverify.tlc.outcome import ViolationKind

GREEN = GreenPlan(module=Path("M.tla"), config=Path("M.cfg"), distinct=6)


def red(name: str) -> RedPlan:
    """Return a red with a config of its name."""
    config = Path(f"{name}.cfg")
    kind = ViolationKind.INVARIANT
    return RedPlan(id=name, module=Path("M.tla"), config=config, property="P", kind=kind)


WITNESS = WitnessPlan(id="reach", config=Path("reach.cfg"), never="Never")
CLAIM = ClaimPlan(id="door", green=GREEN, reds=(red("a"), red("b")), witnesses=(WITNESS,))


def test_a_red_or_a_witness_with_a_fault_goes_alone() -> None:
    kept, lost = reduced_claim(CLAIM, {"door:a": "too long", "door@reach": "not reached"})
    assert ([one.id for one in kept.reds], kept.witnesses, kept.green) == (["b"], (), GREEN)
    assert lost == [
        LeftOut(Path("a.cfg"), "too long"),
        LeftOut(Path("reach.cfg"), "not reached"),
    ]


def test_the_witnesses_go_with_their_green_and_the_reds_stay() -> None:
    kept, lost = reduced_claim(CLAIM, {"door": "12 states"})
    assert (kept.green, kept.witnesses) == (None, ())
    assert [one.id for one in kept.reds] == ["a", "b"]
    assert lost == [
        LeftOut(Path("M.cfg"), "12 states"),
        LeftOut(Path("reach.cfg"), "its green is left out"),
    ]


def test_a_green_that_the_registry_has_already_is_not_said_to_be_left_out() -> None:
    grown = ClaimPlan(id="door", green=GREEN, reds=(red("a"),), grows=True)
    assert reduced_claim(grown, {"door": "12 states"})[1] == []


def test_a_mistake_of_a_claim_without_a_green_is_one_of_all_its_reds() -> None:
    alone = ClaimPlan(id="door", reds=(red("a"), red("b")))
    kept, lost = reduced_claim(alone, {"door": "no reason for SYMMETRY"})
    assert kept.is_empty
    assert [one.config.name for one in lost] == ["a.cfg", "b.cfg"]


def test_a_claim_without_a_model_goes_and_the_others_stay() -> None:
    other = ClaimPlan(id="gate", green=GREEN)
    plan = AdoptionPlan((ClaimPlan(id="door", green=GREEN), other), (LeftOut(Path("x"), "y"),))
    reduced = without_models(plan, {"door": "broken"})
    assert reduced.claims == (other,)
    assert reduced.left_out == (LeftOut(Path("x"), "y"), LeftOut(Path("M.cfg"), "broken"))


def test_a_mistake_of_no_model_ends_the_adoption() -> None:
    with pytest.raises(RegistryError, match="the models fit no registry: title: too long"):
        without_models(AdoptionPlan((CLAIM,)), {"suite": "title: too long"})


def test_the_ids_of_a_claim_s_models_are_those_of_the_registry() -> None:
    assert model_ids(CLAIM) == ["door", "door@reach", "door:a", "door:b"]


def test_only_a_claim_that_is_nothing_but_late_has_nothing_to_run() -> None:
    late = GreenPlan(module=Path("M.tla"), config=Path("M.cfg"), cut_short=True)
    assert is_cut_short(ClaimPlan(id="door", green=late))
    assert not is_cut_short(ClaimPlan(id="door", green=late, reds=(red("a"),)))
    assert not is_cut_short(CLAIM)


def test_runs_are_the_same_whatever_their_time_limit_and_by_whatever_path(tmp_path: Path) -> None:
    direct = TlcJob(module=tmp_path / "M.tla", config=tmp_path / "M.cfg")
    around = TlcJob(
        module=tmp_path / "specs" / ".." / "M.tla",
        config=tmp_path / "M.cfg",
        options=TlcOptions(timeout=9.0),
    )
    assert job_key(direct) == job_key(around)


@pytest.mark.parametrize(
    "options",
    [
        TlcOptions(deadlock=False),
        TlcOptions(heap="2g"),
        TlcOptions(random_search=RandomSearch(option="-simulate", traces=9, depth=9, seconds=None)),
    ],
)
def test_runs_with_other_options_are_not_the_same(tmp_path: Path, options: TlcOptions) -> None:
    module, config = tmp_path / "M.tla", tmp_path / "M.cfg"
    other = TlcJob(module=module, config=config, options=options)
    assert job_key(TlcJob(module=module, config=config)) != job_key(other)
