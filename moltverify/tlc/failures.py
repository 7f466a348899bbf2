"""The reason of a failed run: its category, TLC's message, and the place in the module."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from moltverify.tlc.codes import CRASH_STATUSES, Code, ExitStatus, describe_exit
from moltverify.tlc.messages import Message
from moltverify.tlc.outcome import Failed, FailureReason
from moltverify.tlc.sany import read_sany
from moltverify.tlc.trace import Place, Trace
from moltverify.tlc.trace_reader import TraceSyntaxError, read_place, read_trace

# Codes whose category the ranges below do not give, after tlc2.output.EC.
_REASONS: Mapping[int, FailureReason] = MappingProxyType(
    {
        Code.SYSTEM_OUT_OF_MEMORY: FailureReason.OUT_OF_MEMORY,
        Code.SYSTEM_OUT_OF_MEMORY_TOO_MANY_INIT: FailureReason.OUT_OF_MEMORY,
        Code.SYSTEM_OUT_OF_MEMORY_LIVENESS: FailureReason.OUT_OF_MEMORY,
        Code.SYSTEM_STACK_OVERFLOW: FailureReason.STACK_OVERFLOW,
        Code.WRONG_COMMANDLINE_PARAMS_SIMULATOR: FailureReason.COMMAND_LINE,
        Code.WRONG_COMMANDLINE_PARAMS_TLC: FailureReason.COMMAND_LINE,
        Code.TLC_METADIR_EXISTS: FailureReason.TLC,
        Code.TLC_METADIR_CAN_NOT_BE_CREATED: FailureReason.TLC,
        Code.SYSTEM_METADIR_EXISTS: FailureReason.TLC,
        Code.SYSTEM_METADIR_CREATION_ERROR: FailureReason.TLC,
        Code.TLC_BUG: FailureReason.TLC,
        Code.TLC_TRACE_TOO_LONG: FailureReason.TLC,
        Code.TLC_STATES_AND_NO_NEXT_ACTION: FailureReason.CONFIGURATION,
        Code.TLC_NO_STATES_SATISFYING_INIT: FailureReason.NO_INITIAL_STATES,
        Code.TLC_NO_STATES_SATISFYING_INIT_AND_CONSTRAINT: FailureReason.NO_INITIAL_STATES,
        Code.TLC_INVARIANT_VIOLATED_LEVEL: FailureReason.CONFIGURATION,
        Code.TLC_LIVE_CANNOT_HANDLE_FORMULA: FailureReason.SEMANTICS,
        Code.TLC_LIVE_WRONG_FORMULA_FORMAT: FailureReason.SEMANTICS,
        Code.TLC_CANT_HANDLE_SUBSCRIPT: FailureReason.SEMANTICS,
        Code.TLC_CANT_HANDLE_CONJUNCT: FailureReason.SEMANTICS,
        Code.TLC_CANT_HANDLE_TOO_MANY_NEXT_STATE_RELS: FailureReason.SEMANTICS,
        Code.TLC_CANT_HANDLE_REAL_NUMBERS: FailureReason.SEMANTICS,
        Code.TLC_LIVE_ENCOUNTERED_ACTIONS: FailureReason.SEMANTICS,
        Code.TLC_LIVE_FORMULA_TAUTOLOGY: FailureReason.SEMANTICS,
        Code.TLC_INTEGER_TOO_BIG: FailureReason.SEMANTICS,
        Code.TLC_PARSING_FAILED: FailureReason.PARSE,
        Code.TLC_PARSING_FAILED2: FailureReason.PARSE,
    }
)
_COMMAND_LINE_CODES = range(3000, 3200)  # EC.CHECK_PARAM_*
_CONFIGURATION_CODES = range(2222, 2249)  # EC.TLC_CONFIG_*
_CONFIGURATION_FILE_CODES = range(5001, 5007)  # EC.CFG_*
_SYSTEM_CODES = (*range(2123, 2132), 2133, 2134, 2135, 2137, 2138, *range(2159, 2164))
_SYSTEM_CODES += (2166, 2167, 2173, 2174, 2175, 2254, 2270)  # EC.SYSTEM_* and fingerprint sets

_BOILERPLATE = re.compile(
    r"\ATLC threw an unexpected exception\.\n.*?^The exception was an? (?P<kind>\S+)\n(?:: )?",
    re.DOTALL | re.MULTILINE,
)
_EXCEPTION = re.compile(r"^The exception was an? (\S+)$", re.MULTILINE)
_MEMORY = re.compile(r"OutOfMemoryError|GC overhead limit exceeded|Java heap space")
_STACK = re.compile(r"StackOverflowError")
# TLC throws these for mistakes in the specification. Every other exception is a fault of TLC.
_EVALUATION_EXCEPTIONS = (
    "RuntimeException",
    "EvalException",
    "TLCRuntimeException",
    "WrongInvocationException",
)
# Java prints an exception as its class's name and its message.
_CLASS_PREFIX = re.compile(r"\Autil\.(?:Assert\$TLCRuntimeException|WrongInvocationException): ")
_STACK_FRAMES = re.compile(r"(?:^\tat .*(?:\n|\Z))+", re.MULTILINE)
_CFG_LINE = re.compile(r"configuration file at line (\d{1,9})")
# The call stack has a location syntax of its own: "column", not "col", and "in", not "of module".
_POSITION = re.compile(
    r"^0\. Line (\d{1,9}), column (\d{1,9}) to line (\d{1,9}), column (\d{1,9}) in (\w+)",
    re.MULTILINE,
)


def plain_words(message: Message) -> str:
    """Return a message's text without TLC's preamble for exceptions and without Java's stack."""
    text = _CLASS_PREFIX.sub("", _BOILERPLATE.sub("", message.text))
    return _STACK_FRAMES.sub("", text).strip()


def _exception_reason(text: str) -> FailureReason:
    found = _EXCEPTION.search(text)
    # Without that line the message is the bare reason, as TLC prints for an evaluation error.
    name = found[1].rpartition(".")[2].rpartition("$")[2] if found else "EvalException"
    return FailureReason.EVALUATION if name in _EVALUATION_EXCEPTIONS else FailureReason.TLC


def _range_reason(code: int) -> FailureReason:
    if code in _COMMAND_LINE_CODES:
        return FailureReason.COMMAND_LINE
    if code in _CONFIGURATION_CODES or code in _CONFIGURATION_FILE_CODES:
        return FailureReason.CONFIGURATION
    if code in _SYSTEM_CODES:
        return FailureReason.TLC
    return FailureReason.EVALUATION


def reason_of_code(code: int) -> FailureReason:
    """Return the category of a run that reports this code as an error; total over all integers."""
    return _REASONS.get(code) or _range_reason(code)


def reason_of(message: Message) -> FailureReason:
    """Return the category of a run that reports this error.

    The innermost embedded message decides, except for memory and the stack.
    """
    # Only the text has these causes: memory can run out inside an operator that Java implements,
    # which TLC reports as 2154, and 2.15 and 2.19 report a stack overflow as 1000.
    if _MEMORY.search(message.text):
        return FailureReason.OUT_OF_MEMORY
    if _STACK.search(message.text):
        return FailureReason.STACK_OVERFLOW
    cause = message.cause()
    if cause.code == Code.GENERAL:
        return _exception_reason(message.text)
    return reason_of_code(cause.code)


def call_stack_place(messages: tuple[Message, ...]) -> Place | None:
    """Return the first position of TLC's call stack (code 2103), or None."""
    for message in messages:
        found = _POSITION.search(message.text)
        if message.code == Code.TLC_NESTED_EXPRESSION and found:
            line, column, end_line, end_column = map(int, found.groups()[:4])
            return Place(found[5], line, column, end_line, end_column)
    return None


def _states_before(messages: tuple[Message, ...]) -> Trace:
    try:
        return read_trace(messages)
    except TraceSyntaxError:
        # Damaged states do not change the outcome: the run failed.
        return Trace()


def _configuration_place(text: str) -> Place | None:
    found = _CFG_LINE.search(text)
    return Place(None, int(found[1])) if found else None


def failure(message: Message, messages: tuple[Message, ...], sany_text: str) -> Failed:
    """Return the failure that an error message reports, given all messages and SANY's output."""
    reason = reason_of(message)
    if reason is FailureReason.PARSE:
        found = read_sany(sany_text)
        reason = FailureReason.PARSE if found.is_syntax else FailureReason.SEMANTICS
        return Failed(reason, found.message or plain_words(message), found.place)
    place = _configuration_place(message.text) or call_stack_place(messages)
    place = place or read_place(message.text)
    return Failed(reason, plain_words(message), place, _states_before(messages))


_REASON_OF_EXIT: Mapping[int, FailureReason] = MappingProxyType(
    {
        ExitStatus.ERROR: FailureReason.COMMAND_LINE,
        ExitStatus.JVM_OUT_OF_MEMORY: FailureReason.OUT_OF_MEMORY,
    }
)


def failure_without_message(exit_code: int, finished: bool, sany_text: str) -> Failed:
    """Return the failure of a run that reports neither an error nor success."""
    # Under -XX:+ExitOnOutOfMemoryError the JVM prints its error without a frame.
    if _MEMORY.search(sany_text):
        return Failed(FailureReason.OUT_OF_MEMORY, "Java ran out of memory.")
    if exit_code == ExitStatus.SUCCESS and finished:
        message = "TLC ended without saying that model checking was completed."
        return Failed(FailureReason.INCOMPLETE, message)
    otherwise = FailureReason.CONTRADICTION if finished else FailureReason.TRUNCATED
    if exit_code in CRASH_STATUSES and not finished:
        otherwise = FailureReason.TLC
    reason = _REASON_OF_EXIT.get(exit_code, otherwise)
    says = f"TLC ended with exit status {exit_code} ({describe_exit(exit_code)})"
    return Failed(reason, f"{says} and no message that says why.")
