"""For each known fault that text or options show: models that trigger it, and near misses.

`\\* here` marks the line that a match names, in a module or in a config.
"""

from collections.abc import Mapping

from msgspec import Struct

INIT = "INIT Init\nNEXT Next\n"
SPEC = "SPECIFICATION Spec\n"
WITH_PROPERTY = INIT + "PROPERTY P\n"
OF_SPEC = SPEC + "PROPERTY P\n"
TOGGLE = "VARIABLE on\nInit == on = 0\nNext == on' = 1 - on\n"
COUNT = "VARIABLE n\nInit == n = 0\nNext == n < 9 /\\ n' = n + 1\nP == []<>(n = 9)\n"


class ModelExample(Struct, frozen=True, kw_only=True):
    """A model: its module M without head, its config, its options and its other modules."""

    text: str
    config: str = INIT
    more: tuple[str, ...] = ()
    workers: int = 1
    others: Mapping[str, str] = {}


class TriggerExamples(Struct, frozen=True, kw_only=True):
    """A fault's examples; `option` is the place of a trigger that is in no file."""

    has: ModelExample
    lacks: tuple[ModelExample, ...]
    option: str = ""


def text_of_model(text: str, **others: str) -> ModelExample:
    """Return a model of the default config."""
    return ModelExample(text=text, others=others)


COUNTING = ModelExample(text=COUNT)
TEMPORAL = ModelExample(text=COUNT, config=WITH_PROPERTY)

RESERVATIONS = r"""
VARIABLE slots
Free == [slot \in 1 .. 3 |-> "free"]
Reserve(slot) == [Free EXCEPT ![slot] = "taken"] \* here
Init == slots = Free
Next == slots' = Tail(Reserve(2))
"""
GRIDS = r"""
VARIABLE grid
Rows == [row \in 1 .. 2 |-> [column \in 1 .. 2 |-> 0]]
Init == grid = Rows
"""
BUFFERS = r"""
VARIABLE pending
Init == pending = <<>>
Next == Add
"""
KEEPING = """
VARIABLE items
Keep ==
  items' = SelectSeq(items, LAMBDA e : e # Len(items'))"""
PICKS = r"""
VARIABLE picked
Init == picked = 0
Pick(value) == picked' \in {1, 2} /\ value = picked'
"""
LEVELS = r"""
VARIABLE step
Init == step = 0
Next == step' = step + 1
"""
GATES = r"""
VARIABLES open, inside
Init == open = FALSE /\ inside = 0
Next == open' = ~open /\ inside' = 0
"""
CLOCK = r"""
VARIABLE hour
Init == hour = 0
Next == hour' = (hour + 1) % 12
Steps == Init /\ [][Next]_hour
"""

EXAMPLES: dict[str, TriggerExamples] = {
    "tlaplus#1145": TriggerExamples(
        has=text_of_model(
            RESERVATIONS + "Second(n) == Append(Reserve(n), 0)[2]\nInv == Second(2) = 0"
        ),
        lacks=(
            # No element of the sequence is taken.
            text_of_model(RESERVATIONS.replace(r"\* here", "") + "Inv == Len(Reserve(2)) = 3"),
            # Without EXCEPT the constructor is evaluated as a whole.
            text_of_model(
                RESERVATIONS.replace("Reserve(2))", "Free)") + "Inv == Append(Free, 0)[2] = 0"
            ),
            # Strings are no indices of a sequence.
            text_of_model(
                'VARIABLE x\nInit == x = 0\nNext == x\' = 1\nD == [s \\in {"a"} |-> 0]\n'
                'Inv == Append([D EXCEPT !["a"] = 1], 0)[2] = 0'
            ),
        ),
    ),
    "tlaplus#1302": TriggerExamples(
        has=text_of_model(
            GRIDS
            + r"""
Fresh == [Rows[1] EXCEPT ![1] = 5]
Twice == [[Rows EXCEPT ![1] = Fresh] EXCEPT ![1][2] = 7] \* here
Next == grid' = grid
Inv == Twice[1] = Twice[1]"""
        ),
        lacks=(
            # Each EXCEPT changes what is evaluated already.
            text_of_model(
                GRIDS + "Next == grid' = [grid EXCEPT ![1][2] = 7]\nInv == grid[1][1] = 0"
            ),
            # Nothing is taken from the result.
            text_of_model(
                GRIDS
                + "Fresh == [Rows[1] EXCEPT ![1] = 5]\n"
                + "Next == grid' = [[Rows EXCEPT ![1] = Fresh] EXCEPT ![2] = Fresh]"
            ),
        ),
    ),
    "tlaplus#725": TriggerExamples(
        has=text_of_model(
            BUFFERS
            + "Q == INSTANCE Queue WITH items <- pending\nAdd == Q!Keep\nInv == ENABLED Q!Keep",
            Queue=KEEPING + r" \* here",
        ),
        lacks=(
            # The variable keeps its name.
            text_of_model(
                "VARIABLE items\nInit == items = <<>>\nNext == Q!Keep\nQ == INSTANCE Queue\n"
                "Inv == ENABLED Q!Keep",
                Queue=KEEPING,
            ),
            # No variable of the LAMBDA is primed.
            text_of_model(
                BUFFERS
                + "Q == INSTANCE Queue WITH items <- pending\nAdd == Q!Keep\nInv == ENABLED Add",
                Queue=KEEPING.replace("Len(items')", "Len(items)"),
            ),
            # Nothing asks what is enabled.
            text_of_model(
                BUFFERS + "Q == INSTANCE Queue WITH items <- pending\nAdd == Q!Keep",
                Queue=KEEPING,
            ),
        ),
    ),
    "tlaplus#798": TriggerExamples(
        has=text_of_model(PICKS + "Step(v) ==\n  Pick(v + 0) \\* here\nNext == Step(picked')"),
        lacks=(
            # The argument itself shows that it is of the next state.
            text_of_model(PICKS + "Next == Pick(picked' + 0)"),
            # It is of this state.
            text_of_model(PICKS + "Step(v) == Pick(v + 0)\nNext == Step(picked)"),
        ),
    ),
    "tlaplus@df427fb9e": TriggerExamples(
        has=text_of_model(
            LEVELS + 'Depth ==\n  [unit \\in {0} |-> TLCGet("level")] \\* here\nInv == Depth[0] < 4'
        ),
        lacks=(
            text_of_model(LEVELS + 'Inv == TLCGet("level") < 4'),
            # A register is changed by the model only.
            text_of_model(LEVELS + "Inv == [unit \\in {0} |-> TLCGet(7)][0] < 4"),
        ),
    ),
    "tlaplus#1385": TriggerExamples(
        has=ModelExample(text=COUNT, more=("-continue",)), lacks=(COUNTING,), option="-continue"
    ),
    "tlaplus#971": TriggerExamples(
        has=ModelExample(text=COUNT, config=WITH_PROPERTY, workers=3),
        lacks=(TEMPORAL, ModelExample(text=COUNT, workers=3)),
        option="workers: 3",
    ),
    "tlaplus#439": TriggerExamples(
        has=ModelExample(text=COUNT, more=("-workers", "2")),
        lacks=(ModelExample(text=COUNT, more=("-workers", "1"), workers=2),),
        option="workers: 2",
    ),
    "tlaplus@c40c0351e": TriggerExamples(
        has=ModelExample(text=COUNT, more=("-simulate",), workers=2),
        lacks=(
            ModelExample(text=COUNT, more=("-simulate",)),
            ModelExample(text=COUNT, workers=2),
        ),
        option="workers: 2",
    ),
    "tlaplus#839": TriggerExamples(
        has=ModelExample(
            text=COUNT + "Small == n < 4",
            config=WITH_PROPERTY + "CONSTRAINT\n  Small \\* here\n",
        ),
        lacks=(
            ModelExample(text=COUNT + "Small == n < 4", config=INIT + "CONSTRAINT Small\n"),
            ModelExample(text=COUNT + "Small == n < 4", config=WITH_PROPERTY + "INVARIANT Small\n"),
        ),
    ),
    "tlaplus#161": TriggerExamples(
        has=ModelExample(
            text=CLOCK + "Spec ==\n  Steps\n  /\\ []<>(hour = 13) \\* here\nP == <>(hour = 20)",
            config=OF_SPEC,
        ),
        lacks=(
            # A wish of the property excludes no behaviour.
            ModelExample(text=CLOCK + "Spec == Steps\nP == []<>(hour = 13)", config=OF_SPEC),
            ModelExample(
                text=CLOCK + "Spec == Steps /\\ WF_hour(Next)\nP == <>(hour = 3)", config=OF_SPEC
            ),
        ),
    ),
    "tlaplus#59": TriggerExamples(
        has=ModelExample(
            text="CONSTANTS a, b\n" + COUNT + "Same == Permutations({a, b})",
            config=WITH_PROPERTY + "CONSTANTS a = a\nb = b\nSYMMETRY Same \\* here\n",
        ),
        lacks=(
            # Of a safety property symmetry loses nothing.
            ModelExample(
                text="CONSTANTS a, b\n" + COUNT + "Same == Permutations({a, b})",
                config=INIT + "CONSTANTS a = a\nb = b\nSYMMETRY Same\n",
            ),
            TEMPORAL,
        ),
    ),
    "tlaplus#544": TriggerExamples(
        has=ModelExample(text=COUNT, config=WITH_PROPERTY, more=("-dfid", "5")),
        lacks=(ModelExample(text=COUNT, more=("-dfid", "5")), TEMPORAL),
        option="-dfid",
    ),
    "tlaplus#548": TriggerExamples(
        has=ModelExample(text=COUNT, more=("-dfid", "5"), workers=4),
        lacks=(ModelExample(text=COUNT, more=("-dfid", "5")), ModelExample(text=COUNT, workers=4)),
        option="workers: 4",
    ),
    "tlaplus#496": TriggerExamples(
        has=ModelExample(
            text=COUNT + "CONSTANT Most\nASSUME Most \\in Nat \\* here",
            config=INIT + "CONSTANT Most = 3\n",
            more=("-simulate",),
        ),
        lacks=(
            ModelExample(
                text=COUNT + "CONSTANT Most\nASSUME Most \\in Nat",
                config=INIT + "CONSTANT Most = 3\n",
            ),
            ModelExample(text=COUNT, more=("-simulate",)),
        ),
    ),
    "tlaplus#498": TriggerExamples(
        has=text_of_model(COUNT + "Lucky ==\n  RandomElement(1 .. 6) \\* here\nInv == n # Lucky"),
        lacks=(
            text_of_model(COUNT + "Lucky == CHOOSE die \\in 1 .. 6 : TRUE\nInv == n # Lucky"),
            # A name alone chooses nothing.
            text_of_model(COUNT + "RandomElementOf(S) == S\nInv == n \\in RandomElementOf({n})"),
        ),
    ),
    "tlaplus#1078": TriggerExamples(
        has=ModelExample(text=COUNT, more=("-dump", "dot,actionlabels,constrained", "g")),
        lacks=(
            ModelExample(text=COUNT, more=("-dump", "dot,actionlabels", "constrained")),
            ModelExample(text=COUNT, more=("-dump", "constrained.dump")),
        ),
        option="-dump dot,actionlabels,constrained",
    ),
    "tlaplus#22": TriggerExamples(
        has=ModelExample(text=COUNT, more=("-recover", "states/26")),
        lacks=(ModelExample(text=COUNT, more=("-metadir", "states/26")),),
        option="-recover",
    ),
    "tlaplus#362": TriggerExamples(
        has=text_of_model(
            GATES + "Door == INSTANCE Doors\nInv == Door!Shut",
            Doors="open == 1 \\* here\nShut == open = 1",
        ),
        lacks=(
            text_of_model(
                GATES + "Door == INSTANCE Doors\nInv == Door!Shut",
                Doors="opened == 1\nShut == opened = 1",
            ),
            # A parameter is no operator of the module.
            text_of_model(
                GATES + "Door == INSTANCE Doors\nInv == Door!Shut(1)",
                Doors="Shut(open) == open = 1",
            ),
        ),
    ),
    "tlaplus#604": TriggerExamples(
        has=ModelExample(
            text=TOGGLE + "Broken == 1 = 2\nP == Broken ~> (on = 1) \\* here", config=WITH_PROPERTY
        ),
        lacks=(
            ModelExample(text=TOGGLE + "P == (on = 0) ~> (on = 1)", config=WITH_PROPERTY),
            # Not checked, so not evaluated.
            ModelExample(
                text=TOGGLE + "P == <>(on = 1)\nQ == FALSE ~> (on = 1)", config=WITH_PROPERTY
            ),
        ),
    ),
    "tlaplus#1037": TriggerExamples(
        has=ModelExample(
            text=TOGGLE + "Stays == <>[](on = 1)\nP == (on = 1) => Stays \\* here",
            config=WITH_PROPERTY,
        ),
        lacks=(
            ModelExample(text=TOGGLE + "P == (on = 1) => []<>(on = 0)", config=WITH_PROPERTY),
            ModelExample(text=TOGGLE + "P == <>[](on = 1 => on # 0)", config=WITH_PROPERTY),
        ),
    ),
    "tlaplus#525": TriggerExamples(
        has=ModelExample(
            text=CLOCK + "Low == hour < 24\nSpec ==\n  /\\ Steps\n  /\\ []Low \\* here", config=SPEC
        ),
        lacks=(
            ModelExample(text=CLOCK + "Low == hour < 24\nSpec == Steps", config=SPEC),
            ModelExample(text=CLOCK + "Spec == Steps /\\ [][hour' # hour]_hour", config=SPEC),
        ),
    ),
    "tlaplus#742": TriggerExamples(
        has=ModelExample(
            text=CLOCK
            + "Hands == 1 .. 16\nFair ==\n"
            + "  \\A h \\in Hands : WF_hour(Next) /\\ SF_hour(Next) \\* here\n"
            + "Spec == Steps /\\ Fair",
            config=SPEC,
        ),
        lacks=(
            ModelExample(
                text=CLOCK
                + "Hands == 1 .. 15\nFair == \\A h \\in Hands : WF_hour(Next) /\\ SF_hour(Next)\n"
                + "Spec == Steps /\\ Fair /\\ WF_hour(Next)",
                config=SPEC,
            ),
            # Many quantified values, but of no fairness.
            ModelExample(
                text=CLOCK + "Spec == Steps /\\ WF_hour(\\E h \\in 1 .. 99 : hour' = h)",
                config=SPEC,
            ),
        ),
    ),
    "tlaplus#204": TriggerExamples(
        has=ModelExample(
            text=TOGGLE + "P == /\\ []<>(on = 0)\n     /\\ <>[](on = 1) \\* here",
            config=WITH_PROPERTY,
            more=("-simulate",),
        ),
        lacks=(
            ModelExample(text=TOGGLE + "P == <>[](on = 1)", config=WITH_PROPERTY),
            ModelExample(
                text=TOGGLE + "P == []<>(on = 1)", config=WITH_PROPERTY, more=("-simulate",)
            ),
        ),
    ),
    "tlaplus#710": TriggerExamples(
        has=ModelExample(
            text=TOGGLE + "P == [](on = 1 => [](on = 1)) \\* here", config=WITH_PROPERTY
        ),
        lacks=(
            ModelExample(text=TOGGLE + "P == [](on \\in {0, 1})", config=WITH_PROPERTY),
            ModelExample(text=TOGGLE + "P == [](on = 1 => <>(on = 0))", config=WITH_PROPERTY),
        ),
    ),
    "tlaplus#570": TriggerExamples(
        has=ModelExample(text=COUNT + "Half == n", config=INIT + "VIEW Half\n", workers=2),
        lacks=(
            ModelExample(text=COUNT + "Half == n", config=INIT + "VIEW Half\n"),
            ModelExample(text=COUNT, workers=2),
        ),
        option="workers: 2",
    ),
    "tlaplus#572": TriggerExamples(
        has=ModelExample(text=COUNT, more=("-dfid", "5")), lacks=(COUNTING,), option="-dfid"
    ),
    "tlaplus#883": TriggerExamples(
        has=ModelExample(text=COUNT, workers=8), lacks=(COUNTING,), option="workers: 8"
    ),
    "tlaplus#1336": TriggerExamples(
        has=text_of_model(GATES + "Inv == ENABLED (LET now == open' IN now = TRUE) \\* here"),
        lacks=(
            text_of_model(GATES + "Inv == ENABLED (open' = TRUE /\\ inside' = 0)"),
            text_of_model(GATES + "Inv == LET now == open IN now \\in BOOLEAN /\\ ENABLED Next"),
        ),
    ),
    "tlaplus#1134": TriggerExamples(
        has=text_of_model(
            GATES
            + "Left == INSTANCE Scale WITH unit <- 1\nRight == INSTANCE Scale WITH unit <- 2\n"
            + "Inv == Left!Weigh(Right!One) = 2 \\* here",
            Scale="CONSTANT unit\nWeigh(v) == v * unit\nOne == unit",
        ),
        lacks=(
            text_of_model(
                GATES + "Left == INSTANCE Scale WITH unit <- 1\nInv == Left!Weigh(Left!One) = 2",
                Scale="CONSTANT unit\nWeigh(v) == v * unit\nOne == unit",
            ),
            text_of_model(
                GATES
                + "Left == INSTANCE Scale WITH unit <- 1\nOne == 1\nInv == Left!Weigh(One) = 2",
                Scale="CONSTANT unit\nWeigh(v) == v * unit",
            ),
        ),
    ),
}
