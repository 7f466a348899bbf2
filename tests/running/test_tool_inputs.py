"""The tools as a part of a key: whatever can change an answer changes the key."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.java_search import Java
from moltverify.running.tool_inputs import tool_inputs
from moltverify.running.toolchain import Jar, Toolchain
from moltverify.store.code_digest import JUDGING, code_digest


@pytest.fixture
def tools(tmp_path: Path) -> Toolchain:
    """A Java of release 21.0.5 and some jar."""
    jar = Jar(Path("/opt/tla2tools.jar"), "0" * 64)
    return Toolchain(Java(tmp_path / "jdk" / "bin" / "java", "a test", "21.0.5"), jar)


def test_the_inputs_are_the_jar_by_digest_java_by_release_and_our_code(tools: Toolchain) -> None:
    inputs = tool_inputs(tools)
    assert (inputs.jar, inputs.java) == ("0" * 64, "21.0.5")
    assert inputs.code == code_digest(*JUDGING)


def test_another_jar_or_another_java_makes_other_inputs(tools: Toolchain) -> None:
    jar = replace(tools, jar=replace(tools.jar, digest="1" * 64))
    newer = replace(tools, java=replace(tools.java, release="21.0.6"))
    assert len({tool_inputs(one) for one in (tools, jar, newer)}) == 3


def test_the_same_tools_in_another_place_make_the_same_inputs(
    tools: Toolchain, tmp_path: Path
) -> None:
    moved = Toolchain(
        replace(tools.java, path=tmp_path / "elsewhere" / "bin" / "java"),
        replace(tools.jar, path=Path("/elsewhere/tools.jar")),
    )
    assert tool_inputs(moved) == tool_inputs(tools)


def test_the_rooms_of_the_caller_count_beside_those_that_judge(tools: Toolchain) -> None:
    inputs = tool_inputs(tools, "audit")
    assert inputs.code == code_digest(*JUDGING, "audit")
    assert inputs.code != tool_inputs(tools).code
