"""What a model may read of the outside without saying so; a verdict on it is not kept."""

from collections.abc import Iterable
from pathlib import Path

from moltverify.running.job import TlcJob
from moltverify.tla.dependencies import STANDARD, DependencyReader
from moltverify.tla.jar_modules import library_jars

# Modules whose operators read files or variables (CommunityModules; TLC 2.20 has Json). By name,
# because Java replaces their operators wherever the module lies.
READERS = frozenset({"CSV", "IOUtils", "Json"})
NOT_KEPT = "not cached: through {module} it can read what neither `data` nor `env` names"


def unstated_reader(job: TlcJob, reader: DependencyReader, tlc: Path) -> str:
    """Return the module through which a job reads what nobody stated, or an empty text.

    `tlc` is the jar with TLC. Raises OSError for a module that cannot be read.
    """
    if job.options.environment is not None:
        return ""
    modules = reader.modules(job.module, job.libraries)
    names = {name for module in modules for name in reader.uses(module)}
    # The closure has what the model's own modules use; to look into TLC's jar takes time.
    own = {module.stem for module in modules}
    jars = (*library_jars(job.libraries), tlc)
    return first_reader((names - own) | (names & READERS), jars, reader)


def first_reader(names: Iterable[str], jars: Iterable[Path], reader: DependencyReader) -> str:
    """Return the first module that reads among some and those that they use in the jars.

    An empty text if there is none.
    """
    seen, waiting = set[str](), sorted(names)
    while waiting:
        name = waiting.pop(0)
        if name in READERS:
            return name
        # TLC's own modules use no readers.
        if name not in seen and name not in STANDARD:
            waiting += (one for jar in jars for one in reader.jar_uses(jar).get(name, ()))
        seen.add(name)
    return ""
