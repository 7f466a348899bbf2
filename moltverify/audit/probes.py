"""Ask TLC which formulas ever hold: an invariant that is always true and notes what it sees.

TLC's registers (TLCGet, TLCSet) remember what was printed already, so that each formula is printed
once at most. ASSUME sets them for all threads before the first state (tlc2.module.TLC, 2.15).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.bench import Experiment, Observation
from moltverify.audit.sampling import MODULE, SAMPLE, SAMPLING, sampling
from moltverify.audit.sources import Sources
from moltverify.registry.records import Options
from moltverify.tlc.config import Config, Named
from moltverify.tlc.config_writer import write_config

PROBE = "MoltverifyProbe"
FIRST = 9001  # registers below are more likely to be the module's own
SEEN = re.compile(r'<<"moltverify saw", (\d{1,9})>>')


class Probe(Struct, frozen=True):
    """A formula, as lines of TLA+; with a subscript it is about steps `[A]_subscript`."""

    formula: str
    subscript: str = ""


def probing(
    sources: Sources, probes: Sequence[Probe], options: Options, timeout: float
) -> Experiment:
    """Return the model with the probes and the sample as invariants more, and with coverage."""
    own = {PROBE: module(sources, probes).encode(), SAMPLING: MODULE.encode()}
    return Experiment(
        modules={**texts(sources), **own},
        root=PROBE,
        config=write_config(with_probes(sources.config, probes)),
        options=options,
        more=("-coverage", "1"),
        timeout=timeout,
    )


def texts(sources: Sources) -> dict[str, bytes]:
    """Return the texts of the modules' files by name."""
    return {module.file.stem: module.text for module in sources.modules}


def with_probes(config: Config, probes: Sequence[Probe]) -> Config:
    """Return a config that also checks the probes."""
    invariants, properties = (*config.invariants, Named(SAMPLE, 0)), config.properties
    if any(not probe.subscript for probe in probes):
        invariants = (*invariants, Named(PROBE, 0))
    for number, probe in enumerate(probes):
        if probe.subscript:
            properties = (*properties, Named(f"{PROBE}{FIRST + number}", 0))
    return replace(config, invariants=invariants, properties=properties)


def module(sources: Sources, probes: Sequence[Probe]) -> str:
    """Return the module that extends the model's root by the probes."""
    lines = [
        f"---- MODULE {PROBE} ----",
        f"EXTENDS {sources.root.name}",
        *registers(len(probes)),
        *sampling(sorted(sources.variables)),
    ]
    plain = []
    for number, probe in enumerate(probes, FIRST):
        lines += [f"{PROBE}Formula{number} ==", probe.formula]
        seen = f"{PROBE}Seen({number}) \\/ ({PROBE}Formula{number} => {PROBE}Mark({number}))"
        if probe.subscript:
            lines.append(f"{PROBE}{number} == [][{seen}]_({probe.subscript})")
        else:
            plain.append(f"  /\\ {seen}")
    if plain:
        lines += [f"{PROBE} ==", *plain]
    return "\n".join([*lines, "====", ""])


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
    """Return the numbers, from 0, of the probes whose formula held somewhere."""
    found = (SEEN.fullmatch(line.strip()) for line in observation.printed)
    return {int(one[1]) - FIRST for one in found if one}
