"""The engines to choose from, and the sizes of runs by which they are chosen."""

from enum import Enum


class Engine(Enum):
    """How runs are made: in warm workers, in a process each, or by size."""

    AUTO = "auto"
    WARM = "warm"
    PROCESS = "process"


class RunSize(Enum):
    """Whether a run is short and light enough to share a worker."""

    SMALL = "small"
    LONG = "long"
