"""A plan as the text of a registry, with comments that say what was found."""

import json
import re
from collections.abc import Iterable, Iterator
from os.path import relpath
from pathlib import Path

from moltverify.adoption.left_out_comments import LeftOutComment
from moltverify.adoption.plan import (
    NIGHTLY,
    ClaimPlan,
    GreenPlan,
    LeftOut,
    RedPlan,
    WitnessPlan,
)
from moltverify.registry.violation_kind import WORDS
from moltverify.running.job import RandomSearch
from moltverify.running.toolchain import Jar

AS_FOUND = "as found, not argued"
HEAD = """\
# `moltverify adopt` wrote this of the models as they were: what TLC found, not what it should find.
# Edit it freely: adopt adds what is new and changes nothing here.
suite: {{{suite}}}
defaults: {{timeout: {timeout}}}
claims:
"""
# What YAML reads as a plain text; `1e3`, `yes` and the like are something else.
PLAIN = re.compile(r"[A-Za-z_./][\w./+-]*( [\w.,/+()-]+)*")
WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", "."})
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")
LONG_TIMEOUT = "30m"  # for models that did not end in time
LONGEST = 200  # characters of a reason in a comment


class RegistryText:
    """Writes entries whose paths are relative to the registry's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def whole(
        self, title: str, timeout: str, claims: Iterable[ClaimPlan], jar: Jar | None = None
    ) -> str:
        """Return the text of a new registry, which may name its jar."""
        suite = f"title: {quoted(title)}"
        if jar:
            suite += f", tla2tools: {{path: {self.path(jar.path)}, sha256: {jar.digest}}}"
        head = HEAD.format(suite=suite, timeout=timeout)
        lines = [line for claim in claims for line in self.claim_lines(claim)]
        if not lines:
            return head.replace("claims:\n", "claims: []\n")
        return head + "".join(f"  {line}\n" if line else "\n" for line in lines)

    def path(self, file: Path) -> str:
        """Return a path as a registry has it."""
        return quoted(self.plain_path(file))

    def plain_path(self, file: Path) -> str:
        """Return a path relative to the registry's folder, with forward slashes."""
        return Path(relpath(file, self.folder)).as_posix()

    def claim_lines(self, claim: ClaimPlan) -> Iterator[str]:
        """Yield the lines of a claim as an item of a list."""
        yield f"- id: {quoted(claim.id)}"
        if claim.green and claim.green.cut_short:
            yield "  # TLC had not ended, so whether it holds is not known yet."
            yield f"  timeout: {LONG_TIMEOUT}"
        if not claim.deadlock:
            yield "  deadlock: allowed"
        if claim.libraries:
            yield f"  library: [{', '.join(map(self.path, claim.libraries))}]"
        if claim.green:
            yield f"  green: {self.green_text(claim.green)}"
        if claim.witnesses and claim.green:
            yield "  reaches:"
            for witness in claim.witnesses:
                yield from (f"    {line}" for line in self.witness_lines(witness))
        if claim.reds:
            yield "  reds:"
            for red in claim.reds:
                yield from (f"    {line}" for line in self.red_lines(red))
        if claim.reductions:
            yield "  reductions:"
            for key in claim.reductions:
                yield f"    {key}: {AS_FOUND}"

    def green_text(self, green: GreenPlan) -> str:
        """Return a green as a mapping in one line."""
        parts = [f"module: {self.path(green.module)}"]
        if green.config != green.module.with_suffix(".cfg"):
            parts.append(f"config: {self.path(green.config)}")
        if green.cut_short:
            parts.append(f"tier: {NIGHTLY}")
        if green.search:
            parts.append(f"mode: {mode_text(green.search)}")
        if green.constant:
            parts.append("kind: constant")
        if green.distinct:
            parts.append(f"distinct: {green.distinct}")
        return f"{{{', '.join(parts)}}}"

    def witness_lines(self, witness: WitnessPlan) -> Iterator[str]:
        """Yield the lines of a witness as an item of a list."""
        parts = f"config: {self.path(witness.config)}, never: {quoted(witness.never)}"
        yield f"- {{id: {quoted(witness.id)}, {parts}}}"

    def red_lines(self, red: RedPlan) -> Iterator[str]:
        """Yield the lines of a red as an item of a list."""
        if red.about:
            yield f"# {comment(red.about)}"
        yield f"- id: {quoted(red.id)}"
        yield f"  module: {self.path(red.module)}"
        if red.config != red.module.with_suffix(".cfg"):
            yield f"  config: {self.path(red.config)}"
        if red.property:
            yield f"  violates: {quoted(red.property)}"
        yield f"  kind: {WORDS[red.kind]}"
        if red.search:
            yield f"  mode: {mode_text(red.search)}"
        if red.length:
            yield f"  length: {red.length}"

    def left_out_comment(self, left: LeftOut) -> LeftOutComment:
        """Return the comment about a config that no claim has."""
        return LeftOutComment(comment(self.plain_path(left.config)), comment(left.reason))


def mode_text(search: RandomSearch) -> str:
    """Return a search of random traces as a mapping in one line."""
    counts = {"traces": search.traces, "depth": search.depth, "seconds": search.seconds}
    told = [f"{name}: {count}" for name, count in counts.items() if count]
    seed = [f"seed: {search.seed}"] if search.seed else []
    return f"{{{search.option.removeprefix('-')}: {{{', '.join([*told, *seed])}}}}}"


def quoted(text: str) -> str:
    """Return a text as a scalar of YAML."""
    if PLAIN.fullmatch(text) and text.lower() not in WORDS_OF_YAML and ", " not in text:
        return text
    # JSON's strings are YAML's double-quoted scalars.
    return json.dumps(text)


def comment(text: str) -> str:
    """Return a text as one line that may stand in a comment."""
    line = " ".join(CONTROLS.sub(" ", text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 4]} ..."
