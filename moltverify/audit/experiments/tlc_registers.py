"""Let TLC note what it sees: registers that remember it, so that each thing is printed once.

ASSUME sets TLC's registers for all threads before the first state (tlc2.module.TLC, 2.15).
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Observation
from moltverify.tla.config import Config
from moltverify.tla.parsed_modules import ParsedModules

PROBE = "MoltverifyProbe"
FIRST = 9001  # registers below are more likely to be the module's own
SEEN = re.compile(r'<<"moltverify saw", (\d{1,9})>>')


def texts(sources: ParsedModules) -> dict[str, bytes]:
    """Return the texts of the modules' files by name."""
    return {module.file.stem: module.text for module in sources.modules}


def without_newer(config: Config) -> Config:
    """Return a config without the keywords that TLC 2.15 does not know."""
    return replace(config, alias=None, postcondition=None, check_deadlock=None)


def registers(count: int) -> list[str]:
    """Return the definitions that remember what was seen, and print it the first time."""
    numbers = ", ".join(str(FIRST + number) for number in range(count))
    return [
        f"{PROBE}TLC == INSTANCE TLC",
        f"ASSUME \\A i \\in {{{numbers}}} : {PROBE}TLC!TLCSet(i, FALSE)",
        f"{PROBE}Seen(i) == {PROBE}TLC!TLCGet(i)",
        f"{PROBE}Mark(i) ==",
        f'  {PROBE}TLC!TLCSet(i, TRUE) /\\ {PROBE}TLC!PrintT(<<"moltverify saw", i>>)',
    ]


def seen(observation: Observation) -> set[int]:
    """Return the numbers, from 0, of what was noted."""
    found = (SEEN.fullmatch(line.strip()) for line in observation.printed)
    return {int(one[1]) - FIRST for one in found if one}
