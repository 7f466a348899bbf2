"""Answers about logs, and about copies of a system's state, as JUnit XML: a test case for each."""

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from moltverify.registry.records import Claim, Registry
from moltverify.report.files.junit_xml import Counts, new, safe, written
from moltverify.report.terminal.fit_text import proof_lines
from moltverify.report.terminal.plain_text import fit_words
from moltverify.tracing.snapshot_answers import ClaimAnswer, SnapshotReport
from moltverify.tracing.trace_answers import FitAnswer, LogProof, TraceReport

# A failure is evidence against the model; without evidence a test is an error.
FAILURES = {FitAnswer.DOES_NOT_FIT, FitAnswer.VIOLATES}
NOT_RUN = Counts(1, 0, 0, 1, 0.0)
WIDTH = 80  # columns of the text in a test case


def fit_junit_xml(report: TraceReport, claim: Claim) -> bytes:
    """Return an answer as JUnit XML, in UTF-8."""
    facts = [(f"{log.name} sha256", log.sha256) for log in report.logs]
    return junit_document(claim.title, [counts_of(report)], [fit_suite(report, claim, facts)])


def snapshot_junit_xml(report: SnapshotReport, registry: Registry) -> bytes:
    """Return the answers about copies of a system's state as JUnit XML, in UTF-8."""
    copies = [(f"{one.name} sha256", one.sha256) for one in report.snapshots]
    suites = [
        fit_suite(one.report, registry.claim(one.claim), [*copies, *unseen_properties(one)])
        if one.report
        else missing_suite(one)
        for one in report.claims
    ]
    counts = [counts_of(one.report) if one.report else NOT_RUN for one in report.claims]
    return junit_document("copies of the system's state", counts, suites)


def junit_document(title: str, counts: Sequence[Counts], suites: Sequence[Element]) -> bytes:
    """Return test suites as a document; `counts` are those of each."""
    whole = Counts(
        tests=sum(one.tests for one in counts),
        failures=sum(one.failures for one in counts),
        errors=sum(one.errors for one in counts),
        skipped=sum(one.skipped for one in counts),
        seconds=sum(one.seconds for one in counts),
    )
    root = ElementTree.Element("testsuites", {"name": safe(title), **written(whole)})
    root.extend(suites)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def counts_of(report: TraceReport) -> Counts:
    """Return an answer as numbers of tests."""
    failed = report.answer in FAILURES
    error = not failed and not report.ok
    proof = report.proof
    return Counts(
        tests=1 + int(proof is not None),
        failures=int(failed) + int(proof is not None and not proof.ok),
        errors=int(error),
        skipped=0,
        seconds=report.seconds,
    )


def unseen_properties(answer: ClaimAnswer) -> list[tuple[str, str]]:
    """Return what was not looked at, as names and values of properties."""
    found = [("not looked at", f"{one.rows:,}: {one.reason}") for one in answer.skipped]
    return found + [("not shown by the tables", one) for one in answer.unseen]


def missing_suite(answer: ClaimAnswer) -> Element:
    """Return the test suite of a claim whose tables are not there."""
    suite = new("testsuite", name=answer.claim, **written(NOT_RUN))
    case = new("testcase", classname=answer.claim, name="log", time="0.000")
    case.append(new("skipped", message=f"not looked at: {answer.missing}"))
    suite.append(case)
    return suite


def fit_suite(report: TraceReport, claim: Claim, facts: Sequence[tuple[str, str]]) -> Element:
    """Return an answer as a test suite: a test case, and one for seeded logs if some were tried."""
    suite = new("testsuite", name=claim.id, **written(counts_of(report)))
    properties = new("properties")
    tools = [("moltverify", report.moltverify), ("tla2tools.jar sha256", report.jar)]
    for name, value in [*tools, *facts]:
        properties.append(new("property", name=name, value=value))
    suite.append(properties)
    suite.append(fit_case(report, claim))
    if report.proof:
        suite.append(proof_case(report.proof, claim))
    return suite


def fit_case(report: TraceReport, claim: Claim) -> Element:
    """Return an answer as a test case."""
    case = new("testcase", classname=claim.id, name="log", time=f"{report.seconds:.3f}")
    text = safe(fit_words(claim, report))
    if report.ok:
        inside = new("system-out")
    else:
        kind = "failure" if report.answer in FAILURES else "error"
        inside = new(kind, message=report.reason, type=report.answer.value)
    inside.text = text
    case.append(inside)
    return case


def proof_case(proof: LogProof, claim: Claim) -> Element:
    """Return what became of seeded logs as a test case."""
    case = new("testcase", classname=claim.id, name="seeded logs", time="0.000")
    lines = [line.text for line in proof_lines(proof, WIDTH)]
    if proof.ok:
        inside = new("system-out")
    else:
        inside = new("failure", message=lines[0].strip(), type="too many fit")
    inside.text = safe("\n".join(lines))
    case.append(inside)
    return case
