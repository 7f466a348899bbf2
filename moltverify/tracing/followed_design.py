"""A design whose behaviours a log is compared with: its initial predicate, steps and properties."""

from collections.abc import Iterator

from msgspec import Struct

from moltverify.errors import UsageError
from moltverify.registry.expectation import MustViolate
from moltverify.registry.records import Model, Role
from moltverify.running.staged_files import StagedFiles, read_staged_files
from moltverify.tla.config import Config, Named, read_config
from moltverify.tla.dependencies import DependencyReader
from moltverify.tla.formulas import formula_of
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from moltverify.tla.specification import FormulaPart, roots
from moltverify.tla.syntax_tree import laid_out


class JudgedProperty(Struct, frozen=True):
    """A property of a design as a formula about a state, or with `steps` about a step."""

    name: str
    text: str
    steps: bool = False


class FollowedDesign(Struct, frozen=True, kw_only=True):
    """A model with what the module that follows a log is made of.

    `unjudged` are the properties that say something about whole behaviours only: no finite log
    satisfies or breaks them.
    """

    model: Model
    files: StagedFiles
    config: Config
    sources: ParsedModules
    initial: tuple[str, ...]
    steps: tuple[str, ...]
    properties: tuple[JudgedProperty, ...]
    unjudged: tuple[str, ...]

    @property
    def root(self) -> str:
        """The name of the design's module."""
        return self.sources.root.name


def followed_design(model: Model, reader: DependencyReader) -> FollowedDesign:
    """Return a model as a design to follow; of a red only the property that it must break.

    Raises OSError for an unreadable file, and UsageError for a config or specification that
    cannot be followed.
    """
    job = model.job
    sources = read_parsed_modules(job.module, job.config, job.libraries)
    files = read_staged_files(job, reader)
    config = read_config(files.config.text)
    initial = tuple(part_texts(sources, FormulaPart.INITIAL, model))
    judged, unjudged = judged_properties(sources, watched_names(model, config), config)
    return FollowedDesign(
        model=model,
        files=files,
        config=config,
        sources=sources,
        initial=initial,
        steps=tuple(part_texts(sources, FormulaPart.NEXT, model)),
        properties=judged,
        unjudged=unjudged,
    )


def part_texts(sources: ParsedModules, part: FormulaPart, model: Model) -> Iterator[str]:
    """Yield the texts of a specification's parts; raises UsageError if it has none to use."""
    own = {module.name for module in sources.own}
    found = [root for root in roots(sources) if root.part is part]
    if not found or any(root.module not in own for root in found):
        raise UsageError(
            f"{model.id}: no log can be compared with the specification of {model.job.config}",
            "its Init and Next must stand in the model's module, or in one that it extends",
        )
    for root in found:
        yield laid_out(root.node, 2)


def watched_names(model: Model, config: Config) -> tuple[str, ...]:
    """Return the names of the properties that a behaviour must keep, or a red must break."""
    if model.role is Role.RED:
        wanted = model.expectation
        return (wanted.property,) if isinstance(wanted, MustViolate) and wanted.property else ()
    named: tuple[Named, ...] = (*config.invariants, *config.properties)
    return tuple(one.name for one in named)


def judged_properties(
    sources: ParsedModules, names: tuple[str, ...], config: Config
) -> tuple[tuple[JudgedProperty, ...], tuple[str, ...]]:
    """Return the properties that each state or step keeps or breaks, and the names of others."""
    judged, others = list[JudgedProperty](), list[str]()
    invariants = {one.name for one in config.invariants}
    for name in names:
        definition = sources.definition(name)
        formula = formula_of(sources, definition) if definition else None
        if name in invariants:
            # By its name, which is right for whatever TLC accepts as an invariant.
            judged.append(JudgedProperty(name, f"  {name}"))
        elif formula is None:
            others.append(name)
        else:
            judged.append(JudgedProperty(name, formula.text, formula.steps))
    return tuple(judged), tuple(others)
