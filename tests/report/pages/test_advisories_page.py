"""The page about published holes."""

from pathlib import Path

from msgspec.structs import replace

from moltverify.registry.load import load_registry
from moltverify.registry.records import Advisory, Registry
from moltverify.report.pages.advisories_page import advisories_page


def registry_with(project: Path, *, uncovered: tuple[Advisory, ...] = ()) -> Registry:
    registry = load_registry(project / "specs" / "registry.yaml")
    hole = Advisory("CVE-2026-0001", "No | lock", ("PR 12",), "2.0")
    claim = registry.claim("door")
    red = replace(claim.reds[0], advisories=("PR 12",))
    claim = replace(claim, advisories=(hole,), reds=(red,))
    return replace(registry, claims=(claim,), uncovered=uncovered)


def test_a_registry_without_advisories_has_no_page(project: Path) -> None:
    assert advisories_page(load_registry(project / "specs" / "registry.yaml")) == ""


def test_each_advisory_has_its_claim_and_the_reds_of_its_shape(project: Path) -> None:
    page = advisories_page(registry_with(project))
    assert "1 published hole that a claim is about; 1 of them" in page
    assert (
        "| [CVE-2026-0001](https://www.cve.org/CVERecord?id=CVE-2026-0001), PR 12 "
        "| No \\| lock | 2.0 | [`door`](house.md#door) | `door:unlocked` |"
    ) in page
    assert "No claim is about these" not in page


def test_what_no_claim_is_about_is_listed_with_the_reason(project: Path) -> None:
    burns = Advisory("issue 7", "It burns", reason="Nobody <goes> in by it.")
    page = advisories_page(registry_with(project, uncovered=(burns,)))
    assert "## No claim is about these" in page
    assert "| issue 7 | It burns | not known | Nobody &lt;goes&gt; in by it. |" in page
