"""An algorithm's checksums are those of the real translator."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.java_search import Java
from moltverify.running.pluscal_translator import algorithm_sums, algorithm_tree
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.tla.pluscal import Checksum, ChecksumKind, read_translation

pytestmark = pytest.mark.tlc

LOOP = """\
variables x = 0;
begin
A: while x < 30 do
     x := Step(x);
   end while;
"""
# All statements, and a comment that is not ASCII.
PROCESSES = """\
variables x = 0, y \\in {1, 2};
define Two == 2  Foo(a) == a + 1 \\* grün
end define;
macro Inc(v) begin v := v + 1; end macro;
procedure P(a = 1) variable z = 2; begin P1: x := a; z := 3; P2: return; end procedure;
fair process p \\in {1, 2}
variable k = 0;
begin
  L1: Inc(x);
  L2: assert x < 20; either k := 1; or skip; end either;
  L3: with q \\in {1, 2} do k := q; end with;
  L4: call P(3);
  L5: if x > 1 then goto L6; elsif y = 1 then print "a"; else await x >= 0; end if;
  L6: while k < 3 do k := k + 1 || x := 0; end while;
end process;
"""
BRACES = "{ variables x = 0; { A: while (x < 3) { x := x + 1 } } }"


def module(algorithm: str, head: str = "--algorithm up\n", end: str = "end algorithm; ") -> str:
    """Return a module with an algorithm and an empty translation."""
    return (
        "---- MODULE Counter ----\nEXTENDS Naturals, TLC\nStep(n) == n + 1\n"
        f"(* {head}{algorithm}{end}*)\n\\* BEGIN TRANSLATION\n\\* END TRANSLATION\n====\n"
    )


@pytest.fixture(scope="module")
def tools() -> Toolchain:
    """Java and TLC 2.15."""
    return find_toolchain(None, os.environ)


def test_checksums_of_a_later_translator_are_those_of_the_tree(tools: Toolchain) -> None:
    """The two checksums are those that it wrote for these bounds."""
    for bound, stored in (("30", "f74916c"), ("3", "e2902477")):
        text = module(LOOP.replace("30", bound))
        sums = algorithm_sums(text.encode(), tools)
        assert sums is not None
        assert sums.fits(Checksum(ChecksumKind.CRC32, stored))
        assert not sums.fits(Checksum(ChecksumKind.CRC32, stored[1:]))


@pytest.mark.parametrize(
    "text",
    [
        module(LOOP),
        module(PROCESSES, "--fair algorithm up\n"),
        module(BRACES, "--algorithm up ", ""),
        module(LOOP.replace(" := ", "\t:= ")),
    ],
    ids=["loop", "processes", "braces", "tabs"],
)
def test_what_the_translator_of_2_15_writes_fits(
    text: str, tools: Toolchain, tmp_path: Path
) -> None:
    file = tmp_path / "Counter.tla"
    file.write_text(text, encoding="utf-8")
    java, jar = str(tools.java.path), str(tools.jar.path)
    command = [java, "-cp", jar, "pcal.trans", "-nocfg", file.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    written = file.read_bytes().expandtabs(8)
    read = read_translation(written)
    assert read is not None
    assert read.of_algorithm is not None
    assert read.of_translation is not None
    sums = algorithm_sums(written, tools)
    assert sums is not None
    assert sums.fits(read.of_algorithm)
    assert not read.is_edited
    changed = re.sub(rb"x := 0|x < 30|x < 3|x = 0", b"x = 7", written, count=1)
    other = algorithm_sums(changed, tools)
    assert other is None or not other.fits(read.of_algorithm)


def test_what_is_no_algorithm_has_no_tree(tools: Toolchain) -> None:
    assert algorithm_tree(b"---- MODULE M ----\n====\n", tools) is None
    assert algorithm_tree(module("begin skip skip").encode(), tools) is None
    assert algorithm_sums(b"", tools) is None


def test_a_java_that_does_not_start_is_no_error(tools: Toolchain, tmp_path: Path) -> None:
    broken = replace(tools, java=Java(tmp_path / "gone", "PATH"))
    assert algorithm_tree(module(LOOP).encode(), broken) is None
