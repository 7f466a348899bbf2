"""Benches on the real TLC, and audits of whole registries on them."""

import os
from pathlib import Path
from threading import Event

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.results import AuditResult
from moltverify.audit.run_audit import AuditPlan, run_audit
from moltverify.registry.load import load_registry
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.toolchain import find_toolchain
from moltverify.suite import loop as suite


def bench_in(folder: Path, launch_for: LaunchFor, stop: Event | None = None) -> Bench:
    """Return a bench with warm workers that keeps what it knows in a folder."""
    settings = suite.SuiteSettings(
        toolchain=find_toolchain(None, os.environ), folder=folder / "run", jobs=2
    )
    return Bench(settings, launch_for, folder, stop or Event(), again=False)


def audit_of_registry(specs: Path, bench: Bench, whole: bool = False) -> AuditResult:
    """Audit the registry of a folder."""
    registry = load_registry(specs / "registry.yaml")
    plan = AuditPlan(title="", claims=registry.claims, registry=registry, whole=whole)
    return run_audit(plan, bench, lambda _: None)
