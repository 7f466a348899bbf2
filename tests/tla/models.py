"""Small models, parsed: a module called M with a config."""

from pathlib import Path

from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from tests.tla.modules import write_module


def model(folder: Path, body: str, config: str, **modules: str) -> ParsedModules:
    """Write a module called M with these units, its config, and other modules by name."""
    for name, other in modules.items():
        write_module(folder, name, other)
    file = folder / "M.cfg"
    file.write_text(config, encoding="utf-8")
    return read_parsed_modules(write_module(folder, "M", body), file)
