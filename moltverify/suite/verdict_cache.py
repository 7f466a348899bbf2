"""Verdicts of models, kept under a digest of everything that a verdict depends on.

That is the model with its files, the jar, Java's release, and the tool's own code. Only conclusions
are kept (as expected, unexpected, and a green that a known fault of TLC makes inconclusive); a run
without one is repeated.
"""

from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Model
from moltverify.running.tool_inputs import ToolInputs, tool_inputs
from moltverify.running.toolchain import Toolchain
from moltverify.store.keyed import KeyedStore, key_of
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.judged_again import judged_again
from moltverify.suite.possible_faults import with_reasons
from moltverify.suite.results import ModelResult
from moltverify.suite.unstated_inputs import unstated_reader
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Holds, Searched, Violated

KIND = "verdicts"


class VerdictInputs(Struct, frozen=True):
    """Everything that a verdict depends on; `model` is the digest of the model's inputs."""

    model: str
    tools: ToolInputs


class VerdictCache:
    """Results of models by the digest of everything that they depend on, in the folder of caches.

    A result is used only if it is about this model and these files, if its TLC banner is the jar's,
    and if its outcome still gives its verdict. All of that is checked at each use, so a result
    under the wrong key is a miss.
    """

    def __init__(self, folder: Path, toolchain: Toolchain) -> None:
        self.kept = KeyedStore(folder, KIND)
        self.toolchain = toolchain

    @cached_property
    def tools(self) -> ToolInputs:
        """The tools that every verdict here depends on."""
        return tool_inputs(self.toolchain)

    def key(self, inputs: str) -> str:
        """Return the key of a verdict on a model whose inputs have this digest."""
        return key_of(VerdictInputs(inputs, self.tools))

    def get(self, model: Model, digests: InputDigests) -> ModelResult | None:
        """Return the valid result kept for a model, marked as cached; None if there is none.

        Raises OSError if one of the model's files cannot be read.
        """
        if not self.may_keep(model, digests):
            return None
        files = digests.files(model)
        inputs = digests.of(model, files)
        result = self.kept.get(self.key(inputs), ModelResult)
        if result is None or (result.inputs, result.files) != (inputs, files):
            return None
        return replace(result, cached=True) if self.is_sound(result, model) else None

    def may_keep(self, model: Model, digests: InputDigests) -> bool:
        """Tell whether the key of a model covers all that its verdict depends on.

        Raises OSError if one of the model's files cannot be read.
        """
        return not unstated_reader(model.job, digests.reader, self.toolchain.jar.path)

    def put(self, result: ModelResult) -> None:
        """Keep a result if it is a conclusion about known inputs."""
        if is_conclusion(result) and result.inputs:
            self.kept.put(self.key(result.inputs), result)

    def is_sound(self, result: ModelResult, model: Model) -> bool:
        """Tell whether a result is about this model and jar, and its outcome gives its verdict."""
        own = (
            result.id,
            result.claim,
            result.role,
            result.sentence,
            result.expectation,
            result.part,
        )
        asked = (model.id, model.claim, model.role, model.sentence, model.expectation, model.part)
        # None: the jar is not a known release, so the banner of its TLC is unknown.
        banner = self.toolchain.jar.banner
        if own != asked or not is_conclusion(result) or banner not in {None, result.tlc}:
            return False
        # A reason that the registry has got or lost since makes the kept verdict a miss.
        faults = with_reasons(model, result.faults)
        judgement = judged_again(model, result, faults)
        found = (judgement.verdict, judgement.reason, faults)
        return found == (result.verdict, result.reason, result.faults)


def is_conclusion(result: ModelResult) -> bool:
    """Tell whether a result would be the same with more time and memory, which no key contains."""
    if result.verdict is Verdict.INCONCLUSIVE:
        # By known faults only; a run that was stopped is inconclusive too.
        return isinstance(result.outcome, (Holds, Searched, Violated)) and bool(result.faults)
    return result.verdict in {Verdict.AS_EXPECTED, Verdict.UNEXPECTED}
