"""The tokens of TLC's configuration files, which are those of TLA+."""

from __future__ import annotations

import re

from msgspec import Struct

# The order counts: `(*` comes before `(`, and `<-` before `<`. `2b` is a word, as in TLA+. A lone
# `?` is no token, and neither is a quote without another one in its line.
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+|\\\*[^\n]*)
      | (?P<comment>\(\*)
      | (?P<string>"(?:[^"\\\n]|\\[^\n])*")
      | (?P<number>[0-9]+(?![A-Za-z0-9_]))
      | (?P<word>[A-Za-z0-9_]+)
      | (?P<mark><-|\?\?|[][(){}!#$%&'*+,./:<=>@\\^|~-])""",
    re.VERBOSE,
)
# TLC ends a line here too, and with it a comment.
_LONE_RETURN = re.compile(r"\r(?!\n)")
_COMMENT_EDGE = re.compile(r"\(\*|\*\)")


class Token(Struct, frozen=True):
    """One token: its kind (string, number, word, mark or end), text, line and column from 1."""

    kind: str
    text: str
    line: int
    column: int

    @property
    def shown(self) -> str:
        """Return the token as an error message quotes it."""
        return "the end of the file" if self.kind == "end" else repr(self.text[:40])


class ConfigSyntaxError(ValueError):
    """A mistake in a configuration; has `line` and `column`, counted from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message = message
        self.line = line
        self.column = column

    @classmethod
    def at(cls, token: Token, message: str) -> ConfigSyntaxError:
        """Return the error that a token causes."""
        return cls(message, token.line, token.column)


def _token(kind: str, content: str, text: str, start: int) -> Token:
    line_start = text.rfind("\n", 0, start) + 1
    return Token(kind, content, text.count("\n", 0, start) + 1, start - line_start + 1)


def _comment_end(text: str, start: int) -> int:
    depth = 0  # comments of TLA+ nest
    for edge in _COMMENT_EDGE.finditer(text, start):
        depth += 1 if edge[0] == "(*" else -1
        if depth == 0:
            return edge.end()
    raise ConfigSyntaxError.at(_token("comment", "", text, start), "this comment is never closed")


def read_config_tokens(text: str) -> tuple[list[Token], Token | None]:
    """Return the tokens that TLC reads, then one of kind `end`, and the first one it does not read.

    Raises ConfigSyntaxError for a comment that is not closed.
    """
    text = _LONE_RETURN.sub("\n", text)
    tokens: list[Token] = []
    at = 0
    while found := _TOKEN.match(text, at):
        kind = str(found.lastgroup)
        if kind not in ("space", "comment"):
            tokens.append(_token(kind, found[0], text, at))
        at = _comment_end(text, at) if kind == "comment" else found.end()
    # TLC takes a character that is no token for the end of the file.
    unread = _token("unread", text[at], text, at) if at < len(text) else None
    tokens.append(_token("end", "", text, at))
    return tokens, unread
