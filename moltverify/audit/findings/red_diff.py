"""Differences between the definitions of a red that does not extend its green, and the green's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.tla.module import ParsedModule
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import one_line_expression


def with_red_diff(
    finding: AuditFinding, reds: Mapping[str, ParsedModules], green: ParsedModules
) -> AuditFinding:
    """Return a finding, with the differing definitions if it is about a red that is a copy.

    `reds` are by name. The registry's check, which made the finding, compares configs only.
    """
    red = reds.get(finding.subject) if finding.kind is FindingKind.RED_DIFFERS else None
    if red and not extends_module_of(red, green):
        return replace(finding, message=red_diff_text(red, green))
    return finding


def extends_module_of(red: ParsedModules, green: ParsedModules) -> bool:
    """Tell whether a red's modules include the file of the green's root module."""
    # Resolved, because a registry may name one file by two paths.
    return green.root.file.resolve() in {module.file.resolve() for module in red.modules}


def red_diff_text(red: ParsedModules, green: ParsedModules) -> str:
    """Return a sentence with the names that a red's root module changes, adds and lacks."""
    parts = "; ".join(definition_differences(red.root, green.root)) or "no definition differs"
    return f"{red.root.file.name} does not extend {green.root.file.name}: {parts}"


def definition_differences(red: ParsedModule, green: ParsedModule) -> Iterator[str]:
    """Yield up to three clauses: changed, added and missing definitions, each in module order."""
    new, old = definition_texts(red), definition_texts(green)
    changed = [name for name in old if name in new and old[name] != new[name]]
    for verb, names in (
        ("it changes", changed),
        ("it adds", [name for name in new if name not in old]),
        ("it lacks", [name for name in old if name not in new]),
    ):
        if names:
            yield f"{verb} {', '.join(names)}"


def definition_texts(module: ParsedModule) -> Mapping[str, str]:
    """Return each definition as one line without comments, by name.

    A copy often has another layout and other comments, which change nothing in its meaning.
    """
    return {one.name: one_line_expression(one.node) for one in module.definitions.values()}
