"""Questions about a small model: which of its formulas does a well-typed state break?"""

from pathlib import Path

from msgspec.structs import replace

from moltverify.audit.experiments.parsed_job import read_parsed_job
from moltverify.audit.experiments.tautology_model import Question
from moltverify.tla.formulas import formula_of
from tests.audit.parsed import CONFIG, LAMP, definition, write_model

TYPES = "INVARIANT TypeOK\n"


def question(folder: Path, *formulas: str, body: str = LAMP, config: str = CONFIG) -> Question:
    """Return a question about formulas `F0`, `F1` and so on, of a model with the types TypeOK."""
    text = "\n".join(f"F{at} == {formula}" for at, formula in enumerate(formulas))
    job = read_parsed_job(write_model(folder, f"{body}{text}", f"{config}{TYPES}"))
    sources = job.sources
    found = [formula_of(sources, definition(sources, f"F{at}")) for at in range(len(formulas))]
    types = [definition(sources, "TypeOK")]
    return Question(job, types, [one for one in found if one], timeout=20)


def without_types(asked: Question) -> Question:
    """Return a question about a model that has no type invariant."""
    return replace(asked, types=())
