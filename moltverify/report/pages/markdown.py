"""Markdown: a table of claims and verdicts, then the counterexamples, unfoldable_traces.

For GitHub's dialect (GitHub Flavored Markdown Spec 0.29): job summaries, comments, READMEs.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from moltverify.registry.records import Registry, Role
from moltverify.report.pages.sections import ClaimSection, claim_sections, counterexample
from moltverify.report.story.escaping import inert, inert_line
from moltverify.suite.results import ModelResult, SuiteResult, verdict_counts
from moltverify.suite.verdict import Verdict

SIGNS = {
    Verdict.AS_EXPECTED: "✅",
    Verdict.INCONCLUSIVE: "❔",
    Verdict.UNEXPECTED: "❌",
    Verdict.BROKEN: "💥",
}
MARKUP = re.compile(r"[\\`*_\[\](){}#|~!$^]")
# GitHub makes links of bare addresses, people, issues and emoji after all escapes are undone; an
# empty comment keeps their parts from meeting.
APART = "<!-- -->"
MEETINGS = re.compile(r"@|#|:(?=\S)|www(?=\.)", re.IGNORECASE)


def suite_markdown(suite: SuiteResult, registry: Registry, traces: bool = True) -> str:
    """Return the suite as Markdown; without `traces`, only the table and what went wrong."""
    parts = tuple(claim_sections(suite, registry))
    blocks = [heading(suite), claims_table(parts), "\n".join(troubles(parts))]
    if traces:
        blocks += [block for part in parts for block in unfoldable_traces(part)]
    return "\n\n".join(filter(None, [*blocks, colophon(suite)])) + "\n"


def heading(suite: SuiteResult) -> str:
    """Return the title and the sum."""
    counts = [
        f"{number} {verdict.value}" for verdict, number in verdict_counts(suite.models).items()
    ]
    if suite.missing:
        counts.append(f"{len(suite.missing)} not run")
    sign = SIGNS[suite.verdict]
    return f"## {sign} {plain_text(suite.title)}\n\nModels: {', '.join(counts) or 'none run'}."


def claims_table(parts: Sequence[ClaimSection]) -> str:
    """Return a row per claim."""
    head = ["| | claim | green | witnesses | reds |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *map(claim_row, parts)])


def claim_row(part: ClaimSection) -> str:
    """Return a claim's row."""
    verdicts = [result.verdict for result in part.results]
    if part.missing:
        verdicts.append(Verdict.INCONCLUSIVE)
    cells = [
        SIGNS[max(verdicts)],
        f"{code_span(part.id)} {plain_text(part.title)}",
        "; ".join(plain_text(one.reason) for one in of_role(part, Role.GREEN)),
        as_expected_share(of_role(part, Role.WITNESS), "reached"),
        as_expected_share(of_role(part, Role.RED), "fail as expected"),
    ]
    return f"| {' | '.join(cells)} |"


def of_role(part: ClaimSection, role: Role) -> list[ModelResult]:
    """Return a claim's results of one role."""
    return [result for result in part.results if result.role is role]


def as_expected_share(results: Sequence[ModelResult], what: str) -> str:
    """Say how many results are as expected."""
    good = sum(result.verdict is Verdict.AS_EXPECTED for result in results)
    return f"{good} of {len(results)} {what}" if results else ""


def troubles(parts: Sequence[ClaimSection]) -> Iterator[str]:
    """Yield an item for each result that is not as expected, and each model that was not run."""
    for part in parts:
        for result in part.results:
            if result.verdict is not Verdict.AS_EXPECTED:
                verdict = f"{SIGNS[result.verdict]} {code_span(result.id)} {result.verdict.value}"
                yield f"- {verdict}: {plain_text(result.reason)}"
        for name in part.missing:
            yield f"- {SIGNS[Verdict.INCONCLUSIVE]} {code_span(name)} was not run"


def unfoldable_traces(part: ClaimSection) -> Iterator[str]:
    """Yield each counterexample worth reading, behind a line that opens it."""
    for result in part.results:
        story = counterexample(result, part.phrases)
        if story and (result.role is Role.RED or result.verdict is not Verdict.AS_EXPECTED):
            name, sentence = plain_html(result.id), plain_html(result.sentence)
            summary = f"{SIGNS[result.verdict]} <code>{name}</code> {sentence}"
            # The empty lines matter: <pre> is text to its end only where it opens a block
            # (section 4.6, start condition 1).
            body = f"<pre>\n{escape(inert(story), quote=False)}\n</pre>"
            yield f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def colophon(suite: SuiteResult) -> str:
    """Return the line that says what ran."""
    release = plain_text(suite.tools.release) if suite.tools.release else "a TLC that is not known"
    jar = f"{release}, tla2tools.jar {code_span(suite.tools.jar)}"
    return f"moltverify {plain_text(suite.moltverify)}, {jar}, {plain_text(suite.started)}"


def code_span(text: str) -> str:
    """Return a name in the type of code."""
    # A code span's backquotes could not hold every name; this holds all.
    return f"<code>{plain_text(text)}</code>"


def plain_text(text: str) -> str:
    """Return a text that shows as it is, in one line: no markup, no HTML, no link, no mention."""
    return apart(MARKUP.sub(r"\\\g<0>", one_line_text(text)))


def plain_html(text: str) -> str:
    """Return the same for a place that is HTML already, where backslashes would show."""
    return apart(one_line_text(text))


def one_line_text(text: str) -> str:
    """Return a text in one line that HTML takes for text."""
    return escape(inert_line(text.replace("\n", " ")), quote=False)


def apart(text: str) -> str:
    """Return a text whose addresses and mentions are not recognised as such."""
    return MEETINGS.sub(lambda found: found[0] + APART, text)
