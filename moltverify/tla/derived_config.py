"""A config that no file has: another config with some constants and replacements changed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from moltverify.tla.config import Config, ConfigSyntaxError, read_config
from moltverify.tla.config_writer import write_config

if TYPE_CHECKING:
    PlatformPath = Path
else:
    PlatformPath = type(Path())  # Path itself can have no subclass before Python 3.12


class DerivedConfig(PlatformPath):
    """The path of a derived config, which can be read although there is no such file.

    A path, so that whatever reads, digests or compares a model's config does so with this one. It
    names a place beside the config that it is derived from, `base`.
    """

    base: Path
    changes: str

    @classmethod
    def beside(cls, base: Path, name: str, changes: str) -> DerivedConfig:
        """Return a config like `base` with the CONSTANTS section `changes`."""
        made = cls(base.with_name(f"{base.stem}-{name}.cfg"))
        made.base, made.changes = base, changes
        return made

    @cached_property
    def content(self) -> bytes:
        """The config's text; raises OSError if the base cannot be read."""
        content = self.base.read_bytes()
        try:
            config = read_config(content.decode("utf-8", "replace"))
        except ConfigSyntaxError:
            return content  # whoever reads it finds the mistake of the base
        return write_config(with_changes(config, read_config(self.changes))).encode()

    def with_segments(self, *parts: str) -> Path:
        """Return a plain path, for what Python 3.12 and later derive from this one."""
        return Path(*parts)

    def read_bytes(self) -> bytes:
        """Return the content."""
        return self.content

    def read_text(self, *_: object, **__: object) -> str:
        """Return the content as text."""
        return self.content.decode("utf-8", "replace")


def with_changes(config: Config, changes: Config) -> Config:
    """Return a config with the constants and replacements of another in place of its own."""
    changed = {one.name for one in changes.constants} | {*changes.overrides}
    constants = tuple(one for one in config.constants if one.name not in changed)
    overrides = {name: one for name, one in config.overrides.items() if name not in changed}
    return replace(
        config,
        constants=(*constants, *changes.constants),
        overrides={**overrides, **changes.overrides},
    )


def constants_section(values: dict[str, str], replacements: dict[str, str]) -> str:
    """Return the CONSTANTS section of a config; raises ConfigSyntaxError for a text it cannot be.

    Values and replacements are texts of a config, such as `{a, b}` and `[Core]Faulty`.
    """
    lines = [f"{name} = {value}" for name, value in values.items()]
    lines += [f"{name} <- {replacement}" for name, replacement in replacements.items()]
    for line in lines:
        # Each for itself, so that a text cannot say more than one thing.
        one = read_config(f"CONSTANT {line}")
        if len(one.constants) + len(one.overrides) != 1 or one != only_constants(one):
            raise ConfigSyntaxError(f"'{line}' is more than one setting", 1, 1)
    return "\n  ".join(["CONSTANTS", *lines]) + "\n"


def only_constants(config: Config) -> Config:
    """Return a config with nothing but the constants and replacements of another."""
    return Config(constants=config.constants, overrides=config.overrides)
