"""The limiter of guesses, brought into a state by its own calls: which attempts it hears."""

from collections.abc import Iterator

from moltverify.conformance.call_sequences import Effect, SituationCall, reachable_calls
from moltverify.conformance.json_values import Fields, Json, json_text
from moltverify.conformance.projection import Sample
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

Attempt = tuple[str, str, str]  # the client's id, the field, whether the secret is right
WAIT: Attempt = ("", "", "")
LOOKAHEAD = 2  # calls: a wait and then an attempt show how long a lockout still lasts
# A request with two secrets is not one call of the limiter, so that no sequence contains it.
SECRETS = {"Guess": ("wrong",), "SignIn": ("right",), "TurnAway": ("wrong", "right")}
PAGE_ID = "browser-origin:https://evil.example"

Effects = dict[str, dict[Attempt, frozenset[Effect[str]]]]


def project_attempts(graph: StateGraph) -> Iterator[Sample]:
    """Yield each attempt after each sequence of attempts and waits at a new limiter."""
    effects = limiter_effects(graph)
    # Apart for each configuration: the limiter gets it when it is made.
    for number in graph.initial:
        initial = graph.states[number]
        for made in reachable_calls(limiter_text(initial), effects, LOOKAHEAD):
            yield from attempt_samples(made, initial["cfg"])


def attempt_samples(made: SituationCall[str, Attempt], cfg: Fields) -> Iterator[Sample]:
    """Yield the outcomes that the model allows of an attempt; a wait has none to compare."""
    if made.call == WAIT:
        return
    state: Json = {
        "exemptLoopback": cfg["exemptLoopback"],
        "calls": [list(call) for call in made.situation.calls],
    }
    arguments: Json = dict(zip(("address", "field", "secret"), made.call, strict=True))
    for response in sorted({effect.response for effect in made.effects}):
        yield Sample("attempt", state, arguments, {"heard": response == "heard"})


def limiter_effects(graph: StateGraph) -> Effects:
    """Return the effects of each call on each state of the limiter."""
    texts = {number: limiter_text(state) for number, state in graph.states.items()}
    effects: Effects = {}
    for step in graph.steps:
        response = "turned away" if step.action == "TurnAway" else "heard"
        effect = Effect(response, texts[step.after])
        calls = effects.setdefault(texts[step.before], {})
        for call in attempts_of(step.action, graph.states[step.after]):
            calls[call] = calls.get(call, frozenset()) | {effect}
    return effects


def limiter_text(state: Fields) -> str:
    """Return what the limiter is and remembers in a state of the model."""
    return json_text([state["cfg"], state["entries"]])


def attempts_of(action: str, after: Fields) -> list[Attempt]:
    """Return the calls that a step can be: none if it is no call of the limiter.

    A client that is turned away may have any secret.
    """
    if action == "LetTimePass":
        return [WAIT]
    answer = after["answer"]
    is_page = answer["client"] == "the guesser" and after["cfg"]["place"] == "browser page"
    client = PAGE_ID if is_page else answer["address"]
    return [(client, answer["field"], secret) for secret in SECRETS.get(action, ())]


if __name__ == "__main__":
    serve_projections({"attempts": project_attempts})
