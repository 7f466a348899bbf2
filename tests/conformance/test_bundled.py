"""Bundled releases: symbols are found in chunks by their aliases, and what is missing is said."""

import shutil
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from moltverify.conformance import replay
from moltverify.conformance.records import Header, Vector

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")

CACHE = """\
import { n as limit } from "./limits-Ab12Cd34.mjs";
function createDedupeCache({ ttlMs, maxSize }) {
  const seen = new Set();
  const check = (key) => seen.size < limit && (seen.has(key) || !seen.add(key));
  return { check, clear: () => seen.clear() };
}
export { createDedupeCache as t, limit as x };
"""
LIMITS = "const limit = 100;\nexport { limit as n };\n"
CHECK = ("check", {"calls": [["check", "a"]]}, {"event": "a"})
DELIVER: tuple[str, Any, Any] = (
    "deliver second",
    {"event": {name: {"account": "", "thread": "", "sid": "42"} for name in ("first", "second")}},
    {},
)


def package(folder: Path, **chunks: str) -> Path:
    dist = folder / "dist"
    dist.mkdir(parents=True)
    for name, text in {"dedupe": CACHE, "limits": LIMITS, **chunks}.items():
        (dist / f"{name}-Ab12Cd34.mjs").write_text(text)
    return folder


def answers(folder: Path, *calls: tuple[str, Any, Any]) -> replay.Replay:
    header = Header(
        model="m",
        adapter="dedupe",
        package=str(folder),
        folder="",
        clock=0,
        constants={"TTL": 2, "MaxKeys": 2},
        parameters={"dedupe-ms": 1000},
        settings={},
    )
    vectors = [
        Vector(
            id=number,
            claim="c",
            model="m",
            digest="",
            action=action,
            state=state,
            arguments=arguments,
            clock=0,
            allowed=(),
        )
        for number, (action, state, arguments) in enumerate(calls)
    ]
    return replay.replay(header, vectors, Event(), replay.harness())


def test_a_symbol_is_taken_from_its_chunk_by_its_alias(tmp_path: Path) -> None:
    ran = answers(package(tmp_path), CHECK)
    assert ran.answers[0].outcome == {"told": "duplicate"}
    assert [file.name for file in ran.hello.files] == [
        "dedupe-Ab12Cd34.mjs",
        "limits-Ab12Cd34.mjs",
    ]


def test_a_call_that_needs_a_symbol_which_no_chunk_has_is_absent(tmp_path: Path) -> None:
    ran = answers(package(tmp_path), CHECK, DELIVER)
    assert ran.answers[0].outcome
    assert ran.answers[1].absent == "no chunk defines shouldSkipDuplicateInbound"


def test_a_symbol_that_its_chunk_keeps_to_itself_is_absent(tmp_path: Path) -> None:
    chunk = "function shouldSkipDuplicateInbound() {}\nconst other = 1;\nexport { other as t };\n"
    ran = answers(package(tmp_path, inbound=chunk), DELIVER)
    reason = "dist/inbound-Ab12Cd34.mjs does not export shouldSkipDuplicateInbound"
    assert ran.answers[0].absent == reason


INBOUND = """\
import vendor, {{ send as s }} from "vendor/parts";
function shouldSkipDuplicateInbound(ctx, {{ cache }}) {{
  {used}
  return cache.check(ctx.MessageSid);
}}
export {{ shouldSkipDuplicateInbound as t }};
"""


def test_a_package_that_is_not_there_matters_only_to_what_uses_it(tmp_path: Path) -> None:
    ran = answers(package(tmp_path, inbound=INBOUND.format(used="")), DELIVER)
    assert ran.answers[0].outcome == {"fate": "dropped"}


@pytest.mark.parametrize("used", ["s();", "vendor.name;", "new vendor();", "'x' in s;"])
def test_a_call_that_uses_a_package_which_is_not_there_is_absent(tmp_path: Path, used: str) -> None:
    ran = answers(package(tmp_path, inbound=INBOUND.format(used=used)), DELIVER)
    assert ran.answers[0].absent == "it uses vendor/parts, which the harness does not have"


def test_a_use_of_a_missing_package_that_the_code_survives_is_absent_too(tmp_path: Path) -> None:
    swallowed = "try { s(); } catch {}"
    ran = answers(package(tmp_path, inbound=INBOUND.format(used=swallowed)), DELIVER)
    assert ran.answers[0].absent == "it uses vendor/parts, which the harness does not have"


def test_a_chunk_that_needs_a_package_to_be_loaded_is_absent(tmp_path: Path) -> None:
    chunk = INBOUND.format(used="").replace("function", "const made = vendor();\nfunction")
    ran = answers(package(tmp_path, inbound=chunk), DELIVER)
    assert ran.answers[0].absent == (
        "dist/inbound-Ab12Cd34.mjs cannot be loaded: "
        "it uses vendor/parts, which the harness does not have"
    )


def test_a_release_without_any_of_the_symbols_has_no_counterpart(tmp_path: Path) -> None:
    folder = package(tmp_path)
    (folder / "dist" / "dedupe-Ab12Cd34.mjs").unlink()
    ran = answers(folder, CHECK)
    assert ran.answers[0].absent == "no chunk defines createDedupeCache"


def test_the_hello_says_what_was_loaded_so_that_equal_code_is_replayed_once(tmp_path: Path) -> None:
    one = answers(package(tmp_path / "one"), CHECK).hello
    text = CACHE.replace("const seen", "// openclaw\n  const seen")
    other = answers(package(tmp_path / "two", dedupe=text), CHECK).hello
    renamed = answers(package(tmp_path / "three", dedupe=text.replace("openclaw", "clawdbot")))
    assert one.files != other.files
    assert other.files == renamed.hello.files
