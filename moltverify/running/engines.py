"""The engines that make runs, and the sizes of runs that decide between them."""

from enum import Enum


class Engine(Enum):
    """WARM makes all runs in warm workers, PROCESS each run in its own process, AUTO by size.

    DASK makes them on the workers of a cluster, there as AUTO does.
    """

    AUTO = "auto"
    WARM = "warm"
    PROCESS = "process"
    DASK = "dask"


class RunSize(Enum):
    """SMALL runs are short and light enough to share a worker."""

    SMALL = "small"
    LONG = "long"
