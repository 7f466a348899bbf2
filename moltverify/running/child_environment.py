"""The environment of a Java process that we start."""

from collections.abc import Collection, Mapping

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

# Without these some systems start no Java, or none of the programs that a model starts.
NEEDED = frozenset({"PATH", "TMPDIR", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"})


def java_environment(
    current: Mapping[str, str], names: Collection[str] | None = None
) -> dict[str, str]:
    """Return the child's environment, without the variables that change what a JVM does.

    With `names`, it has only these, as far as they are set, and those that a system needs.
    """
    seen = None if names is None else NEEDED.union(names)
    kept = {
        name: value
        for name, value in current.items()
        if name not in READ_BY_JAVA and (seen is None or name in seen)
    }
    # In the C locale, which is common in CI, Java cannot open a path that is not ASCII.
    return {**kept, "LC_ALL": "C.UTF-8"}
