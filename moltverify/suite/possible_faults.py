"""The known faults of TLC by which a result may be wrong, as a result records them."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Model


class PossibleFault(Struct, frozen=True, omit_defaults=True):
    """A known fault of TLC whose trigger a model has.

    `issue` is a reference to TLC's repository. `place` is the file's name and the line, or the
    option, that triggers the fault. `what` says what TLC does, `mended` which release or builds do
    not. `excluded` faults have a reason in the registry why they do not apply.
    """

    issue: str
    place: str
    what: str
    mended: str
    excluded: bool = False

    @property
    def label(self) -> str:
        """The fault in few words, such as `tlaplus#1145 (M.tla:5)`."""
        return f"{self.issue} ({self.place})"


def with_reasons(model: Model, faults: Iterable[PossibleFault]) -> tuple[PossibleFault, ...]:
    """Return faults with those marked that the registry excludes for a model."""
    return tuple(replace(one, excluded=one.issue in model.excluded_faults) for one in faults)


def doubts_of(faults: Iterable[PossibleFault]) -> tuple[str, ...]:
    """Return the labels of the faults that a verdict depends on."""
    return tuple(one.label for one in faults if not one.excluded)


def doubts_text(doubts: Sequence[str]) -> str:
    """Return what follows an outcome that known faults of TLC may have made."""
    return f", unless {' or '.join(doubts)} {'applies' if len(doubts) == 1 else 'apply'}"
