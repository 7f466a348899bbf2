"""Whether the jars that a registry names have the content that it names."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from moltverify.registry.key_places import mappings
from moltverify.registry.mistakes import Mistake, Mistakes
from moltverify.registry.records import Model, YamlPlace
from moltverify.running.pinned_jar import PinnedJar


def library_mistakes(
    models: Iterable[Model], registry: Path, digest: Callable[[Path], str]
) -> Iterator[Mistake]:
    """Yield a mistake for each library jar whose content is not that of its pin, once each.

    `digest` returns the SHA-256 of a file; `registry` is the registry's file.
    """
    seen = set[PinnedJar]()
    for model in models:
        for jar in set(model.job.options.class_path) - seen:
            seen.add(jar)
            if found := different_content(jar, digest):
                place = pin_place(jar.sha256, model.source.file, registry) or model.source
                yield Mistake(place, model.claim, found)


def different_content(jar: PinnedJar, digest: Callable[[Path], str]) -> str:
    """Return what is wrong with a jar's content; empty if it is that of its pin."""
    try:
        found = digest(jar.path)
    except OSError as error:
        return f"{jar.path} cannot be read: {error.strerror}"
    if found == jar.sha256:
        return ""
    return (
        f"{jar.path} has the SHA-256 {found}, and not {jar.sha256}, so it is not loaded; put the "
        "named jar there, or write the new digest here if you trust the new one"
    )


def pin_place(digest: str, *files: Path) -> YamlPlace | None:
    """Return where a registry's files name a digest, or None."""
    from moltverify.registry.yaml_reader import read_yaml  # noqa: PLC0415 - only mistakes need it

    for file in files:
        top = read_yaml(file, Mistakes())
        for node in mappings(top) if top else ():
            named = node.child("sha256")
            if named and named.scalar == digest:
                return named.place
    return None
