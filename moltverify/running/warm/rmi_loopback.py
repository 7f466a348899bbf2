"""RMI sockets on the loopback interface only.

TLC up to 2.20 exports an object over RMI, and RMI listens on all interfaces by default. Where a
worker cannot leave the network (`worker_main.keep_loopback_only`), this keeps others out.
"""

from pathlib import Path
from typing import Any

# LoopbackSockets.class beside this file is LoopbackSockets.java, compiled by `javac --release 11
# -g:none`; a test compares them. It is shipped compiled, because a Java runtime may have no
# compiler, and RMISocketFactory is an abstract class, which a JPype proxy cannot extend.
CLASS = "LoopbackSockets"


def bind_rmi_to_loopback(jpype: Any) -> None:
    """Make every RMI socket of this virtual machine local.

    Raises OSError if the virtual machine already has a socket factory.
    """
    java = jpype.JPackage("java")
    address = java.io.File(str(Path(__file__).parent)).toURI().toURL()
    loader = java.net.URLClassLoader(jpype.JArray(java.net.URL)([address]))
    factory = loader.loadClass(CLASS).getConstructor().newInstance()
    loader.close()
    java.rmi.server.RMISocketFactory.setSocketFactory(factory)
