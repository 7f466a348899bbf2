"""A page about the published holes: which claim is about each, and which red has its shape."""

from moltverify.registry.advisory_table import advisory_rows
from moltverify.registry.records import Registry
from moltverify.report.pages.markdown_text import markdown_environment, tidy

ADVISORIES_PAGE = "advisories.md"


def advisories_page(registry: Registry) -> str:
    """Return the table of all advisories as Markdown; empty if the registry has none."""
    rows = advisory_rows(registry)
    if not rows:
        return ""
    template = markdown_environment().get_template("advisories.md.j2")
    covered = [row for row in rows if row.claims]
    return tidy(
        template.render(
            covered=covered,
            uncovered=[row.advisory for row in rows if not row.claims],
            shaped=sum(1 for row in covered if row.reds),
        )
    )
