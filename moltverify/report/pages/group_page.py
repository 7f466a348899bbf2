"""A page per group of claims: statements, assumptions, and the counterexample of each red."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from moltverify.conformance.affected import judge_release, timeline_of
from moltverify.conformance.drift_record import Recorded
from moltverify.conformance.results import ReplayFinding
from moltverify.file_access import read_text
from moltverify.registry.records import Claim, Group, Model, Registry
from moltverify.report.pages.conformance_markdown import InTheCode, in_the_code
from moltverify.report.pages.markdown_text import markdown_environment, tidy
from moltverify.report.pages.matrix_page import matrix_name
from moltverify.report.story.action_arguments import action_reader
from moltverify.report.story.story import story_of
from moltverify.report.story.twins import shown_differences
from moltverify.report.terminal.trace_text import trace_lines
from moltverify.suite.results import ModelResult
from moltverify.tla.config import read_config
from moltverify.tla.module_parser import parse_module_text

WIDTH = 84  # columns of a counterexample in a page

Results = Mapping[str, ModelResult]


class RedPage(Struct, frozen=True):
    """What a page says about a red model."""

    name: str
    result: ModelResult
    module: str
    link: str
    replaced: str
    differences: tuple[str, ...]
    source: str
    story: str


class ClaimPage(Struct, frozen=True):
    """What a page says about a claim."""

    claim: Claim
    module: str
    link: str
    comment: str
    distinct: str
    green: ModelResult | None
    witnesses: tuple[ModelResult, ...]
    reds: tuple[RedPage, ...]
    matrix: str | None
    matrix_title: str
    in_the_code: InTheCode | None
    newest: str


def group_page(
    registry: Registry,
    group: Group,
    results: Results,
    folder: Path,
    recorded: Recorded | None = None,
) -> str:
    """Return a group's page as Markdown; links are relative to the folder of the page.

    `recorded` is what replays found in published releases.
    """
    claims = [claim for claim in registry.claims if claim.group == group.id]
    pages = [claim_page(claim, results, folder, recorded) for claim in claims]
    template = markdown_environment().get_template("group.md.j2")
    models = sum(len(claim.models) for claim in claims)
    # Templates leave empty lines where a claim lacks a part.
    newest = recorded.releases[-1] if recorded and recorded.releases else ""
    return tidy(template.render(group=group, claims=pages, models=models, newest=newest))


def claim_page(
    claim: Claim, results: Results, folder: Path, recorded: Recorded | None
) -> ClaimPage:
    """Return what a page says about a claim."""
    green = results[claim.green.id] if claim.green else None
    findings = recorded.of_claim(claim.id) if recorded else ()
    module = claim.models[0].job.module
    return ClaimPage(
        claim=claim,
        module=module.name,
        link=link(module, folder),
        comment=parse_module_text(read_text(module)).comment,
        distinct=f"{green.statistics.distinct or 0:,} states" if green else "none",
        green=green,
        witnesses=tuple(results[model.id] for model in claim.witnesses),
        reds=tuple(red_page(claim, red, results[red.id], folder) for red in claim.reds),
        matrix=matrix_name(claim) if claim.matrix else None,
        matrix_title=claim.matrix.title if claim.matrix else "",
        in_the_code=in_the_code(findings),
        newest=newest_words(claim, findings, recorded.releases) if recorded else "",
    )


def newest_words(claim: Claim, findings: Sequence[ReplayFinding], releases: Sequence[str]) -> str:
    """Return whether a claim holds in the newest of the releases; empty if there is none."""
    if not releases:
        return ""
    return judge_release(claim.id, timeline_of(findings), releases[-1]).answer.value


def red_page(claim: Claim, red: Model, result: ModelResult, folder: Path) -> RedPage:
    """Return what a page says about a red model."""
    name, replacement = replaced_operator(claim.green, red) if claim.green else ("", "")
    story = story_of(result, claim.phrases, claim.properties, action_reader(claim, result))
    lines = trace_lines(story, WIDTH) if story else ()
    return RedPage(
        name=red.name,
        result=result,
        module=red.job.module.name,
        link=link(red.job.module, folder),
        replaced=name,
        differences=() if name else tuple(map(str, shown_differences(claim, red.id))),
        source=definition(red.job.module, replacement),
        story="\n".join(line.text for line in lines),
    )


def replaced_operator(green: Model, red: Model) -> tuple[str, str]:
    """Return the operator that a red model replaces, and the name of the faulty one."""
    intended = read_config(read_text(green.job.config)).overrides
    faulty = read_config(read_text(red.job.config)).overrides
    for name, override in faulty.items():
        if name not in intended or intended[name].replacement != override.replacement:
            return name, override.replacement
    return "", ""


def definition(module: Path, name: str) -> str:
    """Return the source of a definition; empty if the module does not define the name."""
    text = read_text(module)
    found = parse_module_text(text).definition(name)
    lines = found.lines(text) if found else []
    return "\n".join(lines)


def link(file: Path, folder: Path) -> str:
    """Return a file's path relative to the page's folder."""
    # relpath() does not follow symbolic links, behind which `..` leads elsewhere.
    return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
