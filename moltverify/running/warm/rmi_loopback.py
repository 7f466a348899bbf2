"""RMI's sockets on the loopback interface: TLC up to 2.20 exports an object and so listens."""

import base64
import tempfile
from pathlib import Path
from typing import Any

CLASS = "LoopbackSockets"

# LoopbackSockets.java beside this file, by `javac --release 11 -g:none` (a test compares them):
# a virtual machine has no compiler, and RMISocketFactory is no interface that a proxy could be.
BYTECODE = base64.b64decode(
    """
yv66vgAAADcAIQoAAgADBwAEDAAFAAYBACBqYXZhL3JtaS9zZXJ2ZXIvUk1JU29ja2V0RmFjdG9yeQEABjxpbml0PgEA
AygpVgcACAEAD2phdmEvbmV0L1NvY2tldAoACgALBwAMDAANAA4BABRqYXZhL25ldC9JbmV0QWRkcmVzcwEAEmdldExv
b3BiYWNrQWRkcmVzcwEAGCgpTGphdmEvbmV0L0luZXRBZGRyZXNzOwoABwAQDAAFABEBABooTGphdmEvbmV0L0luZXRB
ZGRyZXNzO0kpVgcAEwEAFWphdmEvbmV0L1NlcnZlclNvY2tldAoAEgAVDAAFABYBABsoSUlMamF2YS9uZXQvSW5ldEFk
ZHJlc3M7KVYHABgBAA9Mb29wYmFja1NvY2tldHMBAARDb2RlAQAMY3JlYXRlU29ja2V0AQAmKExqYXZhL2xhbmcvU3Ry
aW5nO0kpTGphdmEvbmV0L1NvY2tldDsBAApFeGNlcHRpb25zBwAeAQATamF2YS9pby9JT0V4Y2VwdGlvbgEAEmNyZWF0
ZVNlcnZlclNvY2tldAEAGihJKUxqYXZhL25ldC9TZXJ2ZXJTb2NrZXQ7ACEAFwACAAAAAAADAAEABQAGAAEAGQAAABEA
AQABAAAABSq3AAGxAAAAAAABABoAGwACABkAAAAYAAQAAwAAAAy7AAdZuAAJHLcAD7AAAAAAABwAAAAEAAEAHQABAB8A
IAACABkAAAAZAAUAAgAAAA27ABJZGwO4AAm3ABSwAAAAAAAcAAAABAABAB0AAA==
"""
)


def bind_rmi_to_loopback(jpype: Any) -> None:
    """Make every RMI socket of this virtual machine local; raises OSError if it has a factory."""
    java = jpype.JPackage("java")
    with tempfile.TemporaryDirectory(prefix="moltverify-") as folder:
        Path(folder, f"{CLASS}.class").write_bytes(BYTECODE)
        address = java.io.File(folder).toURI().toURL()
        loader = java.net.URLClassLoader(jpype.JArray(java.net.URL)([address]))
        factory = loader.loadClass(CLASS).getConstructor().newInstance()
        loader.close()
    java.rmi.server.RMISocketFactory.setSocketFactory(factory)
