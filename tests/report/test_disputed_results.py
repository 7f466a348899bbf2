"""A model about which two TLCs disagree, in every format of report."""

import json
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from moltverify.report.extra_findings import Further
from moltverify.report.files.formats import FORMATS
from moltverify.report.files.github import annotations
from moltverify.report.files.json_schema import results_schema
from moltverify.report.html.notebook_html import model_html
from moltverify.suite.results import suite_from_json, to_json
from tests import made
from tests.report import sample

DISPUTED = made.disputed()
BOTH = "the verdicts differ: TLC 2.15: holds in 6 distinct states; TLC 2.19: violated"
JAR = "9" * 64


def written(name: str) -> str:
    """Return the result in a format, with its escapes taken away."""
    content = FORMATS[name](DISPUTED, sample.registry(), sample.sources(), Further())
    assert isinstance(content, bytes)
    return content.decode().replace("\\", "")


@pytest.mark.parametrize("name", ["json", "junit", "markdown", "html", "sarif"])
def test_each_format_has_both_answers(name: str) -> None:
    text = written(name)
    assert "disputed" in text
    assert BOTH in text.replace("<!-- -->", "")


@pytest.mark.parametrize("name", ["json", "junit", "markdown", "html"])
def test_each_format_of_a_whole_run_names_the_further_jar(name: str) -> None:
    assert JAR in written(name)


@pytest.mark.parametrize("name", ["junit", "markdown", "html"])
def test_each_format_to_read_tells_the_other_tlc_s_counterexample(name: str) -> None:
    text = written(name)
    assert "on TLC 2.19" in text.replace("On TLC", "on TLC")
    assert "Invariant OnlyWithKey is broken in state 3." in text


@pytest.mark.parametrize("name", ["junit", "markdown", "html"])
def test_each_format_to_read_sums_up_what_the_other_tlc_says(name: str) -> None:
    assert "lso on TLC 2.19: 1 model differs" in written(name).replace("<!-- -->", "")


def test_for_junit_it_is_an_error_not_a_failure() -> None:
    case = ElementTree.fromstring(written("junit")).find(".//testcase")
    assert case is not None
    error = case.find("error")
    assert error is not None
    assert (error.get("type"), error.get("message")) == ("disputed", BOTH)


def test_for_code_scanning_and_on_github_it_is_an_error() -> None:
    [run] = json.loads(written("sarif"))["runs"]
    assert [one["level"] for one in run["results"]] == ["error"]
    [line] = annotations(DISPUTED, sample.registry(), sample.sources())
    assert line.startswith("::error ")


def test_the_json_form_is_valid_and_loses_nothing() -> None:
    content = to_json(DISPUTED)
    Draft202012Validator(json.loads(results_schema())).validate(json.loads(content))
    assert suite_from_json(content) == DISPUTED


def test_a_run_on_one_jar_has_no_word_of_others_in_its_json() -> None:
    assert b"also" not in to_json(made.suite(made.green()))


def test_a_notebook_shows_the_sign_of_a_dispute() -> None:
    html = model_html(DISPUTED.models[0])
    assert '<span class="disputed">≠</span>' in html
    assert ".disputed {" in html


def test_the_name_of_a_tlc_in_a_results_file_does_nothing_on_the_page() -> None:
    [result] = DISPUTED.models
    [other] = result.also
    hostile = replace(result, also=(replace(other, name="<script>x</script>\x1b[31m"),))
    suite = replace(DISPUTED, models=(hostile,))
    page = FORMATS["html"](suite, sample.registry(), sample.sources(), Further())
    assert isinstance(page, bytes)
    assert b"<script>x" not in page
    assert b"\x1b" not in page
