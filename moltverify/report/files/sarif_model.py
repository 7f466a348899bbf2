"""The part of SARIF that reports use, as records.

Names and meanings are those of the OASIS standard, Static Analysis Results Interchange Format
(SARIF) Version 2.1.0; the numbers in parentheses are its sections.
"""

from msgspec import Struct, field

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
SOURCE_ROOT = "%SRCROOT%"  # the customary name of the repository's top (3.14.14)


class SarifObject(Struct, frozen=True, rename="camel", omit_defaults=True, kw_only=True):
    """The base of all records: names in camel case, and no field with its default is written."""


class SarifMessage(SarifObject, frozen=True):
    """A text for people (3.11)."""

    text: str


class ArtifactLocation(SarifObject, frozen=True):
    """A file; its URI is relative to the named base, if one is named (3.4)."""

    # The base of all paths has a description only.
    uri: str | None = None
    uri_base_id: str | None = None
    description: SarifMessage | None = None


class Region(SarifObject, frozen=True):
    """Lines and columns from 1; the end's column is the one after the last (3.30)."""

    start_line: int
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class PhysicalLocation(SarifObject, frozen=True):
    """A region of a file (3.29)."""

    artifact_location: ArtifactLocation
    region: Region | None = None


class LogicalLocation(SarifObject, frozen=True):
    """A location by name instead of by position (3.33)."""

    fully_qualified_name: str
    kind: str


class Location(SarifObject, frozen=True):
    """A location with an optional message about it (3.28)."""

    # The standard's default for an absent id, as for an absent order below.
    id: int = -1
    physical_location: PhysicalLocation | None = None
    logical_locations: tuple[LogicalLocation, ...] = ()
    message: SarifMessage | None = None


class ThreadFlowLocation(SarifObject, frozen=True):
    """A step on the path to a problem (3.38)."""

    location: Location
    execution_order: int = -1


class ThreadFlow(SarifObject, frozen=True):
    """The steps, in order (3.37)."""

    locations: tuple[ThreadFlowLocation, ...]


class CodeFlow(SarifObject, frozen=True):
    """A path to a problem (3.36)."""

    thread_flows: tuple[ThreadFlow, ...]


class Result(SarifObject, frozen=True):
    """A problem (3.27)."""

    rule_id: str
    rule_index: int
    level: str
    message: SarifMessage
    locations: tuple[Location, ...] = ()
    related_locations: tuple[Location, ...] = ()
    code_flows: tuple[CodeFlow, ...] = ()
    # msgspec gives each record an empty dict of its own.
    partial_fingerprints: dict[str, str] = {}


class PropertyBag(SarifObject, frozen=True):
    """Tags that consumers can filter by (3.8)."""

    tags: tuple[str, ...]


class ReportingDescriptor(SarifObject, frozen=True):
    """A rule; the standard calls it a reporting descriptor (3.49)."""

    id: str
    short_description: SarifMessage
    full_description: SarifMessage | None = None
    help: SarifMessage | None = None
    properties: PropertyBag | None = None


class Driver(SarifObject, frozen=True):
    """The program that checked (3.19)."""

    name: str
    version: str
    rules: tuple[ReportingDescriptor, ...]


class Tool(SarifObject, frozen=True):
    """The program and its extensions (3.18)."""

    driver: Driver


class Notification(SarifObject, frozen=True):
    """A message about the run itself (3.58)."""

    level: str
    message: SarifMessage


class Invocation(SarifObject, frozen=True):
    """How the program ran (3.20)."""

    execution_successful: bool
    start_time_utc: str | None = None
    tool_execution_notifications: tuple[Notification, ...] = ()


class SarifRun(SarifObject, frozen=True):
    """One run of one program (3.14)."""

    tool: Tool
    invocations: tuple[Invocation, ...]
    original_uri_base_ids: dict[str, ArtifactLocation]
    column_kind: str
    # No default, so that it is always written: an absent list says that nothing was checked.
    results: list[Result]


class Log(SarifObject, frozen=True):
    """A SARIF file (3.13)."""

    schema: str = field(name="$schema")
    version: str
    runs: tuple[SarifRun, ...]
