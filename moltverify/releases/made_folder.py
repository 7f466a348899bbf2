"""Folders that are whole or not there at all, whatever ends the program meanwhile."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moltverify.releases.npm import UnobtainableError


@contextmanager
def made_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder beside the wanted one, and put it in place once it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside it, because a rename is atomic only within one file system.
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        yield part
        try:
            part.rename(folder)
        except OSError:
            # Another process was quicker; what it made is the same.
            if not folder.is_dir():
                raise
    except OSError as error:
        raise UnobtainableError(f"cannot make {folder}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
