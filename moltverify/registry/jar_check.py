"""What the configs of models say that TLC of the chosen jar does not know."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from moltverify.registry.key_places import KeyPlaces
from moltverify.registry.mistakes import Mistake, registry_error
from moltverify.registry.records import Model
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.jar_contents import unknown_keywords
from moltverify.running.toolchain import Jar
from moltverify.tla.config import Config, read_config
from moltverify.tla.config_keywords import NEWER_KEYWORDS

WORDS = tuple(word.encode() for word in NEWER_KEYWORDS)


def require_known_keywords(models: Sequence[Model], files: RegistryFiles, jar: Jar) -> None:
    """Raise RegistryError if the config of a model has a keyword that the jar does not know."""
    asked, config_of = with_newer_words(models, files)
    mistakes = list(keyword_mistakes(asked, config_of, jar))
    if mistakes:
        raise registry_error(mistakes)


def models_beyond(models: Sequence[Model], files: RegistryFiles, jar: Jar) -> dict[str, str]:
    """Return the models in whose configs the jar does not know a keyword, by id, with the reason.

    A witness counts too: it has the config of its green.
    """
    asked, config_of = with_newer_words(models, files)
    found = {
        model.id: unknown_in_config(model.job.config, config_of(model.job.config), jar)
        for model in asked
    }
    return {name: "; ".join(sentences) for name, sentences in found.items() if sentences}


def with_newer_words(
    models: Sequence[Model], files: RegistryFiles
) -> tuple[list[Model], Callable[[Path], Config]]:
    """Return the models in whose configs a newer keyword may be, and a reader of these configs."""
    texts = {model.job.config: files.reader.content(model.job.config) for model in models}
    # Before the configs are parsed, which takes longer than all else of a run without changes.
    newer = {file for file, text in texts.items() if any(map(text.__contains__, WORDS))}

    def config_of(file: Path) -> Config:
        return read_config(texts[file].decode("utf-8", "replace"))

    return [model for model in models if model.job.config in newer], config_of


def keyword_mistakes(
    models: Iterable[Model], config_of: Callable[[Path], Config], jar: Jar
) -> Iterator[Mistake]:
    """Yield the keywords in the configs of models that a jar's TLC does not know."""
    keys = KeyPlaces()
    for model in models:
        if model.shares_files:
            continue
        for sentence in unknown_in_config(model.job.config, config_of(model.job.config), jar):
            message = f"{sentence}: name its jar with --tla2tools"
            yield Mistake(keys.config(model.source), model.id, message)


def unknown_in_config(file: Path, config: Config, jar: Jar) -> list[str]:
    """Return a sentence for each keyword of a config that a jar's TLC does not know."""
    found = config.newer_keywords
    unknown = unknown_keywords(jar.path, NEWER_KEYWORDS) if found else ()
    return [
        f"{file}:{one.line} says {one.name}, which {jar.known_as or jar.path} does not know; "
        f"{NEWER_KEYWORDS[one.name]} does"
        for one in found
        if one.name in unknown
    ]
