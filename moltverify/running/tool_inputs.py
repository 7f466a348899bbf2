"""The tools that an answer depends on, as a part of the key under which it is kept."""

from msgspec import Struct

from moltverify.running.toolchain import Toolchain
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
        java=toolchain.java.release,
        code=code_digest(*JUDGING, *rooms),
    )
