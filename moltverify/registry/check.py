"""All mistakes in the registry and in the files that it names.

Loading finds the mistakes in the YAML. This check also reads the modules and configs: what a red
model replaces, which properties a config names, which actions the phrases are about. It refuses no
module that TLC accepts: where the parser fails, TLC's own parser decides when the model is run.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.expectation import MustReach, MustViolate
from moltverify.registry.load import read_registry, registry_error
from moltverify.registry.records import Claim, Model, Role
from moltverify.registry.spec_files import SpecFiles
from moltverify.registry.yaml_reader import Mistake, nearest
from moltverify.tla.config import Config, ConfigSyntaxError, Named
from moltverify.tla.config_writer import lines, write_config
from moltverify.tla.dependencies import STANDARD
from moltverify.tla.formulas import is_box_action
from moltverify.tlc.outcome import ViolationKind

# Violations of a property that the config names; a deadlock or an assumption has no name there.
IN_CONFIG = {
    ViolationKind.INVARIANT,
    ViolationKind.TEMPORAL_PROPERTY,
    ViolationKind.ACTION_PROPERTY,
}
INITIAL = "Init"  # the phrase of the initial state


class Note(Struct, frozen=True):
    """A fact about a file that the user should know, but not a mistake."""

    file: Path
    message: str


class RegistryCheck(Struct, frozen=True):
    """The result of a check: mistakes prevent runs of models, notes do not."""

    mistakes: list[Mistake]
    notes: list[Note]


def check_registry(file: Path) -> RegistryCheck:
    """Return every mistake in a registry and its files, and the notes about its modules."""
    registry, mistakes = read_registry(file)
    if mistakes or registry is None:
        return RegistryCheck(mistakes, [])
    files = SpecFiles()
    mistakes = [one for claim in registry.claims for one in check_claim(claim, files)]
    return RegistryCheck(mistakes, list(module_notes(registry.models, files)))


def require_sound(claims: Iterable[Claim]) -> None:
    """Raise RegistryError, with every mistake, unless the claims' files are sound."""
    files = SpecFiles()
    mistakes = [mistake for claim in claims for mistake in check_claim(claim, files)]
    if mistakes:
        raise registry_error(mistakes)


def check_claim(claim: Claim, files: SpecFiles) -> list[Mistake]:
    """Return every mistake of one claim."""
    mistakes = [mistake for model in claim.models for mistake in model_mistakes(model, files)]
    # The checks below read the same configs, and raise an error for one with a mistake.
    if mistakes:
        return mistakes
    for red in claim.reds:
        mistakes += [mistake_at(red, text) for text in check_difference(claim.green, red, files)]
    mistakes += [mistake_at(claim, text) for text in check_phrases(claim, files)]
    return mistakes


def module_notes(models: Iterable[Model], files: SpecFiles) -> Iterator[Note]:
    """Yield the notes about the models' modules, once for each file."""
    # By path, because models share modules.
    known = {file.file: file for model in models for file in files.modules(model.job)}
    for path, file in sorted(known.items()):
        # No mistake, because the grammar has gaps.
        if file.error_line is not None:
            place = f"{path}:{file.error_line}"
            yield Note(path, f"tree-sitter cannot parse {place}; TLC's own parser decides")
        if path.stem in STANDARD:
            what = f"shadows TLC's standard module {path.stem}"
            yield Note(path, f"{path} {what}: TLC reads this file instead of its own")


def mistake_at(entry: Model | Claim, message: str) -> Mistake:
    """Return a mistake of an entry."""
    return Mistake(entry.source, entry.id, message)


def model_mistakes(model: Model, files: SpecFiles) -> Iterator[Mistake]:
    """Yield the mistakes in one model's files."""
    try:
        config = files.config(model.job.config)
    except ConfigSyntaxError as error:
        yield mistake_at(model, f"{model.job.config}: {error}")
        return
    damaged = list(check_modules(model, files))
    if damaged:
        yield from (mistake_at(model, message) for message in damaged)
        return
    for message in (*check_names(model, config, files), *check_expectation(model, config, files)):
        yield mistake_at(model, message)


def check_modules(model: Model, files: SpecFiles) -> Iterator[str]:
    """Yield which of a model's files are no modules, or modules of another name."""
    # Only files that TLC reads for sure: a comment may name any file.
    for file in files.used_modules(model.job):
        if not file.modules and not file.has_head:
            yield f"{file.file}: no line of the form ---- MODULE Name ----"
        # SANY finds a module by the name of its file, and refuses another module in it.
        elif file.error_line is None and file.name != file.file.stem:
            yield f"{file.file} holds a module named {file.name}"


def check_names(model: Model, config: Config, files: SpecFiles) -> Iterator[str]:
    """Yield the names in a config that no module defines, and the text that TLC ignores."""
    known = files.names(model.job)
    behaviour = filter(None, (config.specification, config.init, config.next))
    named = [*behaviour, *config.invariants, *config.properties]
    named += [Named(override.replacement, override.line) for override in config.overrides.values()]
    for name in named:
        if known.lacks(name.name):
            what = f"{name.name}, which no module defines{nearest(name.name, known.defined)}"
            yield f"{model.job.config}:{name.line} names {what}"
    if config.ignored:
        yield f"{model.job.config}:{config.ignored.line}: TLC ignores everything from here on"


def check_expectation(model: Model, config: Config, files: SpecFiles) -> Iterator[str]:
    """Yield the reasons why a model cannot be judged by its expectation."""
    checked = names_of(config.invariants) + names_of(config.properties)
    match model.expectation:
        case MustReach(state):
            known = files.names(model.job)
            if known.lacks(state):
                guess = nearest(state, known.defined)
                yield f"{model.job.module} does not define {state}{guess}"
        case MustViolate(name, kind) if kind in IN_CONFIG:
            if name not in checked:
                yield f"{model.job.config} does not check {name}{nearest(name, checked)}"
            # TLC checks these as one formula, while it names a box action that breaks.
            nameless = [
                one
                for one in names_of(config.properties)
                if not is_action_property(one, model, files)
            ]
            if kind is ViolationKind.TEMPORAL_PROPERTY and len(nameless) > 1:
                yield (
                    f"{model.job.config} has several properties that are not of the form [][A]_v "
                    f"({', '.join(nameless)}); TLC 2.15 does not say which of them broke"
                )
        # A red without properties can break by a deadlock.
        case _ if model.role is Role.GREEN and not checked:
            yield f"{model.job.config} names no property, so there is nothing to check"


def is_action_property(name: str, model: Model, files: SpecFiles) -> bool:
    """Tell whether a property is exactly `[][A]_v`; TLC names such a property if it breaks."""
    definition = next(files.definitions(model.job, name), None)
    # If the parser cannot find it, TLC decides.
    return definition is None or is_box_action(definition.body)


def check_difference(green: Model, red: Model, files: SpecFiles) -> Iterator[str]:
    """Yield how a red model differs from its green in more than one operator."""
    # One difference, so that the registry's fault is the only cause of the counterexample.
    intended, config = files.config(green.job.config), files.config(red.job.config)
    old, new = replacements(intended), replacements(config)
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if len(changed) != 1:
        names = ", ".join(sorted(changed)) or "none"
        yield f"{red.job.config} replaces {len(changed)} operators ({names}) instead of exactly one"
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
    yield from (f"it says {one}" for one in sorted(new - old))
    yield from (f"it does not say {one}" for one in sorted(old - new))


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


def names_of(named: Iterable[Named]) -> list[str]:
    """Return the bare names."""
    return [one.name for one in named]


def check_phrases(claim: Claim, files: SpecFiles) -> Iterator[str]:
    """Yield the phrases whose action no module defines, and those that are no templates."""
    from moltverify.registry.phrase_templates import template_error  # noqa: PLC0415 - jinja2 is slow to import

    known = [files.names(model.job) for model in claim.models]
    defined = {name for one in known for name in one.defined}
    for action, phrase in claim.phrases.items():
        # `all`, because an action may be defined in a red's module only.
        if action != INITIAL and all(one.lacks(action) for one in known):
            yield f"phrases.{action}: no module defines {action}{nearest(action, defined)}"
        error = template_error(phrase)
        if error:
            yield f"phrases.{action}: {error}"
