"""All pages of a service that stay the same while it runs, ready to be sent."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from moltverify.registry.records import Registry
from moltverify.serve.job_requests import OwnRequest
from moltverify.serve.limits import ServeLimits
from moltverify.serve.live_renderer import OWN_PAGE, LiveRenderer
from moltverify.site import addresses
from moltverify.site.index_page import model_word
from moltverify.site.run_history import run_entry
from moltverify.site.site import asset_files, page_files
from moltverify.site.site_contents import SiteContents, SiteFile, SiteSources

ASSETS = Path(__file__).with_name("assets")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
OTHER = "application/octet-stream"
MODULE = """\
---- MODULE Counter ----
EXTENDS Naturals

VARIABLE x

Init == x = 0
Up == x < 3 /\\ x' = x + 1
Reset == x = 3 /\\ x' = 0
Next == Up \\/ Reset

Small == x < 3
====
"""
CONFIG = "INIT Init\nNEXT Next\nINVARIANT Small\n"


class ServedFile(Struct, frozen=True):
    """A file ready to be sent: as it is and compressed, with its type and its digest."""

    content: bytes
    packed: bytes
    media: str
    digest: str


class LiveSite(Struct):
    """The files of a service by path, and what renders further pages.

    Both are replaced as a whole, so that who reads one sees the old or the new.
    """

    files: Mapping[str, ServedFile]
    renderer: LiveRenderer


def live_site(sources: SiteSources, limits: ServeLimits, no_sandbox: str) -> LiveSite:
    """Return the pages of a service about a registry and its recorded run, if there is one."""
    contents = SiteContents(sources)
    renderer = LiveRenderer(contents, limits.largest_size)
    runs = (run_entry(contents),) if renderer.is_recorded else ()
    files = {str(one.path): one for one in live_assets()}
    if runs:
        files |= {str(one.path): one for one in page_files(renderer, runs)}
    files |= {str(one.path): one for one in unrun_pages(renderer, sources.registry, bool(runs))}
    example = OwnRequest(module=MODULE, config=CONFIG)
    own = renderer.page(
        "own.html.j2",
        OWN_PAGE,
        limits=limits,
        why_not=no_sandbox,
        example=example,
        number="{:,}".format,
    )
    files[str(own.path)] = own
    return LiveSite({path: served_file(one) for path, one in files.items()}, renderer)


def live_assets() -> Iterator[SiteFile]:
    """Yield the styles and scripts of the site and of the service."""
    yield from asset_files()
    for file in sorted(ASSETS.iterdir()):
        yield SiteFile(PurePosixPath("assets") / file.name, file.read_bytes())


def unrun_pages(
    renderer: LiveRenderer, registry: Registry, is_recorded: bool
) -> Iterator[SiteFile]:
    """Yield pages of the claims without a result, and the first page if there is no run."""
    shown = {claim.id for claim in renderer.contents.claims}
    for claim in registry.claims:
        if claim.id not in shown:
            address = addresses.claim_address(claim.id)
            yield renderer.page("unrun_claim.html.j2", address, addresses.INDEX, claim=claim)
    if not is_recorded:
        yield unrun_index(renderer)


def unrun_index(renderer: LiveRenderer) -> SiteFile:
    """Return the first page where no run is recorded, with the results of the service."""
    registry, views = renderer.contents.registry, renderer.contents.page.claims
    return renderer.page(
        "unrun_index.html.j2",
        addresses.INDEX,
        groups=registry.groups,
        claims=registry.claims,
        words={view.id: (view.verdict, model_word(view)) for view in views},
    )


def served_file(file: SiteFile) -> ServedFile:
    """Return a file as it is sent."""
    return ServedFile(
        content=file.content,
        packed=gzip.compress(file.content, 6, mtime=0),
        media=TYPES.get(file.path.suffix, OTHER),
        digest=hashlib.sha256(file.content).hexdigest(),
    )
