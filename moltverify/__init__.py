"""Turns security claims into evidence: TLA+ models, checked by TLC, with readable traces.

The names here are the whole Python API; moltverify.api and moltverify.recording have them. They are
imported when they are first used, because `moltverify --version` needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moltverify.api import (
        ModelResult as ModelResult,
    )
    from moltverify.api import (
        Reading as Reading,
    )
    from moltverify.api import (
        Registry as Registry,
    )
    from moltverify.api import (
        Role as Role,
    )
    from moltverify.api import (
        SuiteResult as SuiteResult,
    )
    from moltverify.api import (
        Trace as Trace,
    )
    from moltverify.api import (
        TraceReport as TraceReport,
    )
    from moltverify.api import (
        check as check,
    )
    from moltverify.api import (
        load as load,
    )
    from moltverify.api import (
        read_tlc as read_tlc,
    )
    from moltverify.api import (
        run_tlc as run_tlc,
    )
    from moltverify.api import (
        validate as validate,
    )
    from moltverify.recording.recorder import (
        Recorder as Recorder,
    )
    from moltverify.recording.recorder import (
        record as record,
    )

__version__ = "0.1.0"

__all__ = [
    "ModelResult",
    "Reading",
    "Recorder",
    "Registry",
    "Role",
    "SuiteResult",
    "Trace",
    "TraceReport",
    "__version__",
    "check",
    "load",
    "read_tlc",
    "record",
    "run_tlc",
    "validate",
]
# A program that records its events needs nothing of what runs models.
RECORDING = ("Recorder", "record")


def __getattr__(name: str) -> Any:
    if name in RECORDING:
        return getattr(import_module("moltverify.recording.recorder"), name)
    if name in __all__:
        return getattr(import_module("moltverify.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
