"""The phrases of a registry as jinja2 templates.

A registry may be somebody else's, so its templates run in a sandbox, where they reach nothing but
the values that they are given.
"""

from collections.abc import Callable

from jinja2 import StrictUndefined, TemplateSyntaxError, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment


class NoSuchValue(StrictUndefined):
    """What a phrase names and the state does not have; its message is about the state."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        # jinja2's own message names the class of the value, which is one of this program.
        return f"there is no {self._undefined_name!r} here"


def phrase_environment(finalize: Callable[..., object]) -> ImmutableSandboxedEnvironment:
    """Return an environment for phrases; `finalize` turns each value into what is printed."""
    return ImmutableSandboxedEnvironment(
        undefined=NoSuchValue,
        autoescape=False,  # plain text comes out; the HTML page escapes it with everything else
        finalize=finalize,
    )


# Checking a phrase must not cost what the phrase would cost, so it evaluates no constant. jinja2
# does so in its optimizer, and for printed values unless `finalize` asks for the context.
CHECKING = phrase_environment(pass_context(lambda _, value: value))
CHECKING.optimized = False


def template_error(phrase: str) -> str | None:
    """Return what is wrong with a phrase as a template, if anything is."""
    try:
        # Parsing alone lets a filter pass that does not exist.
        CHECKING.compile(phrase, raw=True)
    except TemplateSyntaxError as error:
        return f"not a jinja2 template: {error.message} (line {error.lineno})"
    except RecursionError:
        return "not a jinja2 template: brackets are nested too deep"
    return None
