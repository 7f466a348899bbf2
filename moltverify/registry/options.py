"""Read how models run: time, threads, memory, deadlock check."""

import re

from msgspec.structs import replace

from moltverify.registry.yaml_reader import Fields, Item
from moltverify.running.job import TlcOptions

SCALE = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def read_options(item: Item) -> TlcOptions:
    """Read the options of all models that do not say otherwise."""
    fields = item.fields()
    options = read_costs(fields, TlcOptions())
    fields.finish()
    return options


def read_claim_options(fields: Fields, options: TlcOptions) -> TlcOptions:
    """Read the options of all models of one claim."""
    options = read_costs(fields, options)
    return replace(options, deadlock=fields.may("deadlock", read_deadlock, True))


def read_costs(fields: Fields, options: TlcOptions) -> TlcOptions:
    """Read what a model may use."""
    return replace(
        options,
        timeout=fields.may("timeout", read_seconds, options.timeout),
        workers=fields.may("workers", Item.count, options.workers),
        heap=fields.may("heap", read_heap, options.heap),
    )


def read_deadlock(item: Item) -> bool:
    """Read whether a state without successor is a violation."""
    return item.choice(["checked", "allowed"]) == "checked"


def read_seconds(item: Item) -> float:
    """Read a duration; returns seconds."""
    text = item.text()
    value = seconds(text)
    if not value and text != "?":
        item.wrong(f"expected a duration such as 60s or 2m, found '{text}'")
    return value or TlcOptions().timeout


def seconds(text: str) -> float | None:
    """Return the seconds of a duration such as 60s, 500ms or 2m; None if it is not one."""
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|s|m|h)", text)
    return float(found[1]) * SCALE[found[2]] if found else None


def read_heap(item: Item) -> str:
    """Read a heap size in Java's notation."""
    return item.matching(r"[1-9][0-9]{0,5}[mg]", "a heap size such as 512m or 2g")
