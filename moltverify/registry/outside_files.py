"""Files of models that lie outside the repository: a registry from somebody else can name any."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from moltverify.registry.jar_pins import library_mistakes
from moltverify.registry.key_places import KeyPlaces
from moltverify.registry.mistakes import Mistake, registry_error
from moltverify.registry.records import Model, Registry, YamlPlace
from moltverify.registry.repository_root import Boundary, repository_of
from moltverify.running.job import job_files, job_jars
from moltverify.tla.dependencies import DependencyReader


def require_inside(
    registry: Registry, models: Iterable[Model], reader: DependencyReader | None = None
) -> None:
    """Raise RegistryError if models read files outside the repository and the registry may not.

    Raise it for library jars that are not those that the registry names, too.
    """
    models, reader = tuple(models), reader or DependencyReader()
    mistakes = [] if registry.allow_outside else [*outside_mistakes(registry, models, reader)]
    mistakes = mistakes or [*library_mistakes(models, registry.file, reader.sha256)]
    if mistakes:
        raise registry_error(mistakes)


def outside_mistakes(
    registry: Registry, models: Iterable[Model], reader: DependencyReader
) -> Iterator[Mistake]:
    """Yield a mistake for each file outside the repository, at the first model that reads it.

    Without a repository the registry's folder takes its place.
    """
    boundary, keys = Boundary(repository_of(registry.specs)), KeyPlaces()
    seen: set[Path] = set()
    for model in models:
        for file in files_of_model(model, reader):
            if file in seen:
                continue
            seen.add(file)
            text = boundary.outside_words(file)
            if text:
                yield Mistake(naming_key(model, file, keys), model.id, text)


def naming_key(model: Model, file: Path, keys: KeyPlaces) -> YamlPlace:
    """Return the place of the key from which a model has a file."""
    if file == model.job.config:
        return keys.config(model.source)
    own = "data" if file in model.job.data else "library" if file in job_jars(model.job) else ""
    # A claim's key holds for its models too; all other files are modules that this one uses.
    return keys.first(model.source, own or "module")


def files_of_model(model: Model, reader: DependencyReader) -> tuple[Path, ...]:
    """Return the files that a model's run reads, as far as they can be read."""
    # First what the registry names, so that nothing of such a file is read if it is outside.
    job = model.job
    named = (job.module, job.config, *job.data, *job_jars(job))
    # A file that is missing is a mistake that other checks find.
    with suppress(OSError):
        return tuple(dict.fromkeys((*named, *job_files(job, reader))))
    return named
