"""A copy of a real claim to damage, and the audit of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.results import AuditResult
from moltverify.audit.run_audit import AuditPlan, run_audit
from moltverify.registry.load import load_registry
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine
from moltverify.running.toolchain import find_toolchain
from moltverify.suite import loop as suite
from tests.conftest import edit

SPECS = Path(__file__).parents[2] / "specs"
REGISTRY = """\
suite: {title: A copy of one claim}
groups: {pairing: Pairing}
claims:
"""
END = "=" * 78


def copy_claim(folder: Path, claim: str, group: str = "pairing") -> Path:
    """Copy one claim's models into a folder with a registry of its own."""
    specs = folder / "specs"
    shutil.copytree(SPECS / group, specs)
    text = (specs / "claims.yaml").read_text(encoding="utf-8")
    (specs / "claims.yaml").unlink()
    entries = ["  - id: " + entry for entry in text.split("\n  - id: ")[1:]]
    [entry] = [entry for entry in entries if entry.startswith(f"  - id: {claim}\n")]
    whole = entry.replace(f"id: {claim}\n", f"id: {claim}\n    group: {group}\n", 1)
    (specs / "registry.yaml").write_text(REGISTRY + whole + "\n", encoding="utf-8")
    return specs


def add_to_module(file: Path, definition: str) -> None:
    """Add a definition at the end of a module."""
    edit(file, END, f"{definition}\n{END}")


def check_everywhere(specs: Path, module: str, name: str) -> None:
    """Let the configs of a model and of its reds check one more invariant."""
    for config in [specs / f"{module}.cfg", *specs.glob(f"{module}_*.cfg")]:
        edit(config, "INVARIANTS\n", f"INVARIANTS\n    {name}\n")


@contextmanager
def bench_in(folder: Path, stop: Event | None = None) -> Iterator[Bench]:
    """Yield a bench with warm workers of the real TLC that knows nothing from elsewhere."""
    toolchain = find_toolchain(None, os.environ)
    with open_engine(Engine.WARM, [], toolchain) as launch_for:
        settings = suite.SuiteSettings(
            toolchain=toolchain,
            folder=folder / "run",
            jobs=2,
        )
        yield Bench(settings, launch_for, folder, stop or Event(), again=False)


def audit_of_registry(specs: Path, folder: Path, whole: bool = False) -> AuditResult:
    """Audit the registry of a folder."""
    registry = load_registry(specs / "registry.yaml")
    plan = AuditPlan(title="", claims=registry.claims, registry=registry, whole=whole)
    with bench_in(folder) as bench:
        return run_audit(plan, bench, lambda _: None)
