"""The files of one run that looks for the states of several witnesses.

Its root module has one invariant. In the first state that shows a witness, the invariant prints a
mark with TLC's counts, which `tlc.found_witnesses` reads, and is violated; in all other states it
is true. With -continue TLC prints the trace to such a state and goes on, until all witnesses are
found. What is noted is in TLC's registers, so the states and steps are those of the model.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from moltverify.registry.expectation import UNREACHED
from moltverify.running.staged_files import CONFIG, MODULE, StagedFile, StagedFiles
from moltverify.suite.model_staging import WITNESS_MODULE, witness_config
from moltverify.tla.config import Named, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tlc.found_witnesses import MARK

GO_ON = "-continue"
# A module of its own, because a model may define names that the modules TLC and Naturals have.
NOTES_MODULE = "MoltverifyNotes"
NOTES_USE = ("Naturals", "Sequences", "FiniteSets", "TLC")  # the last one uses the others
FIRST = 9001  # the register of the first witness: TRUE until a state shows it
STEPS = 9000  # the register that counts the states that Next generates
STEP = "MoltverifyStep"
# TLC orders the strings of a model as it first meets them, also as names: so a name is no word that
# a model may have as a string.
NUMBER = "MoltverifyNumber"


def with_witnesses(files: StagedFiles, states: Sequence[str]) -> StagedFiles:
    """Return the files with a new root module that looks for all the states, numbered from 0.

    Raises ConfigSyntaxError for a config that cannot be read.
    """
    root = files.module.name.removesuffix(MODULE)
    config = witness_config(read_config(files.config.text))
    # TLC evaluates a constraint on steps once for each state that it generates.
    config = replace(config, action_constraints=(*config.action_constraints, Named(STEP, 0)))
    module, notes = "\n".join(root_lines(root, states)), notes_text(len(states))
    return StagedFiles(
        module=StagedFile(f"{WITNESS_MODULE}{MODULE}", module.encode()),
        config=StagedFile(f"{WITNESS_MODULE}{CONFIG}", write_config(config).encode()),
        others=(files.module, *files.others, StagedFile(f"{NOTES_MODULE}{MODULE}", notes.encode())),
    )


def root_lines(root: str, states: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the root module; the states are predicates of the model's module.

    It has as many definitions as the module for one witness, because TLC's order of variables
    depends on the number of names in a module.
    """
    notes = f"LET {NOTES_MODULE} == INSTANCE {NOTES_MODULE} IN"
    # On lines of its own each begins where it did, because TLA+ reads lists by their columns; for
    # the same reason no list is around it.
    numbered = [(number, f"(\n{state}\n)") for number, state in enumerate(states)]
    # Most states show nothing new: this is what they cost.
    unseen = (f"({NOTES_MODULE}!IsLeft({FIRST + number}) => ~{one})" for number, one in numbered)
    shown = (f"({NUMBER} = {number} /\\ {one})" for number, one in numbered)
    yield f"---- MODULE {WITNESS_MODULE} ----"
    yield f"EXTENDS {root}"
    yield f"ASSUME {notes} {NOTES_MODULE}!Begin"
    yield f"{STEP} == {notes} {NOTES_MODULE}!CountStep"
    yield f"{UNREACHED} == {notes}"
    yield "(" + " /\\ ".join(unseen) + ")"
    yield f"\\/ {NOTES_MODULE}!Note({{{NUMBER} \\in {NOTES_MODULE}!Left :"
    yield " \\/ ".join(shown) + "})"
    yield "===="
    yield ""


def notes_text(count: int) -> str:
    """Return the text of the module that notes which of the witnesses were found."""
    one, found = NUMBER, "MoltverifyFound"
    counts = f'TLCGet("distinct"), TLCGet("queue"), TLCGet("diameter"), TLCGet({STEPS})'
    return f"""---- MODULE {NOTES_MODULE} ----
EXTENDS Naturals, TLC
Numbers == 0..{count - 1}
Begin == TLCSet({STEPS}, 0) /\\ \\A {one} \\in Numbers : TLCSet({FIRST} + {one}, TRUE)
CountStep == TLCSet({STEPS}, TLCGet({STEPS}) + 1)
IsLeft({one}) == TLCGet({one})
Left == {{{one} \\in Numbers : TLCGet({FIRST} + {one})}}
Note({found}) ==
  /\\ \\A {one} \\in {found} : PrintT(<<"{MARK}", {one}, {counts}>>)
  /\\ \\A {one} \\in {found} : TLCSet({FIRST} + {one}, FALSE)
  /\\ Left # {{}} \\/ TLCSet("exit", TRUE)
  /\\ FALSE
====
"""
