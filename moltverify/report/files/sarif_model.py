"""The part of SARIF that reports use, as records.

Names and meanings are those of the OASIS standard, Static Analysis Results Interchange Format
(SARIF) Version 2.1.0; the numbers are its sections.
"""

from msgspec import Struct, field

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
SOURCE_ROOT = "%SRCROOT%"  # the customary name of the repository's top (3.14.14)


class Part(Struct, frozen=True, rename="camel", omit_defaults=True, kw_only=True):
    """What all parts have in common: names in camel case, nothing written that says nothing."""


class Message(Part, frozen=True):
    """A text for people (3.11)."""

    text: str


class ArtifactLocation(Part, frozen=True):
    """A file; its URI is relative to the named base, if one is named (3.4)."""

    uri: str | None = None
    uri_base_id: str | None = None
    description: Message | None = None


class Region(Part, frozen=True):
    """Lines and columns from 1; the end's column is the one after the last (3.30)."""

    start_line: int
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class PhysicalLocation(Part, frozen=True):
    """A region of a file (3.29)."""

    artifact_location: ArtifactLocation
    region: Region | None = None


class LogicalLocation(Part, frozen=True):
    """A thing with a name instead of a place (3.33)."""

    fully_qualified_name: str
    kind: str


class Location(Part, frozen=True):
    """Where something is, and what is to be said of it there (3.28)."""

    id: int = -1
    physical_location: PhysicalLocation | None = None
    logical_locations: tuple[LogicalLocation, ...] = ()
    message: Message | None = None


class ThreadFlowLocation(Part, frozen=True):
    """A step on the way to a problem (3.38)."""

    location: Location
    execution_order: int = -1


class ThreadFlow(Part, frozen=True):
    """The steps, in order (3.37)."""

    locations: tuple[ThreadFlowLocation, ...]


class CodeFlow(Part, frozen=True):
    """A way to a problem (3.36)."""

    thread_flows: tuple[ThreadFlow, ...]


class Result(Part, frozen=True):
    """A problem (3.27)."""

    rule_id: str
    rule_index: int
    level: str
    message: Message
    locations: tuple[Location, ...] = ()
    related_locations: tuple[Location, ...] = ()
    code_flows: tuple[CodeFlow, ...] = ()
    partial_fingerprints: dict[str, str] = {}


class PropertyBag(Part, frozen=True):
    """What consumers may sort by (3.8)."""

    tags: tuple[str, ...]


class Rule(Part, frozen=True):
    """What was checked; the standard calls it a reporting descriptor (3.49)."""

    id: str
    short_description: Message
    full_description: Message | None = None
    help: Message | None = None
    properties: PropertyBag | None = None


class Driver(Part, frozen=True):
    """The program that checked (3.19)."""

    name: str
    version: str
    rules: tuple[Rule, ...]


class Tool(Part, frozen=True):
    """The program and its extensions (3.18)."""

    driver: Driver


class Notification(Part, frozen=True):
    """Something to be said of the run itself (3.58)."""

    level: str
    message: Message


class Invocation(Part, frozen=True):
    """How the program ran (3.20)."""

    execution_successful: bool
    start_time_utc: str | None = None
    tool_execution_notifications: tuple[Notification, ...] = ()


class Run(Part, frozen=True):
    """One run of one program (3.14)."""

    tool: Tool
    invocations: tuple[Invocation, ...]
    original_uri_base_ids: dict[str, ArtifactLocation]
    column_kind: str
    # Never left out: an empty list says that nothing was found, none that nothing was looked for.
    results: list[Result]


class Log(Part, frozen=True):
    """A SARIF file (3.13)."""

    schema: str = field(name="$schema")
    version: str
    runs: tuple[Run, ...]
