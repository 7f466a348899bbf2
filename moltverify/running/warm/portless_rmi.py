"""RMI in a worker's virtual machine, without a port.

TLC up to 2.20 exports an object over RMI, which by default listens on all interfaces. Nothing is
ever to connect to it, also where a worker cannot leave the network.
"""

from typing import Any

from moltverify.running.portless_jar import PORTLESS_JAR, SOCKETS


def open_no_port(jpype: Any) -> None:
    """Make every RMI socket of this virtual machine one that opens no port.

    Raises OSError if the virtual machine already has a socket factory.
    """
    java = jpype.JPackage("java")
    address = java.io.File(str(PORTLESS_JAR)).toURI().toURL()
    # By a loader of its own, because an RMISocketFactory is an abstract class, which a JPype proxy
    # cannot extend, and the class path of a worker is that of its models.
    loader = java.net.URLClassLoader(jpype.JArray(java.net.URL)([address]))
    factory = loader.loadClass(SOCKETS).getConstructor().newInstance()
    # Not closed: RMI makes its servers, which are of another class, later.
    java.rmi.server.RMISocketFactory.setSocketFactory(factory)
