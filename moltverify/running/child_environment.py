"""The environment of a Java process that we start."""

from collections.abc import Mapping

# A JVM takes options, a class path or a debug mode from these, in addition to its command line.
# The last two are those of OpenJ9.
READ_BY_JAVA = frozenset(
    {
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "_JAVA_LAUNCHER_DEBUG",
        "CLASSPATH",
        "OPENJ9_JAVA_OPTIONS",
        "IBM_JAVA_OPTIONS",
    }
)


def java_environment(current: Mapping[str, str]) -> dict[str, str]:
    """Return the child's environment, without the variables that change what a JVM does."""
    kept = {name: value for name, value in current.items() if name not in READ_BY_JAVA}
    # In the C locale, which is common in CI, Java cannot open a path that is not ASCII.
    return {**kept, "LC_ALL": "C.UTF-8"}
