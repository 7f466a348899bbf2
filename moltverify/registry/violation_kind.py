"""The kind of violation of a red model: that of the config, unless the registry states one."""

from moltverify.running.job import TlcJob
from moltverify.tla.config import Config, ConfigSyntaxError, read_config
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.outcome import ViolationKind

# The words of a registry; TLC separates action properties from other temporal formulas.
KINDS = {
    "invariant": ViolationKind.INVARIANT,
    "property": ViolationKind.TEMPORAL_PROPERTY,
    "action property": ViolationKind.ACTION_PROPERTY,
    "deadlock": ViolationKind.DEADLOCK,
    "assumption": ViolationKind.ASSUMPTION,
    "assertion": ViolationKind.ASSERTION,
    "constant invariant": ViolationKind.CONSTANT_INVARIANT,
    "postcondition": ViolationKind.POSTCONDITION,
}
WORDS = {kind: word for word, kind in KINDS.items()}


def kind_in_config(name: str, job: TlcJob, reader: DependencyReader) -> ViolationKind:
    """Return the kind under which TLC reports a violation of a name in a job's config.

    A config that cannot be read, or does not have the name, gives an invariant: the check of the
    registry reports it.
    """
    try:
        text = reader.text(job.config)
        # Most configs have no properties, and a registry may have thousands.
        config = read_config(text) if "PROPERT" in text else Config()
    except (OSError, ConfigSyntaxError):
        return ViolationKind.INVARIANT
    invariants = {one.name for one in config.invariants}
    if name in invariants or name not in {one.name for one in config.properties}:
        return ViolationKind.INVARIANT
    return kind_by_shape(name, job, reader)


def kind_by_shape(name: str, job: TlcJob, reader: DependencyReader) -> ViolationKind:
    """Return the kind of a property under PROPERTY; that of a temporal one if it is not clear."""
    # Imported only here, because the parser takes longer to import than a registry to load.
    from moltverify.registry.property_kinds import PropertyReader  # noqa: PLC0415 - see above
    from moltverify.registry.spec_files import SpecFiles  # noqa: PLC0415 - see above

    try:
        reports = PropertyReader(SpecFiles(reader=reader).parsed(job)).reports(name)
    except OSError:
        reports = []
    kinds = {report.kind for report in reports if report.fits(name)}
    return kinds.pop() if len(kinds) == 1 else ViolationKind.TEMPORAL_PROPERTY
