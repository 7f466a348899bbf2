"""States near given ones: new, the same each time, and made of what was seen."""

from moltverify.audit.experiments.perturbation import novel_paths, perturbed_states
from moltverify.audit.experiments.state_sample import State, read_sample
from moltverify.tla.value_types import FunctionValue, RecordValue, SetValue

IDLE = RecordValue((("status", "idle"),))
BUSY = RecordValue((("status", "busy"), ("by", "ann")))
DONE = RecordValue((("status", "done"), ("by", "bob")))
STATES: list[State] = [
    (0, IDLE, SetValue(())),
    (1, BUSY, SetValue(("ann",))),
    (2, DONE, SetValue(("ann", "bob"))),
]
NAMES = ["count", "job", "seen"]


def test_made_states_are_new_and_the_same_each_time() -> None:
    made = perturbed_states(NAMES, STATES, [], 40)
    assert len(made) == 40
    assert not set(made) & set(STATES)
    assert made == perturbed_states(NAMES, STATES, [], 40)
    assert made != perturbed_states(NAMES, STATES, [], 40, seed=1)


def test_records_keep_their_shape_and_numbers_go_one_beyond() -> None:
    made = perturbed_states(NAMES, STATES, [], 200)
    shapes = {
        tuple(name for name, _ in job.fields) for _, job, _ in made if isinstance(job, RecordValue)
    }
    assert shapes == {("status",), ("status", "by")}
    assert {count for count, _, _ in made} == {0, 1, 2, 3}
    assert RecordValue((("status", "busy"), ("by", "bob"))) in {job for _, job, _ in made}


def test_functions_of_varying_domains_are_joined() -> None:
    states: list[State] = [(FunctionValue(((one, 1),)),) for one in ("a-1", "a-2", "a-3")]
    made = perturbed_states(["cache"], states, [], 100)
    sizes = {len(one.pairs) for (one,) in made if isinstance(one, FunctionValue)}
    assert max(sizes) >= 2


def test_what_no_given_state_has_is_a_novelty() -> None:
    strange: State = (7, IDLE, SetValue(()))
    assert novel_paths(NAMES, STATES, [strange, STATES[1]]) == [
        frozenset({("count",)}),
        frozenset(),
    ]


def test_a_wrapped_state_is_read_and_other_lines_are_passed_over() -> None:
    printed = ["1", '<< "moltverify reached",', "   1,", '   <<2, "x">> >>', "<<3>>"]
    assert list(read_sample(printed)) == [(2, "x")]
