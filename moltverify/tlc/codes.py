"""TLC's message codes and exit statuses that this package acts on.

Source: tlc2.output.EC and tlc2.output.EC.ExitStatus of TLC 2.15 (d5b5a7f), compared with 2.19
(5a47802), 2.20 (97e7dc3) and cc6b616. A comment marks each code that some of them lack.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType


class Code(IntEnum):
    """The number of a message, with its name in tlc2.output.EC."""

    GENERAL = 1000
    SYSTEM_OUT_OF_MEMORY = 1001
    SYSTEM_OUT_OF_MEMORY_TOO_MANY_INIT = 1002
    SYSTEM_OUT_OF_MEMORY_LIVENESS = 1003  # not in 2.15
    SYSTEM_STACK_OVERFLOW = 1005
    WRONG_COMMANDLINE_PARAMS_SIMULATOR = 1101
    WRONG_COMMANDLINE_PARAMS_TLC = 1102
    TLC_METADIR_EXISTS = 2100
    TLC_METADIR_CAN_NOT_BE_CREATED = 2101
    TLC_INITIAL_STATE = 2102
    TLC_NESTED_EXPRESSION = 2103
    TLC_ASSUMPTION_FALSE = 2104
    TLC_ASSUMPTION_EVALUATION_ERROR = 2105
    TLC_STATE_NOT_COMPLETELY_SPECIFIED_INITIAL = 2106
    TLC_INVARIANT_VIOLATED_INITIAL = 2107
    TLC_PROPERTY_VIOLATED_INITIAL = 2108
    TLC_STATE_NOT_COMPLETELY_SPECIFIED_NEXT = 2109
    TLC_INVARIANT_VIOLATED_BEHAVIOR = 2110
    TLC_INVARIANT_EVALUATION_FAILED = 2111
    TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR = 2112
    TLC_ACTION_PROPERTY_EVALUATION_FAILED = 2113
    TLC_DEADLOCK_REACHED = 2114
    TLC_STATES_AND_NO_NEXT_ACTION = 2115
    TLC_TEMPORAL_PROPERTY_VIOLATED = 2116
    TLC_NO_STATES_SATISFYING_INIT = 2118
    TLC_BEHAVIOR_UP_TO_THIS_POINT = 2121
    TLC_BACK_TO_STATE = 2122
    TLC_BUG = 2128
    TLC_VALUE_ASSERT_FAILED = 2132
    TLC_INVARIANT_VIOLATED_LEVEL = 2146
    TLC_FINGERPRINT_EXCEPTION = 2147
    TLC_STATE_NOT_COMPLETELY_SPECIFIED_LIVE = 2148  # not in 2.15 and 2.19
    TLC_MODULE_VALUE_JAVA_METHOD_OVERRIDE = 2154
    SYSTEM_METADIR_EXISTS = 2162
    SYSTEM_METADIR_CREATION_ERROR = 2163
    TLC_PARSING_FAILED2 = 2171
    TLC_MODULE_OVERFLOW = 2178
    TLC_MODULE_DIVISION_BY_ZERO = 2179
    TLC_MODULE_ARGUMENT_NOT_IN_DOMAIN = 2183
    TLC_MODULE_APPLY_EMPTY_SEQ = 2184
    TLC_STARTING = 2185
    TLC_FINISHED = 2186
    TLC_MODE_MC = 2187
    TLC_MODE_SIMU = 2188
    TLC_COMPUTING_INIT = 2189
    TLC_INIT_GENERATED1 = 2190
    TLC_INIT_GENERATED2 = 2191
    TLC_SUCCESS = 2193
    TLC_SEARCH_DEPTH = 2194
    TLC_STATS = 2199
    TLC_PROGRESS_STATS = 2200
    TLC_COVERAGE_START = 2201
    TLC_COVERAGE_END = 2202
    TLC_STATS_DFID = 2204
    TLC_PROGRESS_STATS_DFID = 2206
    TLC_INIT_GENERATED3 = 2207
    TLC_INIT_GENERATED4 = 2208
    TLC_PROGRESS_SIMU = 2209
    TLC_STATS_SIMU = 2210
    TLC_LIVE_CANNOT_HANDLE_FORMULA = 2213
    TLC_LIVE_WRONG_FORMULA_FORMAT = 2214
    TLC_EXPECTED_VALUE = 2215
    TLC_STATE_PRINT1 = 2216
    TLC_STATE_PRINT2 = 2217
    TLC_STATE_PRINT3 = 2218
    TLC_SANY_END = 2219
    TLC_SANY_START = 2220
    TLC_COVERAGE_VALUE = 2221
    TLC_CONFIG_ID_HAS_VALUE = 2230
    TLC_CANT_HANDLE_SUBSCRIPT = 2238
    TLC_CANT_HANDLE_CONJUNCT = 2239
    TLC_CANT_HANDLE_TOO_MANY_NEXT_STATE_RELS = 2240
    TLC_CANT_HANDLE_REAL_NUMBERS = 2244
    TLC_LIVE_ENCOUNTERED_ACTIONS = 2249
    TLC_LIVE_STATE_PREDICATE_NON_BOOL = 2250
    TLC_LIVE_CANNOT_EVAL_FORMULA = 2251
    TLC_LIVE_ENCOUNTERED_NONBOOL_PREDICATE = 2252
    TLC_LIVE_FORMULA_TAUTOLOGY = 2253
    TLC_NO_STATES_SATISFYING_INIT_AND_CONSTRAINT = 2256  # not in 2.15 and 2.19
    TLC_VERSION = 2262
    TLC_COUNTER_EXAMPLE = 2264
    TLC_INTEGER_TOO_BIG = 2265
    TLC_COMPUTING_INIT_PROGRESS = 2269
    TLC_MODE_MC_DFS = 2271
    TLC_CONFIG_UNDEFINED_OR_NO_OPERATOR = 2280
    TLC_TRACE_TOO_LONG = 2282
    TLC_POSTCONDITION_FALSE = 2404  # cc6b616 only; 2.20 prints 2104 instead
    TLC_POSTCONDITION_EVALUATION_ERROR = 2405  # cc6b616 only
    TLC_TE_SPEC_GENERATION_COMPLETE = 2501  # not in 2.15 and 2.19
    TLC_TE_SPEC_GENERATION_ERROR = 2502  # not in 2.15 and 2.19
    TLC_COVERAGE_NEXT = 2772
    TLC_COVERAGE_INIT = 2773
    TLC_COVERAGE_PROPERTY = 2774
    TLC_COVERAGE_VALUE_COST = 2775
    TLC_PARSING_FAILED = 3002
    CFG_ERROR_READING_FILE = 5001
    CFG_GENERAL = 5002
    CFG_MISSING_ID = 5003
    CFG_TWICE_KEYWORD = 5004
    CFG_EXPECT_ID = 5005
    CFG_EXPECTED_SYMBOL = 5006


# These have class 1 (error) as well, but they only introduce or explain another message.
HEADERS = frozenset(
    {Code.TLC_BEHAVIOR_UP_TO_THIS_POINT, Code.TLC_COUNTER_EXAMPLE, Code.TLC_NESTED_EXPRESSION}
)
# The only messages that may follow the closing banner: TLC wrote the trace as a specification.
AFTERWORDS = frozenset({Code.TLC_TE_SPEC_GENERATION_COMPLETE, Code.TLC_TE_SPEC_GENERATION_ERROR})
STATES = frozenset({Code.TLC_STATE_PRINT1, Code.TLC_STATE_PRINT2})
INITIAL_STATES = frozenset(
    {
        Code.TLC_INIT_GENERATED1,
        Code.TLC_INIT_GENERATED2,
        Code.TLC_INIT_GENERATED3,
        Code.TLC_INIT_GENERATED4,
    }
)


class ExitStatus(IntEnum):
    """An exit status of TLC (tlc2.output.EC.ExitStatus) or of the JVM that runs it."""

    SUCCESS = 0
    ERROR = 1  # bad command line, -help, metadir exists
    JVM_OUT_OF_MEMORY = 3  # java -XX:+ExitOnOutOfMemoryError
    VIOLATION_ASSUMPTION = 10
    VIOLATION_DEADLOCK = 11
    VIOLATION_SAFETY = 12
    VIOLATION_LIVENESS = 13
    VIOLATION_ASSERT = 14  # 2.15 gives 75 instead
    FAILURE_SPEC_EVAL = 75
    FAILURE_SAFETY_EVAL = 76
    FAILURE_LIVENESS_EVAL = 77
    ERROR_SPEC_PARSE = 150
    ERROR_CONFIG_PARSE = 151
    ERROR_STATESPACE_TOO_LARGE = 152
    ERROR_SYSTEM = 153
    ERROR_UNMAPPED = 255


# SIGINT, and SIGTERM and SIGKILL: Python reports a signal as a negative number, a shell adds 128,
# and the JVM does as a shell does when it handles the signal.
INTERRUPTED_STATUSES = frozenset({130, -2})
KILLED_STATUSES = frozenset({143, -15, 137, -9})
# SIGILL, SIGABRT, SIGBUS and SIGSEGV: a crash of the JVM, in both forms.
CRASH_STATUSES = frozenset({-4, -6, -7, -11, 132, 134, 135, 139})

EXIT_MEANINGS: Mapping[ExitStatus, str] = MappingProxyType(
    {
        # "noticed": TLC also ends with 0 when it could not evaluate a liveness property.
        ExitStatus.SUCCESS: "no error was noticed",
        ExitStatus.ERROR: "TLC did not start: its command line or its working directory",
        ExitStatus.JVM_OUT_OF_MEMORY: "the Java virtual machine ran out of memory",
        ExitStatus.VIOLATION_ASSUMPTION: "an assumption or postcondition is false",
        ExitStatus.VIOLATION_DEADLOCK: "a deadlock was reached",
        ExitStatus.VIOLATION_SAFETY: "an invariant is violated",
        ExitStatus.VIOLATION_LIVENESS: "a temporal or action property is violated",
        ExitStatus.VIOLATION_ASSERT: "an Assert in the specification failed",
        ExitStatus.FAILURE_SPEC_EVAL: "the specification could not be evaluated",
        ExitStatus.FAILURE_SAFETY_EVAL: "an invariant could not be evaluated",
        ExitStatus.FAILURE_LIVENESS_EVAL: "a temporal property could not be evaluated",
        ExitStatus.ERROR_SPEC_PARSE: "the specification could not be parsed",
        ExitStatus.ERROR_CONFIG_PARSE: "configuration and specification do not fit",
        ExitStatus.ERROR_STATESPACE_TOO_LARGE: "the state space is too large",
        ExitStatus.ERROR_SYSTEM: "a system error",
        ExitStatus.ERROR_UNMAPPED: "an error that has no exit status of its own",
    }
)


def describe_exit(status: int) -> str:
    """Return the meaning of an exit status as a phrase; total over all integers."""
    if status in INTERRUPTED_STATUSES:
        return "it was interrupted"
    if status in KILLED_STATUSES:
        return "it was killed"
    if status in CRASH_STATUSES:
        return "the Java virtual machine crashed"
    known = {int(each): phrase for each, phrase in EXIT_MEANINGS.items()}
    return known.get(status, "TLC has no such exit status")
