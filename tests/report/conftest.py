"""A recorded run: the result of `moltverify run --json` for one claim, and the specs it ran on."""

import gzip
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts, read_spec_texts
from moltverify.report.html.page import html_page
from moltverify.suite.results import SuiteResult, suite_from_json
from tests.report.elements import Element, read_html

RECORDED = Path(__file__).parent / "recorded"


@pytest.fixture(scope="session")
def recorded() -> SuiteResult:
    """The result of `pairing-race`: a green, five witnesses, three reds."""
    return suite_from_json(gzip.decompress((RECORDED / "run.json.gz").read_bytes()))


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The registry of that run."""
    return load_registry(RECORDED / "specs" / "registry.yaml")


@pytest.fixture(scope="session")
def sources(recorded: SuiteResult, registry: Registry) -> SpecTexts:
    """The modules and configs of that run."""
    return read_spec_texts(registry, {model.id for model in recorded.models})


@pytest.fixture(scope="session")
def page(recorded: SuiteResult, registry: Registry, sources: SpecTexts) -> bytes:
    """The page of that run."""
    return html_page(recorded, registry, sources)


@pytest.fixture(scope="session")
def tree(page: bytes) -> Element:
    """The page of that run, read."""
    return read_html(page)
