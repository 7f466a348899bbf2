"""The settings of the Java virtual machine that a registry may ask for; no others are passed on.

Other properties could change what TLC prints, where it writes or which classes it loads.
"""

import re

# Java's system properties with their values. A release that does not know one ignores it.
PROPERTIES = {
    "tlc2.tool.impl.Tool.cdot": ("true", "false"),  # composition of actions
    "tlc2.tool.fp.FPSet.impl": tuple(
        f"tlc2.tool.fp.{name}" for name in ("OffHeapDiskFPSet", "MSBDiskFPSet", "LSBDiskFPSet")
    ),
    "tlc2.tool.queue.IStateQueue": ("StateDeque", "DiskStateQueue"),  # the order of the search
}
STACK = "-Xss[1-9][0-9]{0,3}[km]"  # the depth of recursions
ASSERTIONS = "-ea"  # those of TLC's own code
PROPERTY = "-D"

PATTERN = "|".join(
    [
        *(
            f"({PROPERTY})?{re.escape(name)}=({'|'.join(map(re.escape, values))})"
            for name, values in PROPERTIES.items()
        ),
        STACK,
        ASSERTIONS,
    ]
)
EXPECTED = ", ".join(
    [
        *(f"{name}={'|'.join(values)}" for name, values in PROPERTIES.items()),
        "-Xss16m (a size)",
        ASSERTIONS,
    ]
)


def jvm_flag(setting: str) -> str:
    """Return a setting in the form of Java's command line; `-D` may be left out."""
    return setting if setting.startswith("-") else f"{PROPERTY}{setting}"
