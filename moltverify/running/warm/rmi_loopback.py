"""RMI's sockets on the loopback interface: TLC up to 2.20 exports an object and so listens."""

from pathlib import Path
from typing import Any

# LoopbackSockets.class beside this file is LoopbackSockets.java by `javac --release 11 -g:none` (a
# test compares them): a virtual machine has no compiler, and RMISocketFactory is no interface that
# a proxy could be.
CLASS = "LoopbackSockets"


def bind_rmi_to_loopback(jpype: Any) -> None:
    """Make every RMI socket of this virtual machine local; raises OSError if it has a factory."""
    java = jpype.JPackage("java")
    address = java.io.File(str(Path(__file__).parent)).toURI().toURL()
    loader = java.net.URLClassLoader(jpype.JArray(java.net.URL)([address]))
    factory = loader.loadClass(CLASS).getConstructor().newInstance()
    loader.close()
    java.rmi.server.RMISocketFactory.setSocketFactory(factory)
