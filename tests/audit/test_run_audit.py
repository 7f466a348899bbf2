"""A whole audit: which claims are run and inspected, in which order, and which files are stray."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.results import AuditResult
from moltverify.audit.run_audit import (
    AuditPlan,
    inspect_claims,
    registered_verdicts,
    run_audit,
    stray_findings,
)
from moltverify.audit.unregistered_models import unregistered_models
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.running.job import TlcOptions
from tests.audit.parsed import LAMP, write_model
from tests.audit.played import GivenSpec, Played, holding, stage_in, violating

SAFE = f"{LAMP}Safe == x < 3\n"
CHECKED = "SPECIFICATION Spec\nINVARIANT Safe\n"


def plan_of(folder: Path, *names: str, whole: bool = False) -> AuditPlan:
    """Return the plan of an audit of models in a folder, which no registry names."""
    for name in names:
        write_model(folder / "specs", SAFE, CHECKED, name)
    claims = unregistered_models([folder / "specs"], [], [], TlcOptions(timeout=10)).claims
    return AuditPlan(
        title="Lamps", claims=claims, registry=None, folders=(folder / "specs",), whole=whole
    )


def registered_plan(registry: Registry) -> AuditPlan:
    return AuditPlan(title="", claims=registry.claims, registry=registry)


def holds(_: GivenSpec) -> Played:
    return holding()


def ids(result: AuditResult) -> list[str]:
    return [one.claim for one in result.claims]


def test_claims_are_reported_in_their_order_with_what_was_shown_meanwhile(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "Lamp", "Bulb", "Candle")
    _, bench = stage_in(tmp_path, holds)
    shown: list[str] = []
    result = run_audit(plan, bench, shown.append)
    assert ids(result) == ["Bulb", "Candle", "Lamp"]
    assert shown == ["Bulb", "Candle", "Lamp", ""]
    assert (result.title, result.seconds > 0) == ("Lamps", True)


def test_findings_of_all_claims_are_joined(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "Lamp", "Bulb")
    _, bench = stage_in(tmp_path, lambda _: violating())
    result = run_audit(plan, bench, lambda _: None)
    assert [f"{one.claim} {one.key}" for one in result.findings] == [
        "Bulb unused-property:TypeOK",
        "Bulb green-not-as-expected:green",
        "Lamp unused-property:TypeOK",
        "Lamp green-not-as-expected:green",
    ]


def test_a_config_that_cannot_be_read_is_a_finding_and_the_others_are_audited(
    tmp_path: Path,
) -> None:
    plan = plan_of(tmp_path, "Lamp", "Bulb")
    (tmp_path / "specs/Bulb.cfg").write_text("SPECIFICATION\n")
    _, bench = stage_in(tmp_path, holds)
    result = run_audit(plan, bench, lambda _: None)
    assert ids(result) == ["Bulb", "Lamp"]
    [finding] = [one for one in result.findings if one.claim == "Bulb"]
    assert finding.key == "not-audited:green"
    assert "Bulb.cfg: line 2" in finding.message


ALLOWS = """
    audit:
      allow:
        - finding: unused-definition:Spare
          reason: The next version uses it.
"""


@pytest.mark.parametrize(("allows", "second"), [("", []), (ALLOWS, ["unused-definition:Spare"])])
def test_what_no_claim_of_a_module_uses_is_reported_by_the_first_and_by_those_that_allow_it(
    project: Path, tmp_path: Path, allows: str, second: list[str]
) -> None:
    file, module = project / "specs/registry.yaml", project / "specs/Door.tla"
    text = file.read_text()
    _, entry = text.split("claims:\n")
    file.write_text(f"{text.rstrip()}\n{entry.replace('id: door', 'id: gate').rstrip()}{allows}\n")
    own, _, end = module.read_text().rpartition("====")
    module.write_text(f"{own}Spare == 7\n===={end}")
    _, bench = stage_in(tmp_path, door)
    result = run_audit(registered_plan(load_registry(file)), bench, lambda _: None)
    assert [one.key for one in result.findings if "Spare" in one.key and one.claim == "door"] == [
        "unused-definition:Spare"
    ]
    assert [one.key for one in result.findings if "Spare" in one.key and one.claim == "gate"] == (
        second
    )
    assert not [one for one in result.findings if "unused-allowance" in one.key]


def test_nothing_is_begun_once_the_user_wishes_to_stop(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, holds)
    bench.stop.set()
    result = run_audit(plan_of(tmp_path, "Lamp"), bench, lambda _: None)
    assert (result.claims, result.findings, stage.specs) == ((), (), [])


def test_a_claim_begun_before_the_stop_is_inspected_and_later_ones_are_left_out(
    tmp_path: Path,
) -> None:
    plan = plan_of(tmp_path, "Bulb", "Candle")
    _, bench = stage_in(tmp_path, holds)

    def stop_at(claim: str) -> None:
        if claim == "Bulb":
            bench.stop.set()

    inspections = inspect_claims(plan, [], bench, stop_at)
    assert [one.strength.claim for one in inspections] == ["Bulb"]


def test_files_that_no_model_uses_are_findings_of_a_whole_audit(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "Lamp", whole=True)
    (tmp_path / "specs/Old.tla").write_text("")
    _, bench = stage_in(tmp_path, holds)
    found = run_audit(plan, bench, lambda _: None).findings
    assert [one.key for one in found if not one.claim] == ["stray-file:Old.tla"]
    found = run_audit(replace(plan, whole=False), bench, lambda _: None).findings
    assert [one.key for one in found if not one.claim] == []


def test_modules_that_a_model_extends_are_not_stray(tmp_path: Path) -> None:
    write_model(tmp_path / "specs", SAFE, CHECKED, "Lamp", Wire="Idle == TRUE")
    plan = plan_of(tmp_path)
    assert list(stray_findings(plan)) == []


def test_files_of_a_registry_are_looked_for_in_its_folder(project: Path) -> None:
    plan = registered_plan(load_registry(project / "specs/registry.yaml"))
    (project / "specs/Old.cfg").write_text("")
    assert [one.key for one in stray_findings(plan)] == ["stray-file:Old.cfg"]


def verdicts(project: Path, bench: Bench, shown: list[str]) -> list[str]:
    """Return the verdicts of the project's models with their ids."""
    plan = registered_plan(load_registry(project / "specs/registry.yaml"))
    results = registered_verdicts(plan, bench, shown.append)
    return [f"{one.id} {one.verdict.value}" for one in results]


def door(spec: GivenSpec) -> Played:
    """Answer as TLC does to the models of the small project."""
    if spec.module == "MoltverifyWitness.tla":
        return violating("MoltverifyUnreached", 3)
    return violating("OnlyWithKey", 3) if "Unlocked" in spec.module else holding(distinct=6)


def test_the_models_of_a_registry_are_run_before_claims_are_inspected(
    project: Path, tmp_path: Path
) -> None:
    stage, bench = stage_in(tmp_path, door)
    shown: list[str] = []
    found = verdicts(project, bench, shown)
    assert found == [
        "door as expected",
        "door@let-in as expected",
        "door:unlocked as expected",
    ]
    assert sorted(shown) == ["door", "door:unlocked", "door@let-in"]
    assert len(stage.specs) == 3


def test_a_model_without_a_registry_has_no_verdict(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path)
    assert registered_verdicts(plan_of(tmp_path, "Lamp"), bench, lambda _: None) == []
    assert stage.specs == []


def test_verdicts_reach_the_inspection_of_their_claim(project: Path, tmp_path: Path) -> None:
    _, bench = stage_in(tmp_path, lambda _: holding(distinct=5))
    plan = registered_plan(load_registry(project / "specs/registry.yaml"))
    result = run_audit(plan, bench, lambda _: None)
    assert {"green-not-as-expected:green", "witness-not-reached:let-in"} <= {
        one.key for one in result.findings
    }
