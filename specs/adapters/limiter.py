"""The limiter of guesses, brought into a state by handshakes: which attempts it hears."""

from collections.abc import Iterator

from moltverify.conformance.call_sequences import Effect, SituationCall, reachable_calls
from moltverify.conformance.json_values import Fields, Json, json_text
from moltverify.conformance.projection import Sample
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

Attempt = tuple[str, str, str, str]  # the address, a browser's Origin, the field, the secret
WAIT: Attempt = ("", "", "", "")
LOOKAHEAD = 2  # calls: a wait and then an attempt show how long a lockout still lasts
SECRETS = {"Guess": ("wrong",), "SignIn": ("right",), "TurnAway": ("wrong", "right")}
PAGE_ORIGIN = "https://evil.example"

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
    calls: list[Json] = [list(call) for call in made.situation.calls]
    state: Json = {
        "exemptLoopback": cfg["exemptLoopback"],
        "bothSent": any(call[2] == "both" for call in made.situation.calls),
        "calls": calls,
    }
    names = ("address", "origin", "field", "secret")
    arguments: Json = dict(zip(names, made.call, strict=True))
    for response in sorted({effect.response for effect in made.effects}):
        heard = response != "turned away"
        outcome: Json = {"heard": heard, "in": heard and "in" in response.split()}
        yield Sample("attempt", state, arguments, outcome)


def limiter_effects(graph: StateGraph) -> Effects:
    """Return the effects of each call on each state of the limiter."""
    texts = {number: limiter_text(state) for number, state in graph.states.items()}
    effects: Effects = {}
    for step in graph.steps:
        after = graph.states[step.after]
        effect = Effect(after["answer"]["result"], texts[step.after])
        calls = effects.setdefault(texts[step.before], {})
        for call in attempts_of(step.action, after):
            calls[call] = calls.get(call, frozenset()) | {effect}
    return effects


def limiter_text(state: Fields) -> str:
    """Return what the limiter is and remembers in a state of the model."""
    return json_text([state["cfg"], state["entries"]])


def attempts_of(action: str, after: Fields) -> list[Attempt]:
    """Return the handshakes that a step can be; a client that is turned away may have any secret.

    A page knows no secret, and nobody but Ann knows the shared one.
    """
    if action == "LetTimePass":
        return [WAIT]
    answer = after["answer"]
    is_guesser = answer["client"] == "the guesser"
    is_page = is_guesser and after["cfg"]["place"] == "browser page"
    client = (answer["address"], PAGE_ORIGIN if is_page else "")
    if action == "GuessBeside":
        return [(*client, "both", "wrong")]
    return [(*client, answer["field"], secret) for secret in SECRETS[action]]


if __name__ == "__main__":
    serve_projections({"attempts": project_attempts})
