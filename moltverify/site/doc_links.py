"""Where the links of guides lead inside a site: to pages, to modules, or to copies of files."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from moltverify.site.addresses import relative, safe_name

LARGEST = 2_000_000  # bytes of a file that a guide links to or shows
PICTURES = {".png", ".svg", ".jpg", ".gif", ".webp"}


class DocLinks:
    """Resolves the links of guides; `copied` has the files that the site needs for them.

    `guides` and `sources` are the pages of files; `folder` is that of the guides, and only files
    of the repository around it are copied.
    """

    def __init__(
        self,
        guides: Mapping[Path, PurePosixPath],
        sources: Mapping[Path, PurePosixPath],
        folder: Path,
    ) -> None:
        self.pages = {**sources, **guides}
        self.folder = folder
        self.copied: dict[Path, PurePosixPath] = {}

    def link(self, file: Path, page: PurePosixPath, target: str) -> str:
        """Return the address for a link in a file on its page; empty if it leads nowhere."""
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or not parts.path:
            return target
        path = (file.parent / unquote(parts.path)).resolve()
        found = self.pages.get(path) or self.copy(path)
        if found is None:
            return ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return relative(found, page) + fragment

    def copy(self, path: Path) -> PurePosixPath | None:
        """Return where the copy of a file is; None for what is no file of the repository."""
        root = self.folder.parent
        try:
            if not path.is_relative_to(root) or not path.is_file():
                return None
            if path.stat().st_size > LARGEST:
                return None
        except OSError:
            return None
        inside = [safe_name(part) for part in path.relative_to(root).parts]
        # A browser shows text and would only save, or even run, a file of another kind.
        name = inside[-1] if path.suffix in PICTURES else f"{inside[-1]}.txt"
        self.copied[path] = PurePosixPath("files", *inside[:-1], name)
        return self.copied[path]
