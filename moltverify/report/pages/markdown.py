"""Markdown: a table of claims and verdicts, then the counterexamples, folded.

For GitHub's dialect (GitHub Flavored Markdown Spec 0.29): job summaries, comments, READMEs.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from moltverify.registry.records import Registry, Role
from moltverify.report.newest_release import NewestRelease, shown_verdict
from moltverify.report.pages.sections import ClaimSection, claim_sections, counterexample
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.story.other_jars import also_lines
from moltverify.suite.results import ModelResult, SuiteResult, verdict_counts
from moltverify.suite.verdict import Verdict

SIGNS = {
    Verdict.AS_EXPECTED: "✅",
    Verdict.INCONCLUSIVE: "❔",
    Verdict.DISPUTED: "↔️",
    Verdict.UNEXPECTED: "❌",
    Verdict.BROKEN: "💥",
}
# Including `$`, which starts a formula on GitHub.
MARKUP = re.compile(r"[\\`*_\[\](){}#|~!$^]")
# GitHub makes links and images of addresses, people, issues and emoji after it has undone all
# escapes; an empty comment between their parts prevents that.
APART = "<!-- -->"
MEETINGS = re.compile(r"@|#|:(?=\S)|www(?=\.)", re.IGNORECASE)


def suite_markdown(
    suite: SuiteResult,
    registry: Registry,
    newest: NewestRelease | None = None,
    traces: bool = True,
) -> str:
    """Return the suite as Markdown; without `traces`, the table and the troubles only.

    `newest` is what holds in the newest release, if any is on record.
    """
    parts = tuple(claim_sections(suite, registry))
    blocks = [
        heading(suite, newest),
        newest_lines(newest) if newest else "",
        sums(suite),
        claims_table(parts, newest),
        "\n".join(troubles(parts)),
    ]
    if traces:
        blocks += [block for part in parts for block in unfoldable_traces(part)]
    return "\n\n".join(filter(None, [*blocks, colophon(suite)])) + "\n"


def heading(suite: SuiteResult, newest: NewestRelease | None) -> str:
    """Return the title."""
    return f"## {SIGNS[shown_verdict(suite, newest)]} {plain_text(suite.title)}"


def newest_lines(newest: NewestRelease) -> str:
    """Return what does not hold in the newest release."""
    names = ", ".join(code_span(one.claim) for one in newest.laxer)
    laxer = f"\n\nLaxer than its claim: {names}." if names else ""
    return f"{SIGNS[newest.verdict]} {plain_text(newest.words)}.{laxer}"


def sums(suite: SuiteResult) -> str:
    """Return the numbers of models by verdict, and what other TLCs say."""
    counts = [
        f"{number} {verdict.value}" for verdict, number in verdict_counts(suite.models).items()
    ]
    if suite.missing:
        counts.append(f"{len(suite.missing)} not run")
    also = [f"\n\n{plain_text(line)}." for line in also_lines(suite.tools.also, suite.models)]
    return f"Models: {', '.join(counts) or 'none run'}.{''.join(also)}"


def claims_table(parts: Sequence[ClaimSection], newest: NewestRelease | None) -> str:
    """Return a row per claim."""
    names = ["", "claim", "green", "witnesses", "reds"]
    names += [plain_text(newest.release)] if newest else []
    head = [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]
    return "\n".join([*head, *(claim_row(part, newest) for part in parts)])


def claim_row(part: ClaimSection, newest: NewestRelease | None) -> str:
    """Return a claim's row."""
    verdicts = [result.verdict for result in part.results]
    # A claim must not look good while a model of it was not run.
    if part.missing:
        verdicts.append(Verdict.INCONCLUSIVE)
    cells = [
        SIGNS[max(verdicts)],
        # A claim without a title has its id in place of one.
        code_span(part.id) + (f" {plain_text(part.title)}" if part.title != part.id else ""),
        "; ".join(plain_text(one.reason) for one in of_role(part, Role.GREEN)),
        as_expected_share(of_role(part, Role.WITNESS), "reached"),
        as_expected_share(of_role(part, Role.RED), "fail as expected"),
    ]
    if newest:
        found = newest.of(part.id)
        cells.append(f"{SIGNS[found.verdict]} {found.answer.value}" if found else "")
    return f"| {' | '.join(cells)} |"


def of_role(part: ClaimSection, role: Role) -> list[ModelResult]:
    """Return a claim's results of one role."""
    return [result for result in part.results if result.role is role]


def as_expected_share(results: Sequence[ModelResult], what: str) -> str:
    """Return how many results are as expected."""
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
    """Yield a folded counterexample for each red and for each result not as expected."""
    for result in part.results:
        story = counterexample(result, part.phrases, part.properties, part.claim)
        if story and (result.role is Role.RED or result.verdict is not Verdict.AS_EXPECTED):
            is_bare = result.sentence == part.name_of(result.id)
            sentence = result.reason if is_bare else result.sentence
            name = plain_html(result.id)
            summary = f"{SIGNS[result.verdict]} <code>{name}</code> {plain_html(sentence)}"
            # The empty lines matter: the content of <pre> is text only if it starts a block
            # (section 4.6, start condition 1).
            body = f"<pre>\n{escape(inert(story), quote=False)}\n</pre>"
            yield f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def colophon(suite: SuiteResult) -> str:
    """Return the last line: the versions, the jar and the time."""
    release = plain_text(suite.tools.release) if suite.tools.release else "a TLC that is not known"
    jar = f"{release}, tla2tools.jar {code_span(suite.tools.jar)}"
    others = "".join(
        f", {plain_text(one.name)}, tla2tools.jar {code_span(one.jar)}" for one in suite.tools.also
    )
    started = plain_text(suite.started)
    return f"moltverify {plain_text(suite.moltverify)}, {jar}{others}, {started}"


def code_span(text: str) -> str:
    """Return a name in the font of code."""
    # Between backquotes the escapes of plain_text() would be shown.
    return f"<code>{plain_text(text)}</code>"


def plain_text(text: str) -> str:
    """Return a text that is shown literally, in one line: no markup, HTML, link or mention."""
    # The comments of apart() are added last, because they consist of markup themselves.
    return apart(MARKUP.sub(r"\\\g<0>", one_line_text(text)))


def plain_html(text: str) -> str:
    """Return the same inside HTML, where a backslash would be shown."""
    return apart(one_line_text(text))


def one_line_text(text: str) -> str:
    """Return a text in one line, escaped for HTML."""
    # Line breaks are only layout here, so they become blanks before inert_line() shows them.
    return escape(inert_line(text.replace("\n", " ")), quote=False)


def apart(text: str) -> str:
    """Return a text in which GitHub finds no address, mention, issue or emoji."""
    return MEETINGS.sub(lambda found: found[0] + APART, text)
