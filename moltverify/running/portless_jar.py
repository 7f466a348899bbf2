"""The jar with our main class for TLC, which opens no port and lets Java end at once.

TLC up to 2.20 exports an object over RMI, which listens on a port of every interface. At its end
a virtual machine waits 0.3 s for the thread that waits for connections (`PortlessSockets.java`).
"""

import os
from pathlib import Path

SOURCES = Path(__file__).with_name("portless")
# The classes of the sources beside it, compiled by `javac --release 11 -g:none`; a test compares
# them. They are shipped compiled, because a Java runtime may have no compiler, and in a jar,
# because a class-data archive has no classes of a folder.
PORTLESS_JAR = SOURCES / "portless.jar"
# In a package: a class without one replaces the operators of a module of its name.
SOCKETS = "moltverify.PortlessSockets"
PORTLESS_MAIN = "moltverify.PortlessTlc"
WAITING_MAIN = "moltverify.WaitingTlc"
PLAIN_MAIN = "tlc2.TLC"


def main_class() -> tuple[tuple[Path, ...], str]:
    """Return the class that starts TLC, after the jars that it needs beside TLC's own."""
    # Java cannot load a jar from such a path, and TLC's verdicts do not depend on this one.
    if os.pathsep in str(PORTLESS_JAR):
        return (), PLAIN_MAIN
    return (PORTLESS_JAR,), PORTLESS_MAIN
