"""JUnit XML: a test suite per claim, a test case per model, for CI servers.

Elements, attributes and their order are those of the XSD that Jenkins' xUnit plug-in publishes
(jenkinsci/xunit-plugin, junit-10.xsd).
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.registry.records import Registry, Role
from moltverify.report.pages.sections import ClaimSection, claim_sections, counterexample
from moltverify.report.story.escaping import inert, visible
from moltverify.report.story.other_jars import also_lines
from moltverify.report.story.remarks import remarks
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Searched

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Characters that inert() leaves and that XML 1.0 cannot contain (section 2.2, Char).
NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
# The XSD takes a time of day without a zone.
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
# A failure is evidence against what the registry expects; without evidence a test is an error.
TAGS = {
    Verdict.UNEXPECTED: "failure",
    Verdict.BROKEN: "error",
    Verdict.INCONCLUSIVE: "error",
    Verdict.DISPUTED: "error",
}


class Counts(Struct, frozen=True):
    """Numbers of tests by result; `seconds` is the sum of their times."""

    tests: int
    failures: int
    errors: int
    skipped: int
    seconds: float


def junit_xml(suite: SuiteResult, registry: Registry) -> bytes:
    """Return the suite as JUnit XML, in UTF-8."""
    from xml.etree import ElementTree  # noqa: PLC0415 - only this format needs it

    parts = tuple(claim_sections(suite, registry))
    counts = junit_counts(suite.models, suite.missing)
    root = ElementTree.Element("testsuites", {"name": safe(suite.title), **written(counts)})
    # Not the sum of the tests: models run at the same time.
    root.set("time", f"{suite.seconds:.3f}")
    for part in parts:
        root.append(suite_element(part, suite))
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def suite_element(part: ClaimSection, suite: SuiteResult) -> "Element":
    """Return a claim's test suite."""
    element = new("testsuite", name=part.id, **written(junit_counts(part.results, part.missing)))
    stamp = STAMP.match(suite.started)
    if stamp:
        element.set("timestamp", stamp[0])
    properties = new("properties")
    for name, value in suite_properties(part, suite):
        properties.append(new("property", name=name, value=value))
    element.append(properties)
    element.extend(case_element(part, result) for result in part.results)
    element.extend(skipped_element(part, name) for name in part.missing)
    return element


def suite_properties(part: ClaimSection, suite: SuiteResult) -> Iterator[tuple[str, str]]:
    """Yield the properties that identify the claim and the tools."""
    yield "title", part.title
    if part.claim and part.claim.statement:
        yield "statement", part.claim.statement
    yield "moltverify", suite.moltverify
    yield "tla2tools.jar sha256", suite.tools.jar
    for jar in suite.tools.also:
        yield f"{jar.name} tla2tools.jar sha256", jar.jar
    for line in also_lines(suite.tools.also, part.results):
        yield "comparison", line


def case_element(part: ClaimSection, result: ModelResult) -> "Element":
    """Return a model's test case."""
    name = part.name_of(result.id)
    case = new("testcase", classname=part.id, name=name, time=f"{result.seconds:.3f}")
    story = counterexample(result, part.phrases, part.properties, part.claim)
    tag = TAGS.get(result.verdict)
    if tag:
        trouble = new(tag, message=result.reason, type=result.verdict.value)
        trouble.text = safe("\n\n".join(filter(None, [result.reason, story])))
        case.append(trouble)
    # A test that passes has no element for a text except its output.
    lead = "Fault: " if result.role is Role.RED else ""
    # A model without a sentence in the registry has its name in place of one.
    sentence = "" if result.sentence == name else f"{lead}{result.sentence}"
    told = [*filter(None, [sentence]), story] if story and not tag else []
    # Conditions and parts are in the reason, which a passed test has no place for.
    weaker = result.conditions or result.parts or isinstance(result.outcome, Searched)
    depends = [result.reason] if weaker and not tag else []
    texts = [*told, *depends, *remarks(result)]
    if texts:
        output = new("system-out")
        output.text = safe("\n\n".join(texts) + "\n")
        case.append(output)
    return case


def skipped_element(part: ClaimSection, model_id: str) -> "Element":
    """Return the test case of a model that was not run."""
    case = new("testcase", classname=part.id, name=part.name_of(model_id), time="0.000")
    case.append(new("skipped", message="not run"))
    return case


def new(tag: str, **attributes: str) -> "Element":
    """Return an element, its attributes with escapes for what XML cannot contain."""
    from xml.etree.ElementTree import Element  # noqa: PLC0415 - only this format needs it

    return Element(tag, {name: safe(value) for name, value in attributes.items()})


def safe(text: str) -> str:
    """Return the text with an escape for each character that XML 1.0 cannot contain."""
    return NOT_IN_XML.sub(visible, inert(text))


def junit_counts(results: Sequence[ModelResult], missing: Sequence[str]) -> Counts:
    """Return the numbers by JUnit's categories; a missing model is a skipped test."""
    tags = [TAGS.get(result.verdict) for result in results]
    return Counts(
        tests=len(tags) + len(missing),
        failures=tags.count("failure"),
        errors=tags.count("error"),
        skipped=len(missing),
        seconds=sum(result.seconds for result in results),
    )


def written(counts: Counts) -> dict[str, str]:
    """Return counts as attributes."""
    return {
        "tests": str(counts.tests),
        "failures": str(counts.failures),
        "errors": str(counts.errors),
        "skipped": str(counts.skipped),
        "time": f"{counts.seconds:.3f}",
    }
