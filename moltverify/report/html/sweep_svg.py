"""A sweep as a picture: distinct states per instance, on a logarithmic scale."""

from moltverify.report.html.bars_svg import Bar, BarSection, Tick, bars_svg
from moltverify.report.story.sweep_scale import decades, figures, has_plot, scale_fraction
from moltverify.sweep.results import InstanceRow, InstanceStatus, ModelSweep, SweepResult

KINDS = {
    InstanceStatus.HOLDS: "ours",
    InstanceStatus.BREAKS: "bad",
    InstanceStatus.BREAKS_OTHERWISE: "bad",
}
WORDS = 260  # pixels for the text beside a bar
LONGEST = 34  # characters of it, because SVG does not wrap text


def sweep_svg(result: SweepResult) -> str:
    """Return the picture: a section per model, a bar per instance."""
    sections = [section(model) for model in result.models if has_plot(model)]
    return bars_svg(f"{result.claim}: distinct states per instance", sections, WORDS)


def section(model: ModelSweep) -> BarSection:
    """Return one model's bars."""
    most = decades(model.rows)
    return BarSection(
        head=f"{model.id}: distinct states, logarithmic",
        bars=tuple(bar(row, most) for row in model.rows),
        ticks=tuple(Tick(one / most, f"{10**one:,}") for one in range(most + 1)),
    )


def bar(row: InstanceRow, most: int) -> Bar:
    """Return one instance's bar."""
    says = row.text if len(row.text) <= LONGEST else row.text[: LONGEST - 3] + "..."
    return Bar(
        name=str(row.instance),
        share=scale_fraction(row.distinct, most),
        says=f"{figures(row)}, {says}",
        kind=KINDS.get(row.status, "other"),
    )
