"""Results in the terminal: a block per claim, a line per model, the counterexamples, the sum."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from rich.console import Console
from rich.text import Text

from moltverify.plural import counted
from moltverify.registry.records import Claim, Role
from moltverify.registry.tiers import tier_words
from moltverify.report.story.escaping import display_width, inert, inert_line
from moltverify.report.story.other_jars import also_lines, other_counterexamples
from moltverify.report.story.remarks import remarks
from moltverify.report.terminal.error_text import placed_failure
from moltverify.report.terminal.terminal import speaks_unicode
from moltverify.report.terminal.trace_text import trace_lines, wrapped
from moltverify.suite.results import ModelResult, SuiteResult, verdict_counts
from moltverify.suite.verdict import Verdict

STYLES = {
    Verdict.AS_EXPECTED: "good",
    Verdict.INCONCLUSIVE: "unsure",
    Verdict.DISPUTED: "bad",
    Verdict.UNEXPECTED: "bad",
    Verdict.BROKEN: "bad",
}
# In Unicode, and for streams whose encoding has no such characters.
SIGNS = {
    Verdict.AS_EXPECTED: ("✓", "ok"),
    Verdict.INCONCLUSIVE: ("?", "??"),
    Verdict.DISPUTED: ("≠", "!="),
    Verdict.UNEXPECTED: ("✗", "NO"),
    Verdict.BROKEN: ("✗", "NO"),
}


class Show(Struct, frozen=True, kw_only=True):
    """What to show: expected counterexamples, whole states, or only what is not as expected.

    With `errors_apart`, an error in a module is named by its place only: it is printed elsewhere.
    With `about`, the claim's statement, assumptions and bounds come first, and its known drifts, by
    the claim's id, where there are any: a line for each, cut where it is longer, or the whole texts
    with `whole`.
    """

    traces: bool = True
    witnesses: bool = False
    full: bool = False
    quiet: bool = False
    errors_apart: bool = False
    about: bool = False
    whole: bool = False
    drifts: Mapping[str, tuple[str, ...]] = {}  # msgspec makes a new dict for each record


def print_claim(console: Console, claim: Claim, results: Sequence[ModelResult], show: Show) -> None:
    """Print a claim's results; a quiet one prints only what is not as expected."""
    shown = [r for r in results if not show.quiet or r.verdict is not Verdict.AS_EXPECTED]
    if not shown:
        return
    title = f"  {inert_line(claim.title)}" if claim.title != claim.id else ""
    console.print(Text.assemble((claim.id, "name"), title), overflow="fold")
    if show.about and (about := list(about_lines(console, claim, show))):
        print_lines(console, about)
    width = max(len(name_of(result)) for result in shown)
    lines: list[Text] = []
    # Lines wait until a counterexample or the end, because each print has a cost.
    for result in shown:
        lines += result_lines(console, result, width, show.errors_apart)
        if wants_trace(result, show):
            print_lines(console, lines)
            print_trace(console, claim, result, show.full)
            lines.clear()
        for name, other in other_counterexamples(result):
            head = Text(f"      On {inert_line(name)}:", style="quiet")
            print_lines(console, [*lines, Text(), head])
            print_trace(console, claim, other, show.full)
            lines.clear()
    if lines:
        print_lines(console, lines)
    console.print()


def about_lines(console: Console, claim: Claim, show: Show) -> Iterator[Text]:
    """Yield what a claim states, assumes and bounds, and which releases do otherwise."""
    more = " …" if speaks_unicode(console.file) else " ..."  # type: ignore[arg-type]
    parts = (
        ("claim", (claim.statement,)),
        ("assumes", claim.assumptions),
        ("bounds", claim.bounds),
        ("advisories", (", ".join(one.id for one in claim.advisories),)),
        ("tier", (tier_words(claim),)),
        *drift_parts(show.drifts.get(claim.id, ()), show.whole),
    )
    for name, sentences in parts:
        words = inert_line(" ".join(filter(None, sentences)))
        if not words:
            continue
        # Room for the mark, whether the line is cut or not.
        room = console.width if show.whole else console.width - len(more)
        lines = wrapped(words, room, f"  {name}: ", " " * 4, "quiet")
        if show.whole:
            yield from (Text(line.text, line.style) for line in lines)
        else:
            line, is_cut = next(lines), next(lines, None) is not None
            yield Text(line.text + (more if is_cut else ""), line.style)


def drift_parts(drifts: Sequence[str], whole: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a name and sentences for each of the lines about known drifts."""
    if whole:
        # Each has releases of its own.
        yield from (("known drift", (one,)) for one in drifts)
    elif drifts:
        # The line may be cut after the first one, so their number comes before it.
        name = "known drift" if len(drifts) == 1 else counted(len(drifts), "known drift")
        yield name, tuple(drifts)


def print_lines(console: Console, lines: Iterable[Text]) -> None:
    """Print lines unchanged, in one call, because rich's work per call takes the most time."""
    print_whole(console, Text("\n").join(lines))


def print_whole(console: Console, text: Text) -> None:
    """Print a text with all its characters, even where a line is wider than the console."""
    # Without `ignore`, rich cuts a word that is wider than the console.
    console.print(text, no_wrap=True, crop=False, overflow="ignore")


def wants_trace(result: ModelResult, show: Show) -> bool:
    """Tell whether to show a result's trace: a red's if asked for, an unexpected one always."""
    if result.trace is None:
        return False
    # What another TLC could not confirm is no less expected.
    if result.verdict not in {Verdict.AS_EXPECTED, Verdict.INCONCLUSIVE}:
        return True
    return show.traces and (result.role is Role.RED or show.witnesses)


def name_of(result: ModelResult) -> str:
    """Return a model's name within its claim."""
    return result.id.removeprefix(result.claim)[1:] or "green"


def reason_words(result: ModelResult, errors_apart: bool, where: str = "below") -> str:
    """Return the reason of a verdict, or where the error is that is printed apart."""
    failed = placed_failure(result) if errors_apart else None
    if failed is None or failed.place is None:
        return inert(result.reason)
    part = "".join(f"{one.name}: " for one in result.parts if one.decides)
    place = f"{failed.place.module}, line {failed.place.line}; see {where}"
    return inert(f"{part}{failed.reason.value} error in {place}")


def result_lines(
    console: Console,
    result: ModelResult,
    width: int,
    errors_apart: bool = False,
    where: str = "below",
) -> Iterator[Text]:
    """Yield a model's verdict on one line, or on several if it does not fit.

    `where` says where the errors are that are printed apart.
    """
    sign = SIGNS[result.verdict][0 if speaks_unicode(console.file) else 1]  # type: ignore[arg-type]
    style = STYLES[result.verdict]
    lead = f"  {sign} {result.role.value:<7}  {name_of(result):<{width}}  "
    # A claim has one green model, which needs no name.
    if result.role is Role.GREEN:
        lead = f"  {sign} {'green':<7}  {'':<{width}}  "
    words = reason_words(result, errors_apart, where)
    if result.verdict is not Verdict.AS_EXPECTED:
        words = f"{result.verdict.value.upper()}: {words}"
    took = "cached" if result.cached else f"{result.seconds:.1f} s"
    # At least 40 columns, because narrower lines are harder to read (trace_text.NARROWEST).
    room = max(console.width - len(took) - 2, 40)
    lines = [line.text for line in wrapped(words, room, lead, " " * len(lead), "")]
    # An empty reason has no line.
    first, rest = (lines or [lead])[0], lines[1:]
    gap = " " * max(console.width - display_width(first) - len(took) - 1, 2)
    yield Text.assemble((first[: len(lead)], style), first[len(lead) :], gap, (took, "quiet"))
    yield from map(Text, rest)
    for remark in remarks(result):
        indent = " " * len(lead)
        told = wrapped(inert(remark), console.width, indent, indent, "unsure")
        yield from (Text(line.text, style=line.style) for line in told)


def print_trace(console: Console, claim: Claim, result: ModelResult, full: bool) -> None:
    """Print a counterexample as a story, indented below its model."""
    # jinja2 and the parser are slow to import
    from moltverify.report.story.action_arguments import action_reader  # noqa: PLC0415 - see above
    from moltverify.report.story.story import story_of  # noqa: PLC0415 - see above

    actions = action_reader(claim, result)
    story = story_of(result, claim.phrases, claim.properties, actions)
    if story is None:
        return
    indent = " " * 6
    console.print()
    about = list(red_lines(console, claim, result, indent)) if result.role is Role.RED else []
    if about:
        print_lines(console, about)
        console.print()
    steps = trace_lines(story, console.width - len(indent), full)
    print_lines(console, (Text(indent + line.text, style=line.style) for line in steps))
    console.print()


def red_lines(console: Console, claim: Claim, result: ModelResult, indent: str) -> Iterator[Text]:
    """Yield the fault of a red, and how it differs if that may be more than one operator."""
    from moltverify.report.story.twins import shown_differences  # noqa: PLC0415 - as story_of

    # A red without a fault in the registry has its name in place of one.
    told = [] if result.sentence == name_of(result) else [f"Fault: {result.sentence}"]
    if not claim.one_operator:
        found = shown_differences(claim, result.id)
        told += [inert_line(f"Differs: {one}") for one in found]
    for words in told:
        lines = wrapped(words, console.width, indent, indent, "quiet")
        yield from (Text(line.text, style="quiet") for line in lines)


def print_verdict_sum(console: Console, result: SuiteResult) -> None:
    """Print the closing line: the number of models by verdict, and the time."""
    claims = len({one.claim for one in result.models})
    models = len(result.models)
    found = verdict_counts(result.models)
    counts = [f"{number} {verdict.value}" for verdict, number in found.items()]
    if result.missing:
        counts.append(f"{len(result.missing)} not run")
    cached = sum(one.cached for one in result.models)
    if cached:
        counts.append("all cached" if cached == models else f"{cached} cached")
    line = (
        f"{counted(claims, 'claim')}, {counted(models, 'model')}: {', '.join(counts) or 'none run'}"
    )
    took = f" in {result.seconds:.1f} s"
    console.print(Text.assemble((line, STYLES[result.verdict]), took))
    for also in also_lines(result.tools.also, result.models):
        console.print(Text(inert_line(also)))


def print_missing(console: Console, names: Iterable[str]) -> None:
    """Print the models that were not run."""
    for name in names:
        console.print(Text(f"not run: {inert_line(name)}", style="unsure"))
