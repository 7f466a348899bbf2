"""All mistakes in the registry and in the files that it names.

Loading finds the mistakes in the YAML. This check also reads the modules and configs: what a red
model replaces, which properties a config names, which actions the phrases are about. It refuses no
module that TLC accepts: where the parser fails, TLC's own parser decides when the model is run.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from moltverify.registry.check_notes import Note, config_notes, module_notes
from moltverify.registry.code_check import code_mistakes
from moltverify.registry.config_check import check_deadlock, check_names
from moltverify.registry.coverage_check import coverage_mistakes
from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.jar_check import keyword_mistakes
from moltverify.registry.jar_pins import library_mistakes
from moltverify.registry.load import read_registry
from moltverify.registry.mistakes import Mistake, nearest, registry_error
from moltverify.registry.module_check import check_modules, missing_modules
from moltverify.registry.outside_files import outside_mistakes
from moltverify.registry.pluscal_check import check_translations
from moltverify.registry.records import Claim, Model, Role
from moltverify.registry.red_difference import check_difference
from moltverify.registry.reduction_check import needless_reasons, unexplained_reductions
from moltverify.registry.repository_root import repository_of
from moltverify.registry.slice_check import slice_faults
from moltverify.registry.spec_files import SpecFiles
from moltverify.registry.suite_jar import own_jar
from moltverify.registry.violation_check import IN_CONFIG, check_other_violation, check_violation
from moltverify.registry.witness_check import witness_faults
from moltverify.running.jar_contents import jar_modules
from moltverify.running.toolchain import Jar
from moltverify.tla.config import Config, ConfigSyntaxError, Named


class RegistryCheck(Struct, frozen=True):
    """The result of a check: mistakes prevent runs of models, notes do not."""

    mistakes: list[Mistake]
    notes: list[Note]


def check_registry(
    file: Path, jar: Jar | None = None, allow_outside: bool = False
) -> RegistryCheck:
    """Return every mistake in a registry and its files, and the notes about its modules.

    With a jar, what its TLC does not know is a mistake too. Files outside the repository are not
    read unless they are allowed.
    """
    registry, mistakes = read_registry(file, allow_outside)
    if mistakes or registry is None:
        return RegistryCheck(mistakes, [])
    files = SpecFiles(jar.path if jar else own_jar(registry))
    if not allow_outside:
        mistakes = list(outside_mistakes(registry, registry.models, files.closures))
    mistakes = mistakes or list(library_mistakes(registry.models, file, files.closures.sha256))
    if mistakes:
        return RegistryCheck(mistakes, [])
    mistakes = [one for claim in registry.claims for one in check_claim(claim, files)]
    in_jar = jar_modules(jar.path) if jar else frozenset[str]()
    mistakes += missing_modules(registry.models, files, in_jar)
    if jar and not mistakes:
        mistakes = list(keyword_mistakes(registry.models, files.config, jar))
    # Here only, not before a run: code that was renamed changes no verdict.
    root = repository_of(registry.specs)
    mistakes += code_mistakes(registry.claims, root, files.keys)
    mistakes += coverage_mistakes(registry, root, files.keys)
    notes = [*module_notes(registry.models, files), *config_notes(registry.models, files)]
    return RegistryCheck(mistakes, notes)


def require_sound(
    claims: Iterable[Claim], greens_only: bool = False, tla2tools: Path | None = None
) -> list[Mistake]:
    """Raise RegistryError, with every mistake, unless the claims' files are sound.

    With `greens_only`, return the mistakes if none prevents a run of the greens. `tla2tools` is
    that of `SpecFiles`.
    """
    files, claims = SpecFiles(tla2tools), list(claims)
    mistakes = [mistake for claim in claims for mistake in check_claim(claim, files)]
    preventing = mistakes
    if greens_only:
        preventing = [mistake for claim in claims for mistake in check_green(claim, files)]
    if preventing:
        raise registry_error(preventing)
    return mistakes


def check_green(claim: Claim, files: SpecFiles) -> list[Mistake]:
    """Return the mistakes that prevent a run of a claim's green and its witnesses."""
    models = [model for model in claim.models if model.role is not Role.RED]
    mistakes = [mistake for model in models for mistake in model_mistakes(model, files)]
    # Configs with a mistake are not read again.
    return mistakes or [
        config_mistake(model, text, files)
        for model, text in unexplained_reductions(claim, filter(None, [claim.green]), files)
    ]


def check_claim(claim: Claim, files: SpecFiles) -> list[Mistake]:
    """Return every mistake of one claim."""
    mistakes = list(mistakes_of_models(claim, files))
    # The checks below read the same configs, and raise an error for one with a mistake.
    if mistakes:
        return mistakes
    if claim.green and claim.one_operator:
        for red in claim.reds:
            differences = check_difference(claim.green, red, files)
            mistakes += [config_mistake(red, text, files) for text in differences]
    if claim.phrases:
        from moltverify.registry.phrase_check import phrase_mistakes  # noqa: PLC0415 - jinja2 is slow to import

        for action, text in phrase_mistakes(claim, files):
            place = files.keys.below(claim.source, "phrases", action)
            mistakes.append(Mistake(place, claim.id, f"phrases.{action}: {text}"))
    for model, text in unexplained_reductions(claim, claim.designs, files):
        mistakes.append(config_mistake(model, text, files))
    for kind, text in needless_reasons(claim, files):
        place = files.keys.below(claim.source, "reductions", kind)
        mistakes.append(Mistake(place, claim.id, f"reductions.{kind}: {text}"))
    if claim.trace:
        from moltverify.registry.trace_check import trace_mistakes  # noqa: PLC0415 - few claims have one

        for keys, text in trace_mistakes(claim, files):
            place = files.keys.below(claim.source, "trace", *keys)
            mistakes.append(Mistake(place, claim.id, f"trace.{'.'.join(keys)}: {text}"))
    for name, text in unchecked_sentences(claim, files):
        key = "guards" if name in claim.guards else "properties"
        place = files.keys.below(claim.source, key, name)
        mistakes.append(Mistake(place, claim.id, f"{key}.{name}: {text}"))
    return mistakes


def mistakes_of_models(claim: Claim, files: SpecFiles) -> Iterator[Mistake]:
    """Yield the mistakes in the files of a claim's models."""
    said = set()
    for model in claim.models:
        for one in model_mistakes(model, files):
            # A witness has the files of its green or of other witnesses, with the same mistakes.
            if model.role is not Role.WITNESS or one.message not in said:
                said.add(one.message)
                yield one


def unchecked_sentences(claim: Claim, files: SpecFiles) -> Iterator[tuple[str, str]]:
    """Yield each sentence whose property no config checks, with a message."""
    configs = [files.config(model.job.config) for model in claim.models]
    checked = [
        name for config in configs for name in names_of((*config.invariants, *config.properties))
    ]
    for name in claim.properties:
        if name not in checked:
            yield name, f"no config of the claim checks {name}{nearest(name, checked)}"


def config_mistake(model: Model, message: str, files: SpecFiles) -> Mistake:
    """Return a mistake of a model's config."""
    return Mistake(files.keys.config(model.source), model.id, message)


def model_mistakes(model: Model, files: SpecFiles) -> Iterator[Mistake]:
    """Yield the mistakes in one model's files."""
    try:
        config = files.config(model.job.config)
    except ConfigSyntaxError as error:
        where = f"{model.job.config}:{error.line}:{error.column}"
        yield config_mistake(model, f"{where}: {error.message}", files)
        return
    damaged = [*check_modules(model, files), *check_translations(model, files)]
    if damaged:
        place = files.keys.first(model.source, "module")
        yield from (Mistake(place, model.id, message) for message in damaged)
        return
    for message in (*check_names(model, config, files), *check_deadlock(model, config)):
        yield config_mistake(model, message, files)
    for message in check_expectation(model, config, files):
        # A red has the first key and a witness the second; a green has neither.
        keys = ("violates", "state", "expression", "never", "config", "module")
        place = files.keys.first(model.source, *keys)
        yield Mistake(place, model.id, message)
    for message in slice_faults(model, config, files):
        place = files.keys.first(model.source, "slice", "module")
        yield Mistake(place, model.id, f"slice: {message}")


def check_expectation(model: Model, config: Config, files: SpecFiles) -> Iterator[str]:
    """Yield the reasons why a model cannot be judged by its expectation."""
    checked = names_of(config.invariants) + names_of(config.properties)
    behaviour = [one for one in (config.specification, config.init, config.next) if one]
    constant = "" if behaviour else "; a model of ASSUMEs alone has 'kind: constant'"
    match model.expectation:
        case MustReach():
            yield from witness_faults(model, model.expectation, config, files)
        case MustViolate(kind=kind) as wanted if kind in IN_CONFIG:
            yield from check_violation(model, wanted, config, files)
        case MustViolate() as wanted:
            yield from check_other_violation(model, wanted, config)
        # A red without properties can break by a deadlock.
        case MustHold(constant=True):
            yield from constant_faults(model, config, files)
        case MustHold() if not checked:
            yield f"{model.job.config} names no property, so there is nothing to check{constant}"


def constant_faults(model: Model, config: Config, files: SpecFiles) -> Iterator[str]:
    """Yield why a model is no constant one, or has nothing to evaluate."""
    for one in filter(None, (config.specification, config.init, config.next)):
        what = "which has a behaviour; leave out 'kind: constant'"
        yield f"{model.job.config}:{one.line} names {one.name}, {what}"
    modules = [module for file in files.used_modules(model.job) for module in file.modules]
    units = [unit.type for module in modules for unit in module.tree.children]
    complete = all(module.error_line is None for module in modules)
    # TLC evaluates an invariant of a constant model too.
    if complete and "assumption" not in units and not config.invariants:
        yield f"{model.job.module} has no ASSUME, so there is nothing to check"


def names_of(named: Iterable[Named]) -> list[str]:
    """Return the bare names."""
    return [one.name for one in named]
