"""The pytest plugin: each model of a registry is a test, and a fixture for logs.

The tests are off unless `--moltverify` or the ini option `moltverify = true` is given; then files
named registry.yaml are collected. pytest imports this module in every session, so everything that
is not needed to see that the plugin is off is imported later.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from moltverify.registry.records import Model
    from moltverify.suite.model_tests import ModelTests
    from moltverify.suite.results import ModelResult
    from moltverify.tracing.trace_answers import TraceReport

NAME = "registry.yaml"
OPTION = "moltverify"
ALLOW_OUTSIDE = "moltverify_allow_outside"
TIER = "moltverify_tier"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the command line's option and the ini option."""
    what = f"collect the models of every {NAME} as tests, to be checked on TLC"
    group = parser.getgroup(OPTION)
    group.addoption(f"--{OPTION}", action="store_true", help=what)
    parser.addini(OPTION, type="bool", default=False, help=what)
    what = f"let a {NAME} name files outside its repository, as --allow-outside does"
    group.addoption(f"--{OPTION}-allow-outside", action="store_true", help=what)
    parser.addini(ALLOW_OUTSIDE, type="bool", default=False, help=what)
    what = f"only models of this tier of a {NAME}, as --tier does; may be given again"
    group.addoption(f"--{OPTION}-tier", action="append", default=[], metavar="NAME", help=what)
    parser.addini(TIER, type="args", default=[], help="the tiers, unless the option names some")


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """Return a collector for a registry if the plugin is on."""
    # pytest asks for every file of the session, so the cheapest condition is first.
    config = parent.config
    if file_path.name == NAME and is_set(config, OPTION):
        return RegistryTests.from_parent(parent, path=file_path)
    return None


def is_set(config: pytest.Config, name: str) -> bool:
    """Tell whether an option is given on the command line or in the ini file."""
    return bool(config.getoption(name) or config.getini(name))


def with_own_option(message: str) -> str:
    """Return a message about a file outside with the option of pytest instead of moltverify's."""
    return message.replace(" --allow-outside", f" --{OPTION}-allow-outside")


class RegistryTests(pytest.File):
    """A registry; its models share an engine, which opens with the first of them."""

    tests: ModelTests

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test per model, in the registry's order."""
        from moltverify.errors import MoltverifyError  # noqa: PLC0415 - see the module's docstring
        from moltverify.registry.tiers import in_tiers  # noqa: PLC0415
        from moltverify.suite.model_tests import ModelTests  # noqa: PLC0415

        try:
            self.tests = ModelTests(self.path, is_set(self.config, ALLOW_OUTSIDE))
            tiers = self.config.getoption(TIER) or self.config.getini(TIER)
            models = in_tiers(self.tests.registry, self.tests.models, tiers)
        except MoltverifyError as error:
            # pytest prints the message of a CollectError only, without a traceback.
            raise self.CollectError(with_own_option(str(error))) from error
        for model in models:
            yield ModelTest.from_parent(self, name=model.id, model=model)

    def teardown(self) -> None:
        """Close the engine, which ends its workers."""
        # pytest calls this as soon as the next test, if any, is of another file.
        self.tests.close()


class ModelTest(pytest.Item):
    """One model; it passes if its verdict is as expected."""

    parent: RegistryTests

    # By keyword: pytest makes items through `from_parent` and passes arguments of its own.
    def __init__(self, *, model: Model, **others: Any) -> None:
        super().__init__(**others)
        self.model = model

    def runtest(self) -> None:
        """Check the model."""
        result = self.parent.tests.check(self.model)
        if not result.ok:
            raise NotAsExpectedError(result)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | Any:
        """Return the failure as the command line prints it: the verdict and the counterexample."""
        from moltverify.errors import MoltverifyError  # noqa: PLC0415 - see the module's docstring

        if isinstance(excinfo.value, NotAsExpectedError):
            from moltverify.report.terminal.plain_text import claim_text  # noqa: PLC0415

            # The traceback would show this plugin's code, not the model's behaviour.
            claim = self.parent.tests.registry.claim(self.model.claim)
            return claim_text(claim, [excinfo.value.result])
        if isinstance(excinfo.value, MoltverifyError):
            error = excinfo.value
            return with_own_option(f"{error.message}\n{error.hint}".rstrip())
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the place of the model's entry, with the line counted from 0."""
        place = self.model.source
        return place.file, place.line - 1, self.name


class LogFixture:
    """Compares logs with claims of the registry that is found from a folder upward."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, claim: str, *logs: str | Path, suite: str | Path | None = None, answer: str = "fits"
    ) -> TraceReport:
        """Return the answer about a log, and fail with its story if it is not the expected one."""
        from moltverify.api import validate  # noqa: PLC0415 - see the module's docstring
        from moltverify.registry.load import load_registry  # noqa: PLC0415
        from moltverify.registry.registry_search import find_registry  # noqa: PLC0415
        from moltverify.report.terminal.plain_text import fit_words  # noqa: PLC0415

        file = find_registry(None if suite is None else Path(suite), self.folder)
        registry = load_registry(file)
        report = validate(registry, claim, *logs)
        if report.answer.value != answer:
            pytest.fail(fit_words(registry.claim(claim), report), pytrace=False)
        return report


@pytest.fixture
def moltverify_trace(request: pytest.FixtureRequest) -> LogFixture:
    """A function that compares a log with a claim's green model, and fails unless it fits."""
    return LogFixture(request.path.parent)


class NotAsExpectedError(Exception):
    """A model's verdict is not as expected."""

    def __init__(self, result: ModelResult) -> None:
        super().__init__(result.reason)
        self.result = result
