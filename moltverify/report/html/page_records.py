"""The HTML page as data: all decisions are made before the template is rendered."""

from markupsafe import Markup
from msgspec import Struct

from moltverify.registry.records import Claim, Role
from moltverify.registry.spec_texts import SourceFile
from moltverify.report.html.conformance_view import ConformanceView
from moltverify.report.html.strength_view import StrengthView
from moltverify.report.newest_release import shown_verdict
from moltverify.report.story.actor_lanes import Event
from moltverify.report.story.excerpts import Excerpt, Fault
from moltverify.report.story.other_steps import OtherSteps
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.verdict import Verdict


class Variable(Struct, frozen=True):
    """A variable in a state: its value as HTML, and whether the step changed it."""

    name: str
    # The template does not escape it: value_html has done so part by part.
    value: Markup
    changed: bool


class StepView(Struct, frozen=True):
    """A step as shown; `id` is the fragment of links to it.

    `others` are the other steps that were possible in its state, if that is known.
    """

    id: str
    number: int
    sentence: str
    action: str
    excerpt: Excerpt | None
    event: Event
    variables: tuple[Variable, ...]
    others: OtherSteps | None = None


class TraceView(Struct, frozen=True):
    """A counterexample as shown; `loops_to` is the number of the state it goes back to."""

    steps: tuple[StepView, ...]
    then: str
    moral: str
    loops_to: int | None


class FileView(Struct, frozen=True):
    """A file of a model: its path, its SHA-256 when the model ran, and whether it is unchanged.

    A file without a recorded digest counts as unchanged.
    """

    path: str
    digest: str
    is_same: bool


class ModelView(Struct, frozen=True):
    """A model's result as shown; `is_current` if its files are those that the run used.

    `others` are the counterexamples of other TLCs, each with the TLC's name and as text. A witness
    `shares_files` with its green.
    """

    result: ModelResult
    name: str
    module: FileView | None
    config: FileView | None
    is_current: bool
    fault: Fault | None
    differences: tuple[str, ...]
    trace: TraceView | None
    others: tuple[tuple[str, str], ...] = ()
    shares_files: bool = False

    def has_files_of(self, green: "ModelView") -> bool:
        """Tell whether it is a witness whose module and config are those of a green."""
        same = (self.module, self.config) == (green.module, green.config)
        return same and self.result.role is Role.WITNESS

    @property
    def address(self) -> str:
        """The fragment of links to the model: of its counterexample, or else of its claim."""
        if self.trace is None:
            return self.result.claim
        # The green model shares its id with the claim, whose section has it as its fragment.
        return f"{self.result.id}/trace" if self.name == "green" else self.result.id


class ClaimView(Struct, frozen=True, kw_only=True):
    """A claim as shown, with its results; the title of an unregistered claim is its id."""

    id: str
    title: str
    claim: Claim | None
    models: tuple[ModelView, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its models."""
        # page_view makes no claim without a result.
        return max(model.result.verdict for model in self.models)

    @property
    def seconds(self) -> float:
        """The sum of its models' times."""
        return sum(model.result.seconds for model in self.models)

    @property
    def distinct(self) -> int | None:
        """The distinct states of the green model."""
        greens = [m.result.statistics.distinct for m in self.of_role(Role.GREEN)]
        # A run may have selected other models of the claim only.
        return greens[0] if greens else None

    @property
    def counterexamples(self) -> tuple[ModelView, ...]:
        """The models that broke, the green first if it is one of them."""
        # The trace of a witness shows what should happen, so it has a section of its own.
        return tuple(m for m in self.models if m.trace and m.result.role is not Role.WITNESS)

    @property
    def witnesses(self) -> tuple[ModelView, ...]:
        """The witnesses that were reached."""
        return tuple(model for model in self.of_role(Role.WITNESS) if model.trace)

    def of_role(self, role: Role) -> tuple[ModelView, ...]:
        """Return the models with one role."""
        return tuple(model for model in self.models if model.result.role is role)


class GroupView(Struct, frozen=True):
    """A group of claims as shown."""

    title: str
    claims: tuple[ClaimView, ...]


class Page(Struct, frozen=True, kw_only=True):
    """All that the page shows."""

    suite: SuiteResult
    headline: str
    groups: tuple[GroupView, ...]
    attention: tuple[ModelView, ...]
    files: tuple[SourceFile, ...]
    conformance: ConformanceView | None
    strength: StrengthView | None

    @property
    def title_verdict(self) -> Verdict:
        """The verdict in the page's title: not a good one if the newest release is laxer."""
        newest = self.conformance.newest if self.conformance else None
        return shown_verdict(self.suite, newest)

    @property
    def claims(self) -> tuple[ClaimView, ...]:
        """All claims."""
        return tuple(claim for group in self.groups for claim in group.claims)

    @property
    def distinct(self) -> int:
        """The distinct states of all green models."""
        return sum(claim.distinct or 0 for claim in self.claims)
