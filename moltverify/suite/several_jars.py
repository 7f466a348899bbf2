"""The loop over several jars: the models run on one after the other, and the answers are compared.

    for each jar: run the models that all jars before it have answered, and compare what it says

The engine of one jar is closed before that of the next one opens, because both together would need
twice the memory.
"""

from collections.abc import Mapping, Sequence
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Model
from moltverify.suite.compared_answers import JarResult, with_other_answers
from moltverify.suite.events import Answered, Ended, Listen, SuiteEvent
from moltverify.suite.loop import check_models
from moltverify.suite.model_run import without_run
from moltverify.suite.results import ModelResult, OtherJar
from moltverify.suite.settings import SuiteSettings, never
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Failed, FailureReason

Answers = dict[str, tuple[JarResult, ...]]


class JarTurn(Struct, frozen=True, kw_only=True):
    """The run of the models on one jar; `beyond` are models that its TLC cannot read, and why."""

    jar: OtherJar
    settings: SuiteSettings
    beyond: Mapping[str, str] = {}
    is_last: bool = False

    def answers(
        self, models: Sequence[Model], before: Answers, stop: Event, listen: Listen
    ) -> Answers:
        """Run the models, and return the answers of the jars before with those of this one."""
        by_id = {model.id: model for model in models}
        found: Answers = {}

        def compared(result: ModelResult) -> ModelResult:
            answers = (*before.get(result.id, ()), JarResult(self.jar, result))
            return with_other_answers(by_id[result.id], answers)

        def take(event: SuiteEvent) -> None:
            if not isinstance(event, Ended):
                return listen(event)
            model, result = event.model, event.result
            found[model.id] = (*before.get(model.id, ()), JarResult(self.jar, result))
            return listen(Ended(model, compared(result)) if self.is_last else Answered(model))

        for model in models:
            if model.id in self.beyond:
                take(Ended(model, beyond_result(model, self.beyond[model.id])))
        settings = self.settings
        if settings.is_enough is not never:
            settings = replace(settings, is_enough=lambda result: self.is_end(compared(result)))
        check_models([m for m in models if m.id not in self.beyond], settings, stop, take)
        return found

    def is_end(self, result: ModelResult) -> bool:
        """Tell whether a run that ends at the first verdict that differs ends with this one."""
        # What a known fault makes inconclusive may be plain after the next jar.
        undecided = () if self.is_last else (Verdict.INCONCLUSIVE,)
        return result.verdict not in (Verdict.AS_EXPECTED, *undecided)


def check_on_jars(
    models: Sequence[Model], turns: Sequence[JarTurn], stop: Event, listen: Listen
) -> list[ModelResult]:
    """Run the models on each jar, and return the results that all jars have, compared.

    The result is the first jar's, with the other answers. When `stop` is set, a model without all
    answers has no result.
    """
    answers: Answers = {}
    left = list(models)
    for turn in turns:
        if stop.is_set():
            return []
        answers = turn.answers(left, answers, stop, listen)
        left = [model for model in left if model.id in answers]
    return [with_other_answers(model, answers[model.id]) for model in left]


def beyond_result(model: Model, reason: str) -> ModelResult:
    """Return the result of a model that a jar's TLC cannot read."""
    return without_run(model, Failed(FailureReason.CONFIGURATION, reason), reason)
