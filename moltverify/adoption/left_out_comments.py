"""The comments of a registry about configs that no claim has, each a line under a heading.

A line that ends with the mark is adoption's own and is kept up to date. A line whose reason a
person changed has no mark and stays as it is.
"""

from collections.abc import Collection, Iterable

from msgspec import Struct

HEADING = "# Left out by `moltverify adopt`, so nothing here checks them:"
MARK = "[adopt]"


class LeftOutComment(Struct, frozen=True):
    """The path of a config as the comment has it, and why the config is left out."""

    path: str
    reason: str

    @property
    def line(self) -> str:
        """The comment as a line."""
        return f"# {self.path}: {self.reason} {MARK}"


def with_left_out(
    text: str, comments: Iterable[LeftOutComment], adopted: Collection[str] = ()
) -> str:
    """Return a registry's text with a comment about each config that is left out.

    Own comments about `adopted` paths, which the registry has now, are removed.
    """
    if "\r\n" in text:
        changed = with_left_out(text.replace("\r\n", "\n"), comments, adopted)
        return changed.replace("\n", "\r\n")
    new = {one.path: one.line for one in comments}
    before = text.removesuffix("\n").split("\n") if text else []
    lines = list[str]()
    for line in before:
        path = path_of_comment(line, {*new, *adopted})
        if is_own(line) and path in adopted:
            continue
        line_now = new.pop(path, line) if path else line
        lines.append(line_now if is_own(line) else line)
    lines = with_lines_under_heading(lines, list(new.values()))
    # Nothing changes, not even a missing end of the last line.
    return text if lines == before else "\n".join(lines) + "\n"


def is_own(line: str) -> bool:
    """Tell whether a line is a comment as adoption wrote it."""
    return line.startswith("# ") and line.endswith(f" {MARK}")


def path_of_comment(line: str, paths: Iterable[str]) -> str:
    """Return which of some paths a comment is about, whoever wrote it; empty for none."""
    said = line.strip().lstrip("# ") if line.lstrip().startswith("#") else ""
    return next((one for one in paths if said.startswith(f"{one}:")), "")


def with_lines_under_heading(lines: list[str], new: list[str]) -> list[str]:
    """Return lines with new ones at the end of the heading's block; without an empty block."""
    if HEADING not in lines:
        return [*lines, HEADING, *new] if new else lines
    first = lines.index(HEADING) + 1
    end = next((n for n in range(first, len(lines)) if lines[n][:1] != "#"), len(lines))
    if first == end and not new:
        return [*lines[: first - 1], *lines[end:]]
    return [*lines[:end], *new, *lines[end:]]
