"""Whether TLC can report the violation that a red model must show."""

from collections.abc import Iterable, Iterator

from moltverify.registry.expectation import MustViolate
from moltverify.registry.mistakes import nearest
from moltverify.registry.property_kinds import PropertyReader, ReportedAs
from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.registry.violation_kind import WORDS
from moltverify.tla.config import Config, Named
from moltverify.tlc.outcome import ViolationKind

# Violations of a property that the config names; a deadlock or an assumption has no name there.
IN_CONFIG = {
    ViolationKind.INVARIANT,
    ViolationKind.TEMPORAL_PROPERTY,
    ViolationKind.ACTION_PROPERTY,
}


def check_violation(
    model: Model, wanted: MustViolate, config: Config, files: SpecFiles
) -> Iterator[str]:
    """Yield why TLC cannot report the violation of a property that the config should name."""
    reader = PropertyReader(files.parsed(model.job))
    named = [one for one in (*config.invariants, *config.properties) if one.name == wanted.property]
    if not named:
        checked = [one.name for one in (*config.invariants, *config.properties)]
        guess = nearest(wanted.property, checked)
        yield f"{model.job.config} does not check {wanted.property}{guess}"
    else:
        place = f"{model.job.config}:{named[0].line}"
        yield from (f"{place} {what}" for what in kind_faults(wanted, config, reader))
    # TLC checks these as one formula, while it names a box action that breaks.
    nameless = [one.name for one in config.properties if is_nameless(reader.reports(one.name))]
    if wanted.kind is ViolationKind.TEMPORAL_PROPERTY and len(nameless) > 1:
        yield (
            f"{model.job.config} has several properties that are not of the form [][A]_v "
            f"({', '.join(nameless)}); TLC 2.15 does not say which of them broke"
        )


def check_other_violation(model: Model, wanted: MustViolate, config: Config) -> Iterator[str]:
    """Yield why TLC cannot report a violation that is no broken property of a search."""
    if wanted.kind is ViolationKind.CONSTANT_INVARIANT:
        checked = [one.name for one in (*config.invariants, *config.properties)]
        if wanted.property not in checked:
            guess = nearest(wanted.property, checked)
            yield f"{model.job.config} does not check {wanted.property}{guess}"
    if wanted.kind is ViolationKind.POSTCONDITION:
        named = config.postcondition.name if config.postcondition else ""
        if not named or wanted.property not in {"", named}:
            yield f"{model.job.config} has no POSTCONDITION {wanted.property}".rstrip()


def kind_faults(wanted: MustViolate, config: Config, reader: PropertyReader) -> Iterator[str]:
    """Yield how TLC reports the property instead of as the kind that the registry states."""
    name, reports = wanted.property, list[ReportedAs]()
    if has(config.invariants, name):
        reports.append(ReportedAs(ViolationKind.INVARIANT, name))
    if has(config.properties, name):
        found = reader.reports(name)
        if not found:
            return  # only TLC can decide
        reports += found
    kinds = list(dict.fromkeys(WORDS[one.kind] for one in reports if one.fits(name)))
    if not kinds:
        instead = ", ".join(f"{one.kind.value} {one.name}" for one in reports)
        yield f"has {name}, of which TLC reports the parts ({instead}); name those in the config"
    elif WORDS[wanted.kind] not in kinds:
        heading = "INVARIANT" if has(config.invariants, name) else "PROPERTY"
        ways = " or ".join(f"'kind: {word}'" for word in kinds)
        what = f"which TLC does not report as '{WORDS[wanted.kind]}'"
        yield f"has {name} under {heading}, {what}; write {ways}, or leave out 'kind'"


def has(named: Iterable[Named], name: str) -> bool:
    """Tell whether a config's section has a name."""
    return any(one.name == name for one in named)


def is_nameless(reports: Iterable[ReportedAs]) -> bool:
    """Tell whether TLC may check a property as one formula with others of its kind."""
    return any(one == ReportedAs(ViolationKind.TEMPORAL_PROPERTY, None) for one in reports)
