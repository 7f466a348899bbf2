"""What differs from a model's pins: its counts, its counterexample's length and route."""

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.expectation import CountBand, Expectation, MustHold, MustReach, MustViolate
from moltverify.suite.expected_counts import count_of
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict, judge, route_of, without_route
from moltverify.tlc.trace import Step

PinValue = int | str | tuple[str, ...]


class PinChange(Struct, frozen=True):
    """A key of a model's entry whose value is not what TLC found."""

    key: str
    old: PinValue
    new: PinValue

    def __str__(self) -> str:
        return f"{self.key}: {pin_text(self.old)} -> {pin_text(self.new)}"


def pin_text(value: PinValue) -> str:
    """Return a value as the registry writes it."""
    return str(value) if isinstance(value, int | str) else f"[{', '.join(value)}]"


def pin_changes(result: ModelResult) -> tuple[PinChange, ...]:
    """Return the differences from a model's pins; none if anything else is wrong with it."""
    if result.verdict is not Verdict.UNEXPECTED:
        return ()
    bare = without_pins(result.expectation)
    judged = judge(bare, result.outcome, result.statistics, result.has_properties)
    # A model that is not as expected without its pins has changed in more than they say.
    if judged.verdict is not Verdict.AS_EXPECTED:
        return ()
    pairs = found_values(result.expectation, result)
    return tuple(PinChange(key, old, new) for key, old, new in pairs if old and old != new)


def without_pins(expectation: Expectation) -> Expectation:
    """Return an expectation that any number of states, any length and any route satisfy."""
    if isinstance(expectation, MustHold):
        return replace(expectation, distinct=None, bands=())
    return without_route(expectation)


def found_values(
    expectation: Expectation, result: ModelResult
) -> list[tuple[str, PinValue | None, PinValue]]:
    """Return each key with its pin, if there is one, and what TLC found."""
    steps: tuple[Step, ...] = result.trace.steps if result.trace else ()
    match expectation:
        case MustHold(distinct, bands=bands):
            counts = [band_pin(band, count_of(band, result.statistics)) for band in bands]
            return [("distinct", distinct, result.statistics.distinct or 0), *counts]
        case MustViolate(length=length, route=route):
            return [("length", length, len(steps)), ("route", route, route_of(steps))]
        case MustReach():
            return []


def band_pin(band: CountBand, found: int | None) -> tuple[str, PinValue, PinValue]:
    """Return a band's key, its value, and the value with what TLC found in it.

    A number becomes another one; a band grows, because its other end is still as somebody chose it.
    """
    key = f"expect.{band.count}"
    if band.least == band.most:
        return key, band.least, band.least if found is None else found
    old = f"{band.least}..{band.most}"
    if found is None:
        return key, old, old
    return key, old, f"{min(band.least, found)}..{max(band.most, found)}"
