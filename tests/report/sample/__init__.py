"""The recorded run that tests and documentation share: real TLC on the models in `specs`.

`python -m tests.report.sample` records it again, as `moltverify run --json` prints it.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts, read_spec_texts
from moltverify.suite.results import ModelResult, SuiteResult, suite_from_json

SPECS = Path(__file__).parent / "specs"
RECORDED = Path(__file__).parent / "run.json"


@cache
def suite() -> SuiteResult:
    """Return the recorded run."""
    return suite_from_json(RECORDED.read_bytes())


@cache
def registry() -> Registry:
    """Return the registry that it is a run of."""
    return load_registry(SPECS / "registry.yaml")


@cache
def sources() -> SpecTexts:
    """Return the text of all its models."""
    return read_spec_texts(registry(), {model.id for model in registry().models})


def part(*ids: str) -> SuiteResult:
    """Return the recorded run with these models only."""
    return replace(suite(), models=tuple(model(name) for name in ids))


def model(name: str) -> ModelResult:
    """Return one recorded result."""
    return next(result for result in suite().models if result.id == name)


def run_again(store: Path) -> bytes:
    """Run the models on the real TLC, and return what the program prints."""
    # In a process of its own no model ends within the millisecond that one of them is given.
    alone = ("--no-cache", "--engine", "process")
    command = [sys.executable, "-m", "moltverify", "run", "--json", *alone]
    options = ["--registry", str(SPECS), "--store", str(store)]
    return subprocess.run([*command, *options], stdout=subprocess.PIPE, check=False).stdout
