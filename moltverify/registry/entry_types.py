"""The types of single keys: what a registry may say, as its readers and its JSON Schema need it."""

import re
from pathlib import Path
from typing import Annotated, TypeAlias

from msgspec import Meta, UnsetType

from moltverify.running.jvm_settings import EXPECTED, PATTERN

SCALE = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
# With a digit that is not zero, because a timeout of nothing would count as a missing one.
DURATION = r"(?=.*[1-9])[0-9]{1,9}(\.[0-9]{1,9})?(ms|s|m|h)"
# No `:` or `@`: they separate the parts of a model's id.
ID = "[a-z0-9]+(-[a-z0-9]+)*"
ONE_OPERATOR = "one-operator"  # the rule that a red is its green with one operator replaced
NAME = "[A-Za-z_][A-Za-z0-9_]*"


def described(description: str, *examples: object) -> Meta:
    """Return the text that editors and docs/registry.md show about a key."""
    return Meta(description=description, examples=list(examples) or None)


def matching(pattern: str, expected: str) -> Meta:
    """Return the rule that a whole text matches a pattern; `expected` describes it in words."""
    # Anchors, because a pattern of a JSON Schema matches anywhere in a text.
    return Meta(pattern=f"^{pattern}$", extra={"expected": expected})


def one_of(*names: str) -> Meta:
    """Return the rule that a text is one of these names."""
    # Once for the reader, once for editors, which do not see `extra`.
    return Meta(extra={"names": names}, extra_json_schema={"enum": list(names)})


def listed(list_name: str, unknown: str = "") -> Meta:
    """Return the rule that a text is a name in a list that only the registry's reader knows.

    `unknown` begins the message about another name, for lists that are too long for a message.
    """
    return Meta(extra={"one_of": list_name, "unknown": unknown})


def too_few(message: str) -> Meta:
    """Return the rule that a list has at least one element, with the message about an empty one."""
    return Meta(min_length=1, extra={"too_few": message})


def there(shape: str) -> Meta:
    """Return the rule that a path leads to a `file` or a `folder`."""
    return Meta(extra={"there": shape})


# Not blank: `min_length` says so to the reader, and the pattern to editors.
Text: TypeAlias = Annotated[str, Meta(min_length=1, extra_json_schema={"pattern": r"\S"})]
Texts: TypeAlias = tuple[Text, ...]
Id: TypeAlias = Annotated[str, matching(ID, "lower-case words with hyphens between them")]
OperatorName: TypeAlias = Annotated[str, matching(NAME, "the name of an operator")]
Duration: TypeAlias = Annotated[str, matching(DURATION, "a duration such as 60s or 2m")]
HeapSize: TypeAlias = Annotated[
    str, matching("[1-9][0-9]{0,5}[mg]", "a heap size such as 512m or 2g")
]
# YAML has numbers of any length, but tools do not agree on those of more than eighteen digits.
Count: TypeAlias = Annotated[int, Meta(ge=1, lt=10**18)]
ExistingFile: TypeAlias = Annotated[Path, there("file")]
ExistingFolder: TypeAlias = Annotated[Path, there("folder")]

Timeout: TypeAlias = Annotated[
    Duration | UnsetType,
    described("How long one model may run. A model that is stopped is inconclusive.", "60s", "2m"),
]
AUTO = "auto"
Workers: TypeAlias = Annotated[
    Count | Annotated[str, matching(AUTO, f"a whole number above zero or `{AUTO}`")] | UnsetType,
    described(
        "TLC's threads for one model. With more than one, the counterexample differs from run "
        "to run. `auto` stands for the processors of the machine, and at least two.",
        4,
        AUTO,
    ),
]
Heap: TypeAlias = Annotated[
    HeapSize | UnsetType, described("The memory that Java may use for one model.", "512m", "2g")
]
Sha256: TypeAlias = Annotated[str, matching("[0-9a-f]{64}", "a SHA-256 in 64 hexadecimal digits")]
JvmSetting: TypeAlias = Annotated[str, matching(f"({PATTERN})", f"one of {EXPECTED}")]
Jvm: TypeAlias = Annotated[
    tuple[JvmSetting, ...] | UnsetType,
    described(
        "Settings of Java: properties of TLC from a short list, the size of the stack, and Java's"
        " assertions.",
        ["tlc2.tool.impl.Tool.cdot=true"],
        ["-Xss16m"],
    ),
]
# Not those from which a JVM takes options or a class path (running.child_environment).
VARIABLE = r"(?!_?JAVA_|JDK_JAVA_|OPENJ9_JAVA_|IBM_JAVA_|CLASSPATH$)[A-Za-z_][A-Za-z0-9_]*"
VariableName: TypeAlias = Annotated[
    str, matching(VARIABLE, "the name of a variable that Java itself does not read")
]
Env: TypeAlias = Annotated[
    tuple[VariableName, ...] | UnsetType,
    described(
        "The environment variables that operators read (`IOEnv`). With this key or `data`, the"
        " model sees no others.",
        ["TRACE"],
    ),
]
Twins: TypeAlias = Annotated[
    Annotated[str, one_of(ONE_OPERATOR)] | UnsetType,
    described(
        "How a red may differ from its green. With `one-operator`, its config replaces exactly one "
        "operator, and its module extends the green's; otherwise `check-registry` does not ask.",
        ONE_OPERATOR,
    ),
]
COMMIT = "commit"  # the tier of a model that names none
Tier: TypeAlias = Annotated[
    Id | UnsetType,
    described(
        "When to run: a name of your choice for `moltverify run --tier NAME`. A model's own tier "
        "replaces its claim's; a witness has its green's.",
        "nightly",
    ),
]
Data: TypeAlias = Annotated[
    tuple[ExistingFile, ...] | UnsetType,
    described(
        "Files that operators read, such as a log. When TLC runs, they are beside the module.",
        ["trace.json"],
    ),
]


def seconds(text: str) -> float | None:
    """Return the seconds of a duration such as 60s, 500ms or 2m; None if it is not one."""
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|s|m|h)", text)
    return float(found[1]) * SCALE[found[2]] if found else None
