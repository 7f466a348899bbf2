"""`moltverify list`: the registered claims and their last verdicts."""

import os
import sys
from pathlib import Path

import click

from moltverify.cli.options import (
    complete_selector,
    open_registry,
    open_store,
    registry_option,
    store_option,
)
from moltverify.cli.unreadable_runs import note_unreadable
from moltverify.plural import counted
from moltverify.registry.claim_records import UNGROUPED
from moltverify.registry.records import Claim, Group, Registry, Role
from moltverify.registry.select import select
from moltverify.registry.tiers import tier_words
from moltverify.report.story.escaping import inert_line
from moltverify.suite.verdict import Verdict

Verdicts = dict[str, Verdict]
SIGNS = {
    None: (" ", None),
    Verdict.AS_EXPECTED: ("✓", "green"),
    Verdict.INCONCLUSIVE: ("?", "yellow"),
    Verdict.DISPUTED: ("≠", "red"),
    Verdict.UNEXPECTED: ("✗", "red"),
    Verdict.BROKEN: ("✗", "red"),
}


@click.command("list", short_help="List claims and their last verdicts.")
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option("--json", "as_json", is_flag=True, help="Print everything registered as JSON.")
@click.option("--names", is_flag=True, help="Print the claims' ids only, one a line.")
@registry_option
@store_option
def command(
    selectors: tuple[str, ...],
    as_json: bool,
    names: bool,
    registry: Path | None,
    store: Path | None,
) -> None:
    """List the claims with their models and last verdicts."""
    known = open_registry(registry)
    chosen = select(known, selectors)
    wanted = {model.claim for model in chosen}
    claims = [claim for claim in known.claims if claim.id in wanted]
    # Before the recorded runs are read, which names do not need.
    if names:
        for claim in claims:
            click.echo(claim.id)
        return
    runs = open_store(store, known)
    verdicts = runs.last_verdicts([model.id for model in chosen])
    note_unreadable(runs)
    if as_json:
        print_json(known, claims, verdicts)
        return
    for group in known.groups:
        own = [claim for claim in claims if claim.group == group.id]
        print_group(group, own, verdicts, has_groups=len(own) < len(claims))
    click.echo(listing_sum(claims))


def print_group(
    group: Group, claims: list[Claim], verdicts: Verdicts, has_groups: bool = True
) -> None:
    """Print a group's claims, one a line; `has_groups` tells whether others have claims too."""
    if not claims:
        return
    # Where no claim has a group, a heading for all of them says nothing.
    if group.id != UNGROUPED.id or has_groups:
        click.echo(click.style(f"{group.id}  ", bold=True) + inert_line(group.title))
    width = max(len(claim.id) for claim in claims)
    for claim in claims:
        seen = [verdicts.get(model.id) for model in claim.models]
        # Verdicts of some models only are no verdict on the claim.
        sign, colour = SIGNS[None if None in seen else max(one for one in seen if one)]
        reds = " ".join(red.name for red in claim.reds) or "none"
        lead = f"  {click.style(ascii_sign(sign), fg=colour)} "
        title = "" if claim.title == claim.id else fit(inert_line(claim.title), width + 6)
        click.echo(lead + (f"{claim.id:<{width}}  {title}" if title else claim.id))
        click.echo(" " * (width + 6) + click.style(f"reds: {reds}", dim=True))
        if tiers := tier_words(claim):
            click.echo(" " * (width + 6) + click.style(f"tier: {tiers}", dim=True))
    click.echo()


def ascii_sign(sign: str) -> str:
    """Return the sign, or a similar ASCII character for an output that is not UTF-8."""
    # The stream would print an escape such as \u2713 instead.
    takes_all = (sys.stdout.encoding or "").lower().startswith("utf")
    return sign if takes_all else {"✓": "+", "✗": "x"}.get(sign, sign)


def fit(text: str, used: int) -> str:
    """Shorten a title to the rest of a terminal's line; a pipe gets the whole title."""
    if not sys.stdout.isatty():
        return text
    room = os.get_terminal_size(sys.stdout.fileno()).columns - used
    return text if len(text) <= room or room < len("…") + 1 else text[: room - 1] + "…"


def listing_sum(claims: list[Claim]) -> str:
    """Return the last line: numbers of claims, models by role, and states."""
    models = [model for claim in claims for model in claim.models]
    counts = [f"{sum(m.role is role for m in models)} {role.value}" for role in Role]
    states = sum(distinct(claim) or 0 for claim in claims)
    sums = f"{counted(len(claims), 'claim')}, {counted(len(models), 'model')}"
    return f"{sums}: {', '.join(counts)}; {states:,} states"


def distinct(claim: Claim) -> int | None:
    """Return the number of distinct states that the registry expects of a claim's green, if any."""
    return getattr(claim.green.expectation, "distinct", None) if claim.green else None


def twin_entries(claim: Claim, model_id: str) -> object:
    """Return how a red differs from its green, as JSON has it."""
    import msgspec  # noqa: PLC0415 - the plain listing does without

    from moltverify.report.story.twins import shown_differences  # noqa: PLC0415 - it parses modules

    return msgspec.to_builtins(shown_differences(claim, model_id))


def print_json(registry: Registry, claims: list[Claim], verdicts: Verdicts) -> None:
    """Print the claims, their models and verdicts, and the sum of distinct states, as JSON."""
    import msgspec  # noqa: PLC0415 - the plain listing does without

    entries = []
    for claim in claims:
        entry = msgspec.to_builtins(claim, enc_hook=str)
        entry["models"] = [
            {
                "id": model.id,
                "role": model.role.value,
                "sentence": model.sentence,
                "tier": model.tier,
                "expectation": msgspec.to_builtins(model.expectation),
                "last": verdicts[model.id].value if model.id in verdicts else None,
                # The rule of one operator leaves nothing else to tell of a red.
                "differences": [] if claim.one_operator else twin_entries(claim, model.id),
            }
            for model in claim.models
        ]
        # "models" has them in one form, and a source is a path of this machine.
        for key in ("green", "witnesses", "reds", "source"):
            del entry[key]
        entry["distinct"] = distinct(claim)
        entries.append(entry)
    listing = {
        "title": registry.title,
        "groups": msgspec.to_builtins(registry.groups),
        "claims": entries,
        "distinct": sum(distinct(claim) or 0 for claim in claims),
    }
    click.echo(msgspec.json.format(msgspec.json.encode(listing), indent=2).decode())
