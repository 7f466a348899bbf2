"""How results show themselves in a notebook, without their knowing the room that renders them.

Jupyter asks an object for `_repr_html_`; None means that it has nothing of the kind. The door
(moltverify.api) registers the renderers, so a program that shows no notebook imports none.
"""

from collections.abc import Callable
from typing import Any

RENDERERS: dict[type, Callable[[Any], str]] = {}


def html_of(shown: object) -> str | None:
    """Return an object as HTML if a renderer is registered for its type."""
    render = RENDERERS.get(type(shown))
    return render(shown) if render else None
