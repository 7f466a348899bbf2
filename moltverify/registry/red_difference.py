"""How the config of a red model differs from that of its green."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from moltverify.registry.config_check import all_named, settings
from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.tla.config import Config
from moltverify.tla.config_writer import lines, write_config


def check_difference(green: Model, red: Model, files: SpecFiles) -> Iterator[str]:
    """Yield how a red model differs from its green in more than one operator."""
    # One difference, so that the registry's fault is the only cause of the counterexample.
    intended, config = files.config(green.job.config), files.config(red.job.config)
    old, new = replacements(intended), replacements(config)
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if len(changed) != 1:
        names = ", ".join(sorted(changed)) or "none"
        lines_of = [one.line for name, one in config.overrides.items() if name in changed]
        place = f"{red.job.config}:{min(lines_of)}" if lines_of else f"{red.job.config}"
        yield f"{place} replaces {len(changed)} operators ({names}) instead of exactly one"
    elif same_but_for(changed, intended) != same_but_for(changed, config):
        what = "; ".join(config_differences(changed, intended, config))
        pair = f"{red.job.config} differs from {green.job.config}"
        yield f"{pair} in more than the one override: {what}"
    elif green.job.module not in files.closures.modules(red.job.module, red.job.libraries):
        yield f"{red.job.module} does not extend {green.job.module.stem}"


def replacements(config: Config) -> dict[str, str]:
    """Return the names that a config replaces, with what replaces them."""
    return {name: override.replacement for name, override in config.overrides.items()}


def same_but_for(changed: Iterable[str], config: Config) -> str:
    """Return a config's text without some overrides, the same for any order of its lines."""
    ignored = set(changed)
    overrides = {n: o for n, o in sorted(config.overrides.items()) if n not in ignored}
    constants = tuple(sorted(config.constants, key=lambda constant: constant.name))
    return write_config(replace(config, overrides=overrides, constants=constants))


def config_differences(changed: Iterable[str], intended: Config, config: Config) -> Iterator[str]:
    """Yield the differences of a red's config from its green's, except for some overrides."""
    old, new = config_entries(intended, changed), config_entries(config, changed)
    yield from (f"it says {one}{in_line(one, config)}" for one in sorted(new - old))
    yield from (f"it does not say {one}" for one in sorted(old - new))


def in_line(entry: str, config: Config) -> str:
    """Return where an entry of a config is, such as " in line 4"; empty if that is not known."""
    _, name, *_ = entry.split()
    lines_of = [one.line for one in (*settings(config), *all_named(config)) if one.name == name]
    return f" in line {min(lines_of)}" if lines_of else ""


def config_entries(config: Config, ignored: Iterable[str]) -> set[str]:
    """Return a config's entries, one for each name, without some overrides."""
    kept = {n: o for n, o in config.overrides.items() if n not in set(ignored)}
    found = set()
    for section in lines(replace(config, overrides=kept)):
        # Constants have a line each; in other sections each word is a name.
        keyword, *rest = section.split("\n  ")
        found |= {f"{keyword} {one}" for one in rest}
        found |= {f"{section.split()[0]} {one}" for one in section.split()[1:] if not rest}
    return found
