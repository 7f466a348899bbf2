"""The page for people."""

from moltverify.registry.records import Registry
from moltverify.registry.sources import Sources
from moltverify.results import SuiteResult


def html_page(result: SuiteResult, registry: Registry, sources: Sources) -> bytes:
    """Return the page, in UTF-8."""
    raise NotImplementedError
