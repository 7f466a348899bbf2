"""The option that chooses models by their tiers."""

from collections.abc import Callable
from typing import Any

import click

from moltverify.registry.entry_types import COMMIT


def tier_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --tier."""
    return click.option(
        "--tier",
        "tiers",
        multiple=True,
        metavar="NAME",
        help=f"Only models of this tier; one without a tier is in `{COMMIT}`.  Repeatable.",
    )(command)
