"""What `moltverify doctor` says about a jar: what its TLC knows, and what its modules can do."""

from collections.abc import Collection, Iterator
from pathlib import Path

from moltverify.registry.records import Registry
from moltverify.running.jar_contents import OPTIONS, class_names, unknown_keywords, unknown_options
from moltverify.running.pinned_jar import PinnedJar
from moltverify.suite.unstated_inputs import READERS, first_reader
from moltverify.tla.config_keywords import NEWER_KEYWORDS
from moltverify.tla.dependencies import STANDARD, DependencyReader
from moltverify.tla.jar_modules import jar_texts

# Where TLC finds the class that replaces the operators of a module.
OVERRIDES = ("", "tlc2.module.", "tlc2.overrides.")


def tlc_lines(jar: Path) -> Iterator[str]:
    """Yield what the TLC of a jar knows that not every release does, and its further modules."""
    keywords = unknown_keywords(jar, NEWER_KEYWORDS)
    yield f"keywords of configs: {known_and_unknown(NEWER_KEYWORDS, keywords)}"
    yield f"options: {known_and_unknown(OPTIONS, unknown_options(jar))}"
    yield from module_lines(jar)


def known_and_unknown(names: Collection[str], unknown: Collection[str]) -> str:
    """Return which names are known and which are not, in words."""
    known = ", ".join(name for name in names if name not in unknown)
    others = ", ".join(name for name in names if name in unknown)
    return "; ".join(filter(None, [known and f"knows {known}", others and f"not {others}"]))


def module_lines(jar: Path) -> Iterator[str]:
    """Yield a jar's modules beside TLA+'s own, which of them read, and which have Java classes."""
    reader = DependencyReader()
    names = sorted(name for name in jar_texts(jar) if name not in STANDARD or name in READERS)
    classes = class_names(jar)
    replaced = [name for name in names if any(f"{at}{name}" in classes for at in OVERRIDES)]
    reading = [name for name in names if first_reader([name], (jar,), reader)]
    yield f"modules beside TLA+'s own: {', '.join(names) or 'none'}"
    if replaced:
        yield f"with operators in Java: {', '.join(replaced)}"
    if reading:
        yield f"with access to files, variables or programs: {', '.join(reading)}"


def library_jars_of(registry: Registry) -> tuple[PinnedJar, ...]:
    """Return the jars in the libraries of a registry's models, each once."""
    jars = (jar for model in registry.models for jar in model.job.options.class_path)
    return tuple(dict.fromkeys(jars))


def class_paths_of(registry: Registry) -> tuple[tuple[Path, ...], ...]:
    """Return the class paths of a registry's models that have library jars, each once."""
    paths = (
        tuple(jar.path.absolute() for jar in model.job.options.class_path)
        for model in registry.models
    )
    return tuple(dict.fromkeys(path for path in paths if path))
