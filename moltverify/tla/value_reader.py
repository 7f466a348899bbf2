r"""Text of a value, as TLC prints it, to the value; the inverse of `format_value`.

White space is never syntax here: TLC wraps long values, but not reliably (tlc2.pprint gives up on
names with `_` and on strings with `\"`), so only the tokens count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from moltverify.tla.value_format import format_value
from moltverify.tla.value_tokens import read_value_tokens, unescaped
from moltverify.tla.value_types import (
    FunctionValue,
    Interval,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Symbolic,
    Unreadable,
    Value,
)

# Far below Python's recursion limit, at three frames per level, and far above any model's values.
MAX_DEPTH = 100
# TLC's integers have 32 bits; Python refuses to read numbers of thousands of digits.
MAX_DIGITS = 40

_NUMBER = re.compile(r"[0-9]+")
_INFINITE_SETS = frozenset({"Nat", "Int", "Real", "STRING", "BOOLEAN", "Infinity"})
_Part = TypeVar("_Part")


class ValueSyntaxError(ValueError):
    """The text is no value that TLC prints; the message has the character, counted from 0."""


class _Reader:
    """Reads one value from a list of tokens by recursive descent, at most MAX_DEPTH deep."""

    def __init__(self, text: str) -> None:
        self.tokens = read_value_tokens(text)
        self.at = 0
        self.depth = 0

    def whole(self) -> Value:
        value = self.value()
        if self.kind() != "end":
            raise self.unexpected("the end")
        return value

    def kind(self, ahead: int = 0) -> str:
        # Behind the last token there is the end again, so no look-ahead needs a check.
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)][0]

    def token(self, ahead: int = 0) -> str:
        """Return a token's text, or nothing for a string, which is no mark whatever its text."""
        kind, text, _ = self.tokens[min(self.at + ahead, len(self.tokens) - 1)]
        return "" if kind == "string" else text

    def unexpected(self, wanted: str) -> ValueSyntaxError:
        kind, text, start = self.tokens[self.at]
        found = "the end" if kind == "end" else repr(text[:40])
        return ValueSyntaxError(f"at character {start}: expected {wanted}, found {found}")

    def take(self, mark: str) -> bool:
        if self.token() != mark:
            return False
        self.at += 1
        return True

    def expect(self, mark: str) -> None:
        if not self.take(mark):
            raise self.unexpected(repr(mark))

    def several(self, part: Callable[[], _Part], between: str, closing: str) -> tuple[_Part, ...]:
        parts = [part()]
        while self.take(between):
            parts.append(part())
        self.expect(closing)
        return tuple(parts)

    def value(self) -> Value:
        if self.depth >= MAX_DEPTH:
            raise ValueSyntaxError(f"nested more than {MAX_DEPTH} deep")
        self.depth += 1
        value = self.bare_value()
        self.depth -= 1
        return value

    def bare_value(self) -> Value:
        if self.kind() == "string":
            return self.string()
        if self.kind() == "word":
            return self.word()
        match self.token():
            case "-":
                return self.number()
            case "{":
                return self.set()
            case "<<":
                return self.sequence()
            case "[":
                return self.bracketed()
            case "(":
                return self.parenthesised()
        raise self.unexpected("a value")

    def string(self) -> str:
        try:
            inside = unescaped(self.tokens[self.at][1])
        except KeyError:
            raise self.unexpected("only TLC's six escapes") from None  # the KeyError says no more
        self.at += 1
        return inside

    def integer(self) -> int:
        sign = -1 if self.take("-") else 1
        digits = self.token()
        if not _NUMBER.fullmatch(digits) or len(digits) > MAX_DIGITS:
            raise self.unexpected("an integer")
        self.at += 1
        return sign * int(digits)

    def number(self) -> Value:
        low = self.integer()
        return Interval(low, self.integer()) if self.take("..") else low

    def name(self) -> str:
        word = self.token()
        # A name may begin with a digit (`2b`) but has a letter somewhere.
        if self.kind() != "word" or not any(map(str.isalpha, word)):
            raise self.unexpected("a name")
        self.at += 1
        return word

    def word(self) -> Value:
        if _NUMBER.fullmatch(self.token()):
            return self.number()
        name = self.name()
        if name in ("TRUE", "FALSE"):
            return name == "TRUE"
        if name in ("SUBSET", "UNION"):  # TLC enumerates no set that it need not enumerate
            return self.prefixed(name)
        if name in _INFINITE_SETS:
            return Symbolic(name)
        if self.take("("):
            return Symbolic(f"{name}({', '.join(self.texts(')'))})")
        return ModelValue(name)

    def texts(self, closing: str) -> tuple[str, ...]:
        return tuple(map(format_value, self.several(self.value, ",", closing)))

    def prefixed(self, operator: str) -> Symbolic:
        operand = self.value()
        text = format_value(operand)
        # TLC 2.15 prints `SUBSET 1..8`, which TLA+ reads as (SUBSET 1)..8; later versions do not.
        return Symbolic(
            f"{operator} ({text})" if type(operand) is Interval else f"{operator} {text}"
        )

    def set(self) -> Value:
        self.expect("{")
        if self.take("}"):
            return SetValue(())
        if self.token(1) == "\\in":
            return self.comprehension()
        return SetValue(self.several(self.value, ",", "}"))

    def comprehension(self) -> Symbolic:
        # `{x \in Nat : <expression line ..>}`, which TLC prints in errors only. It is no TLA+, so
        # its tokens are the text.
        start, open_braces = self.at, 1
        while open_braces:
            if self.kind() == "end":
                raise self.unexpected("'}'")
            open_braces += (self.token() == "{") - (self.token() == "}")
            self.at += 1
        return Symbolic(f"{{{' '.join(text for _, text, _ in self.tokens[start : self.at - 1])}}}")

    def sequence(self) -> SequenceValue:
        self.expect("<<")
        if self.take(">>"):
            return SequenceValue(())
        return SequenceValue(self.several(self.value, ",", ">>"))

    def field(self) -> tuple[str, Value]:
        name = self.name()
        self.expect("|->")
        return name, self.value()

    def field_set(self) -> str:
        name = self.name()
        self.expect(":")
        return f"{name}: {format_value(self.value())}"

    def bracketed(self) -> Value:
        self.expect("[")
        if self.token(1) == "|->":  # the mark after a first name tells the kind of bracket
            return RecordValue(self.several(self.field, ",", "]"))
        if self.token(1) == ":":
            return Symbolic(f"[{', '.join(self.several(self.field_set, ',', ']'))}]")
        domain = self.value()
        self.expect("->")
        result = self.value()
        self.expect("]")
        return Symbolic(f"[{format_value(domain)} -> {format_value(result)}]")

    def pair(self) -> tuple[Value, Value]:
        key = self.value()
        self.expect(":>")
        return key, self.value()

    def function(self, first_key: Value) -> FunctionValue:
        # The first key is already read: reading it again would double the work at each level.
        pairs = [(first_key, self.value())]
        while self.take("@@"):
            pairs.append(self.pair())
        self.expect(")")
        return FunctionValue(tuple(pairs))

    def parenthesised(self) -> Value:
        self.expect("(")
        first = self.value()
        if self.take(":>"):
            return self.function(first)
        if self.take("\\X"):
            texts = (format_value(first), *map(format_value, self.several(self.value, "\\X", ")")))
            return Symbolic("(" + " \\X ".join(texts) + ")")
        self.expect(")")
        return first


def parse_value(text: str) -> Value:
    """Return the value that a text denotes; raises ValueSyntaxError for any other text."""
    return _Reader(text).whole()


def read_value(text: str) -> Value:
    """Return the value that a text denotes, or Unreadable with the text; never raises."""
    try:
        return parse_value(text)
    except (ValueSyntaxError, RecursionError):  # the caller's own stack may be deep
        return Unreadable(text)
