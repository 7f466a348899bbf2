"""The answer about a log as JUnit XML: one test case."""

from xml.etree import ElementTree

from moltverify.registry.records import Claim
from moltverify.report.files.junit_xml import Counts, new, safe, written
from moltverify.report.terminal.plain_text import fit_words
from moltverify.tracing.trace_answers import FitAnswer, TraceReport

# A failure is evidence against the model; without evidence a test is an error.
FAILURES = {FitAnswer.DOES_NOT_FIT, FitAnswer.VIOLATES}


def fit_junit_xml(report: TraceReport, claim: Claim) -> bytes:
    """Return an answer as JUnit XML, in UTF-8."""
    failed = report.answer in FAILURES
    counts = Counts(1, int(failed), int(not failed and not report.ok), 0, report.seconds)
    root = ElementTree.Element("testsuites", {"name": safe(claim.title), **written(counts)})
    suite = new("testsuite", name=claim.id, **written(counts))
    properties = new("properties")
    facts = {"moltverify": report.moltverify, "tla2tools.jar sha256": report.jar}
    facts |= {f"{log.name} sha256": log.sha256 for log in report.logs}
    for name, value in facts.items():
        properties.append(new("property", name=name, value=value))
    suite.append(properties)
    case = new("testcase", classname=claim.id, name="log", time=f"{report.seconds:.3f}")
    text = safe(fit_words(claim, report))
    if report.ok:
        inside = new("system-out")
    else:
        kind = "failure" if failed else "error"
        inside = new(kind, message=report.reason, type=report.answer.value)
    inside.text = text
    case.append(inside)
    suite.append(case)
    root.append(suite)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
