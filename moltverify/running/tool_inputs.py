"""The tools that an answer depends on, as a part of the key under which it is kept."""

from msgspec import Struct

from moltverify.errors import ToolchainError
from moltverify.running.toolchain import Java, Toolchain, java_release
from moltverify.store.code_digest import JUDGING, code_digest


class ToolInputs(Struct, frozen=True, kw_only=True):
    """The jar by its SHA-256, Java's release, and the digest of our own code."""

    jar: str
    java: str
    code: str


def tool_inputs(toolchain: Toolchain, *rooms: str) -> ToolInputs:
    """Return the tools that an answer depends on, with the code of `rooms` and of what judges."""
    return ToolInputs(
        jar=toolchain.jar.digest,
        java=release_or_nothing(toolchain.java),
        code=code_digest(*JUDGING, *rooms),
    )


def release_or_nothing(java: Java) -> str:
    """Return Java's release, or nothing if it does not say: a run will find out what is wrong."""
    try:
        return java_release(java)
    except ToolchainError:
        return ""
