"""The site's pages with what a service can do: run a claim, show a run, check a model."""

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader
from msgspec import Struct

from moltverify.file_access import read_text
from moltverify.registry.records import Claim
from moltverify.serve.job_errors import RefusedError
from moltverify.site.addresses import INDEX, claim_address
from moltverify.site.claim_pages import claim_page_files
from moltverify.site.rendering import SiteRenderer
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.sweep.constants import size_of, sweepable
from moltverify.tla.config import ConfigSyntaxError, read_config

TEMPLATES = Path(__file__).with_name("templates")
OWN_PAGE, RUNS_PAGE, RUNS = map(PurePosixPath, ("own.html", "runs.html", "runs"))


class SizeChoice(Struct, frozen=True):
    """A constant that can have other sizes here: its size in the registry, and the choice."""

    name: str
    registered: int
    first: int
    last: int


class LiveRenderer(SiteRenderer):
    """Renders pages that can run something; `largest` is the largest size of a constant."""

    def __init__(self, contents: SiteContents, largest: int) -> None:
        super().__init__(contents)
        self.largest = largest
        assert self.templates.loader is not None
        own = FileSystemLoader(TEMPLATES)
        self.templates.loader = ChoiceLoader([own, self.templates.loader])
        self.templates.globals |= {
            "live": True,
            "run_digest": "",
            "sizes_of": self.sizes_of,
            "claim_address": claim_address,
            "when": when,
        }

    @property
    def is_recorded(self) -> bool:
        """Whether there is a recorded run, and so a page of each kind."""
        return bool(self.contents.suite.run)

    def frame(self) -> dict[str, object]:
        """Return what every page shows; without a recorded run there is no time of it."""
        words = {} if self.is_recorded else {"run_words": "No run is recorded."}
        return {**super().frame(), **words}

    def navigation(self) -> list[tuple[str, str]]:
        """Return the pages of the site, and those of the service."""
        more = [("Check a model", str(OWN_PAGE)), ("Runs", str(RUNS_PAGE))]
        pages = super().navigation()
        # Without a recorded run there is no history.
        if not self.is_recorded:
            pages = [(name, path) for name, path in pages if path == str(INDEX)]
        return [*pages, *more]

    def sizes_of(self, claim: Claim) -> list[SizeChoice]:
        """Return the constants of a claim that a reader may change, with their sizes."""
        if claim.green is None:
            return []
        try:
            config = read_config(read_text(claim.green.job.config))
        except (OSError, ConfigSyntaxError):
            return []
        sizes = {name: size_of(value) or 0 for name, value in sweepable(config).items()}
        return [
            SizeChoice(name, size, 1, min(self.largest, size + 1))
            for name, size in sizes.items()
            if 0 < size <= self.largest
        ]

    def refusal_page(self, error: RefusedError) -> bytes:
        """Return the page that says why something is not done, for any address."""
        template = self.templates.get_template("refusal.html.j2")
        html = template.render(
            here="",
            section="",
            # From the top, because links that are relative to this address lead nowhere.
            link=lambda target: f"/{target}",
            error=error,
        )
        return html.encode("utf-8", "backslashreplace")


class ShownRun(Struct, frozen=True, kw_only=True):
    """A run that a page shows: its digest, its end, its files by name, and remarks."""

    digest: str
    finished: float
    files: tuple[str, ...]
    notes: tuple[str, ...] = ()
    is_own: bool = False


class RunRenderer(LiveRenderer):
    """Renders the page of one run like that of a claim; `frame` is what surrounds it."""

    def __init__(self, contents: SiteContents, run: ShownRun, frame: LiveRenderer | None) -> None:
        super().__init__(contents, 0)
        self.address = RUNS / run.digest
        self.templates.globals |= {
            "run_digest": run.digest,
            "run_finished": when(run.finished),
            "run_files": run.files,
            "run_notes": run.notes,
            "run_is_own": run.is_own,
        }
        if frame is not None:
            self.templates.globals |= {
                name: frame.templates.globals[name] for name in ("nav", "site_title")
            }
        if run.is_own:
            # Its modules are on the page only.
            self.templates.globals |= {"source_link": own_link, "has_source_pages": False}

    def page(
        self,
        template: str,
        path: PurePosixPath,  # noqa: ARG002 - the run has an address of its own
        section: PurePosixPath | None = None,  # noqa: ARG002 - it belongs to the list of runs
        **values: Any,
    ) -> SiteFile:
        """Return the page of the run."""
        return super().page(template, self.address, RUNS_PAGE, **values)

    def run_page(self) -> bytes:
        """Return the page of the claim that was run."""
        [(claim, view)] = self.contents.views()
        page, _ = claim_page_files(self, claim, view, ())
        return page.content


def own_link(path: str, line: int) -> str:
    """Return the link to a module on the same page; its lines have no addresses."""
    del line
    return f"#file:{path}"


def when(seconds: float) -> str:
    """Return a time for readers."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
