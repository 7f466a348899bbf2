"""Sites for tests: of the sample's recorded run with made replays, and of a run of real specs."""

import gzip
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from moltverify.conformance.drift_record import read_recorded
from moltverify.conformance.records import Status, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.load import load_registry
from moltverify.registry.records import Advisory, Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.extra_findings import Further
from moltverify.site.run_history import run_entry
from moltverify.site.site import site_files
from moltverify.site.site_contents import SiteContents, SiteSources
from moltverify.suite.results import suite_from_json
from tests.conformance.made import vector
from tests.report import sample

TOP = Path(__file__).parents[2]
RECORDED = TOP / "tests" / "report" / "recorded"
FORGED = Advisory("CVE-2026-1", "A forged key opens the door", ("issue 7",), "2.0.0")
OPEN = VectorDifference(
    vector(1, {"door": "shut"}, {"door": "open"}), {"door": "open"}, "The lock is not looked at."
)


def finding(claim: str, version: str, status: Status, reason: str = "") -> ReplayFinding:
    """Return what a replay says of a claim in a release; a laxer one has an example."""
    examples = (OPEN,) if status is Status.LAXER else ()
    return ReplayFinding(
        claim=claim,
        model=claim,
        package="hinge",
        version=version,
        status=status,
        reason=reason,
        replayed=10,
        examples=examples,
    )


REPLAYS = (
    finding("door", "1.0.0", Status.LAXER),
    finding("door", "1.1.0", Status.LAXER),
    finding("door", "2.0.0", Status.CONFORMS),
    finding("lamp", "1.0.0", Status.CONFORMS),
    finding("lamp", "2.0.0", Status.LAXER),
    finding("vault", "2.0.0", Status.NO_COUNTERPART, "hinge has no vault"),
)


def sample_registry() -> Registry:
    """Return the sample's registry, with an advisory of its first claim and one of none."""
    known = sample.registry()
    claims = tuple(
        replace(one, advisories=(FORGED,)) if one.id == "door" else one for one in known.claims
    )
    uncovered = (Advisory("CVE-2026-2", "The window is open", reason="The model has no window."),)
    return replace(known, claims=claims, uncovered=uncovered)


def sample_contents(*replays: ReplayFinding, runs: Path = TOP / "no-runs") -> SiteContents:
    """Return what a site of the sample's run is made of."""
    sources = SiteSources(
        suite=sample.suite(),
        registry=sample_registry(),
        texts=sample.sources(),
        further=Further(recorded=replays),
        runs=runs,
    )
    return SiteContents(sources)


@cache
def recorded_contents() -> SiteContents:
    """Return a site of a recorded run of `pairing-race`, with its replays on record and guides."""
    suite = suite_from_json(gzip.decompress((RECORDED / "run.json.gz").read_bytes()))
    registry = load_registry(RECORDED / "specs" / "registry.yaml")
    recorded = read_recorded(TOP / "specs")
    assert recorded is not None
    sources = SiteSources(
        suite=suite,
        registry=registry,
        texts=read_spec_texts(registry, {one.id for one in suite.models}),
        further=Further(recorded=recorded.of_claim("pairing-race")),
        runs=TOP / "no-runs",
        docs=TOP / "docs",
    )
    return SiteContents(sources)


def made_files(contents: SiteContents) -> dict[str, bytes]:
    """Return all files of a site by their paths."""
    files = list(site_files(contents, [run_entry(contents)]))
    paths = [str(one.path) for one in files]
    assert len(paths) == len(set(paths)), "two files of the site have the same path"
    return {str(one.path): one.content for one in files}


@cache
def sample_site() -> dict[str, bytes]:
    """Return the files of the sample's site."""
    return made_files(sample_contents(*REPLAYS))


@cache
def recorded_site() -> dict[str, bytes]:
    """Return the files of the recorded run's site."""
    return made_files(recorded_contents())
