"""The Toolbox's models: `X.toolbox/Model_N/MC.tla` and `MC.cfg`, and the `.launch` beside them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from moltverify.adoption.discovery import TOOLBOX, TOOLBOX_MODEL
from moltverify.adoption.named_files import NamedFiles
from moltverify.adoption.records import ModelHint, SkippedFile
from moltverify.adoption.tlc_command import (
    DEFAULT_DEPTH,
    TO_DEPTH,
    bounded_search,
    whole_number,
)
from moltverify.file_access import read_text
from moltverify.running.job import RandomSearch

# A file of Eclipse: <stringAttribute key="modelName" value="Model_1"/>. No XML parser, because a
# file from somebody else can make one compute for ever.
ATTRIBUTE = re.compile(r'<(?:string|boolean|int)Attribute\s+key="(\w+)"\s+value="([^"]*)"')


def launch_hints(files: Iterable[Path], names: NamedFiles) -> Iterator[ModelHint | SkippedFile]:
    """Yield what `.launch` files say about the Toolbox's models, and those without any files."""
    for file in files:
        try:
            told = dict(ATTRIBUTE.findall(read_text(file)))
        except OSError:
            continue
        model, spec = told.get("modelName", ""), told.get("specName", "")
        if not model:
            continue
        folder = file.parent if file.parent.suffix == TOOLBOX else file.parent / f"{spec}{TOOLBOX}"
        config = folder / model / f"{TOOLBOX_MODEL}.cfg"
        if config not in names.files[".cfg"]:
            why = (
                f"the Toolbox has not written {model}/{TOOLBOX_MODEL}.cfg; run the model there once"
            )
            yield SkippedFile(file, why)
            continue
        unchecked = told.get("modelCorrectnessCheckDeadlock") == "false"
        to_depth = told.get("dfidMode") == "true"
        random = search_of_launch(told)
        yield ModelHint(
            source=file.name,
            config=config,
            module=config.with_suffix(".tla"),
            deadlock=False if unchecked else None,
            search=random,
            exhaustive=not (to_depth or random),
            skip=TO_DEPTH.format(place=file.name) if to_depth else "",
        )


def search_of_launch(told: Mapping[str, str]) -> RandomSearch | None:
    """Return the random traces that the Toolbox lets TLC follow; None for all states."""
    if told.get("mcMode", "true") == "true":
        return None
    depth = whole_number(told.get("simuDepth", "")) or DEFAULT_DEPTH
    return bounded_search(
        "-simulate", None, depth, seed=whole_number(told.get("simuSeed", "")) or 0
    )
