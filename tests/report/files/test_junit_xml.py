"""JUnit XML, read back by a library that CI tools use."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from msgspec.structs import replace

from moltverify.report.files.junit_xml import junit_xml, safe
from moltverify.suite.results import SuiteResult
from moltverify.suite.verdict import Verdict
from tests.report import sample

# From the XSD of Jenkins' xUnit plug-in, junit-10.xsd.
ALLOWED = {
    "testsuites": {"name", "time", "tests", "failures", "disabled", "errors", "skipped"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message", "type"},
    "system-out": set(),
}


def suites(suite: SuiteResult) -> dict[str, TestSuite]:
    parsed = JUnitXml.fromstring(junit_xml(suite, sample.registry()))
    return {one.name: one for one in parsed if isinstance(one, TestSuite)}


def case(claim: str, name: str) -> TestCase:
    found = next(one for one in suites(sample.suite())[claim] if one.name == name)
    assert isinstance(found, TestCase)
    return found


def test_a_claim_is_a_suite_and_a_model_a_case() -> None:
    found = {(name, one.name) for name, suite in suites(sample.suite()).items() for one in suite}
    ids = {f"{claim}:{name}" for claim, name in found}
    expected = {model.id.replace("@", ":") for model in sample.suite().models}
    assert {name.removesuffix(":green") for name in ids} == expected


def test_a_red_that_fails_as_expected_is_a_passed_test_with_its_story() -> None:
    red = case("door", "tailgate")
    assert red.is_passed
    assert "3  Mallory walks in" in str(red.system_out)
    assert "Fault: Whoever finds the door unlocked may enter." in str(red.system_out)


def test_an_unexpected_verdict_is_a_failure_with_the_counterexample() -> None:
    (failure,) = case("vault", "green").result
    assert isinstance(failure, Failure)
    assert failure.type == "unexpected"
    assert "AtMostOnce is violated" in str(failure.message)
    assert "opened  1 -> 2" in str(failure.text)


def test_a_red_that_passes_is_a_failure() -> None:
    (failure,) = case("vault", "once").result
    assert isinstance(failure, Failure)


@pytest.mark.parametrize(
    ("claim", "name", "kind"),
    [("torn", "green", "broken"), ("torn", "half", "broken"), ("slow", "green", "inconclusive")],
)
def test_a_run_without_evidence_is_an_error(claim: str, name: str, kind: str) -> None:
    (error,) = case(claim, name).result
    assert isinstance(error, Error)
    assert error.type == kind


def test_a_model_that_was_not_run_is_skipped_even_if_its_whole_claim_was() -> None:
    suite = replace(sample.part("door"), missing=("door:tailgate", "lamp"))
    found = suites(suite)
    (skipped,) = next(one for one in found["door"] if one.name == "tailgate").result
    assert isinstance(skipped, Skipped)
    assert [one.name for one in found["lamp"]] == ["green"]
    assert (found["door"].tests, found["door"].skipped) == (2, 1)


def test_the_counts_are_those_of_the_cases() -> None:
    parsed = JUnitXml.fromstring(junit_xml(sample.suite(), sample.registry()))
    cases = [one for suite in suites(sample.suite()).values() for one in suite]
    kinds = [type(result) for one in cases for result in one.result]
    stated = (parsed.tests, parsed.failures, parsed.errors, parsed.skipped)
    assert stated == (len(cases), kinds.count(Failure), kinds.count(Error), kinds.count(Skipped))
    verdicts = [model.verdict for model in sample.suite().models]
    assert parsed.failures == verdicts.count(Verdict.UNEXPECTED) == 2


def test_elements_and_attributes_are_those_of_the_xsd() -> None:
    suite = replace(sample.suite(), missing=("lamp@on",))
    for element in ElementTree.fromstring(junit_xml(suite, sample.registry())).iter():
        assert set(element.attrib) <= ALLOWED[element.tag]


def test_hostile_text_comes_back_as_the_text_it_was() -> None:
    out = str(case("hostile", "loud").system_out)
    assert "Somebody says ]]><!--</pre></details>, ::error::then" in out
    root = ElementTree.fromstring(junit_xml(sample.suite(), sample.registry()))
    titles = [one.attrib["value"] for one in root.iter("property") if one.get("name") == "title"]
    assert any("</title><script>" in title and "\\u202eevil" in title for title in titles)


def test_a_claim_that_the_registry_forgot_is_still_reported() -> None:
    model = replace(sample.model("door"), id="gone:x", claim="gone")
    assert "gone" in suites(replace(sample.suite(), models=(model,)))


@given(st.text(alphabet=st.characters()))
@settings(deadline=None)
def test_any_text_is_well_formed_and_visible(text: str) -> None:
    element = ElementTree.Element("a", {"b": safe(text)})
    element.text = safe(text)
    back = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert (back.text or "", back.get("b")) == (safe(text), safe(text))


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\ufffe", "\uffff", "\x85"])
def test_what_xml_cannot_hold_is_shown_as_an_escape(character: str) -> None:
    assert safe(f"a{character}b").isascii()
    assert safe(f"a{character}b").startswith("a\\")
