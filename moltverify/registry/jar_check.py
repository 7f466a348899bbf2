"""What the configs of models say that TLC of the chosen jar does not know."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from moltverify.registry.key_places import KeyPlaces
from moltverify.registry.load import registry_error
from moltverify.registry.records import Model, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.yaml_reader import Mistake
from moltverify.running.jar_contents import unknown_keywords
from moltverify.running.toolchain import Jar
from moltverify.tla.config import Config, read_config
from moltverify.tla.config_keywords import NEWER_KEYWORDS

WORDS = tuple(word.encode() for word in NEWER_KEYWORDS)


def require_known_keywords(models: Sequence[Model], files: RegistryFiles, jar: Jar) -> None:
    """Raise RegistryError if the config of a model has a keyword that the jar does not know."""
    texts = {model.job.config: files.reader.content(model.job.config) for model in models}
    # Before the configs are parsed, which takes longer than all else of a run without changes.
    newer = {file for file, text in texts.items() if any(map(text.__contains__, WORDS))}
    asked = [model for model in models if model.job.config in newer]

    def config_of(file: Path) -> Config:
        return read_config(texts[file].decode("utf-8", "replace"))

    mistakes = list(keyword_mistakes(asked, config_of, jar))
    if mistakes:
        raise registry_error(mistakes)


def keyword_mistakes(
    models: Iterable[Model], config_of: Callable[[Path], Config], jar: Jar
) -> Iterator[Mistake]:
    """Yield the keywords in the configs of models that a jar's TLC does not know."""
    keys = KeyPlaces()
    for model in models:
        # A witness has the config of its green.
        found = () if model.role is Role.WITNESS else config_of(model.job.config).newer_keywords
        unknown = unknown_keywords(jar.path, NEWER_KEYWORDS) if found else ()
        for one in found:
            if one.name in unknown:
                message = (
                    f"{model.job.config}:{one.line} says {one.name}, which "
                    f"{jar.known_as or jar.path} does not know; {NEWER_KEYWORDS[one.name]} does: "
                    "name its jar with --tla2tools"
                )
                yield Mistake(keys.config(model.source), model.id, message)
