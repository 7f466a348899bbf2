"""Claims to audit: those of a registry, or one made of a module and a config alone."""

from __future__ import annotations

from pathlib import Path

from moltverify.expectation import Holds
from moltverify.registry.records import Claim, Model, Options, Role, Source


def claim_of_files(module: Path, config: Path, options: Options) -> Claim:
    """Return a claim that has a green model and nothing else."""
    source = Source(config, 1, 1)
    green = Model(
        id=module.stem,
        claim=module.stem,
        role=Role.GREEN,
        sentence=module.stem,
        module=module,
        config=config,
        expectation=Holds(),
        options=options,
        source=source,
    )
    return Claim(
        id=module.stem,
        group="",
        title=module.stem,
        statement="",
        assumptions=(),
        bounds=(),
        implementation=(),
        actors=(),
        phrases={},
        matrix=None,
        green=green,
        witnesses=(),
        reds=(),
        source=source,
    )
