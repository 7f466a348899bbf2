"""A registry of HTML renderers for notebooks, so that records do not import their renderers.

Jupyter calls an object's `_repr_html_`; None means that there is no HTML form. `moltverify.api`
registers the renderers, and other programs import none.
"""

from collections.abc import Callable
from typing import Any

RENDERERS: dict[type, Callable[[Any], str]] = {}


def html_of(shown: object) -> str | None:
    """Return an object as HTML if a renderer is registered for its type."""
    render = RENDERERS.get(type(shown))
    return render(shown) if render else None
