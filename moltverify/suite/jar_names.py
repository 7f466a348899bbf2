"""The names of jars in texts that compare them."""

from moltverify.running.jar_contents import tlc_version
from moltverify.running.toolchain import Jar
from moltverify.suite.results import OtherJar

SHORT = 12  # hexadecimal digits of a digest: enough to compare by eye


def named(jar: Jar) -> OtherJar:
    """Return a jar with the name of its TLC: `TLC 2.19`, or with its digest if it is not known."""
    if jar.known_as:
        return OtherJar(jar.digest, jar.known_as.partition(" (")[0])
    # Many builds of TLC have the same version.
    version, digest = tlc_version(jar.path), jar.digest[:SHORT]
    return OtherJar(
        jar.digest, f"TLC {version} (jar {digest})" if version else f"the TLC of jar {digest}"
    )
