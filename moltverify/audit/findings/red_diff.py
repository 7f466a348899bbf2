"""A red model whose module does not extend the green one: what in it is different?"""

from __future__ import annotations

from collections.abc import Iterator

from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import one_line_expression


def extends(red: ParsedModules, green: ParsedModules) -> bool:
    """Tell whether a red model uses the green one's own module."""
    return green.root.file.resolve() in {module.file.resolve() for module in red.modules}


def copied(red: ParsedModules, green: ParsedModules) -> str:
    """Say in which definitions a red's module is no copy of the green one."""
    parts = "; ".join(differing(red, green)) or "no definition differs"
    return f"{red.root.file.name} does not extend {green.root.file.name}: {parts}"


def differing(red: ParsedModules, green: ParsedModules) -> Iterator[str]:
    """Yield what a red's module changes, adds and lacks."""
    new = {one.name: one_line_expression(one.node) for one in red.root.definitions.values()}
    old = {one.name: one_line_expression(one.node) for one in green.root.definitions.values()}
    changed = [name for name in old if name in new and old[name] != new[name]]
    for what, names in (
        ("it changes", changed),
        ("it adds", [name for name in new if name not in old]),
        ("it lacks", [name for name in old if name not in new]),
    ):
        if names:
            yield f"{what} {', '.join(names)}"
