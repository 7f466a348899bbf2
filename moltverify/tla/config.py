"""TLC's configuration files: what is to be checked, with the line of each thing.

The language is that of tlc2.tool.impl.ModelConfig (TLC 2.15, d5b5a7f) and the keywords that later
versions added. Its lexer is TLA+'s: TLC silently ignores everything from the first character that
is no TLA+ token (`;`, NUL, a form feed). This reader stops there too, and reports it.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from moltverify.tla.config_keywords import (
    CONSTANT_KEYWORDS,
    KEYWORDS,
    NAME_KEYWORDS,
    NAMES_KEYWORDS,
    NEWER_KEYWORDS,
)
from moltverify.tla.config_tokens import ConfigSyntaxError, Token, read_config_tokens
from moltverify.tla.value_reader import MAX_DEPTH, MAX_DIGITS
from moltverify.tla.value_types import ModelValue, SetValue, Value

__all__ = ["Assignment", "Config", "ConfigSyntaxError", "Named", "Override", "read_config"]


class Named(Struct, frozen=True):
    """A name in a configuration and the line it stands in, counted from 1."""

    name: str
    line: int


class Assignment(Struct, frozen=True):
    """`name = value`, `name(arguments) = value`, or `name = [module]value` inside a module."""

    name: str
    value: Value
    line: int
    arguments: tuple[Value, ...] = ()
    module: str | None = None


class Override(Struct, frozen=True):
    """`name <- replacement`, or `name <- [module]replacement` for a name inside a module."""

    name: str
    replacement: str
    line: int
    module: str | None = None


class Config(Struct, frozen=True):
    """The content of a configuration file; `ignored` is the place where TLC stops reading early.

    `repeated` are names with a second value or replacement; TLC takes the last of the file.

    `overrides` have the names of what they replace as keys; where a file replaces one name in
    several modules, the keys of the later ones are of the form `[module]name`.
    """

    specification: Named | None = None
    init: Named | None = None
    next: Named | None = None
    view: Named | None = None
    symmetry: Named | None = None
    type: Named | None = None
    type_constraint: Named | None = None
    alias: Named | None = None
    postcondition: Named | None = None
    check_deadlock: Named | None = None
    invariants: tuple[Named, ...] = ()
    properties: tuple[Named, ...] = ()
    constraints: tuple[Named, ...] = ()
    action_constraints: tuple[Named, ...] = ()
    constants: tuple[Assignment, ...] = ()
    overrides: dict[str, Override] = {}  # msgspec makes a new dict for each record
    newer_keywords: tuple[Named, ...] = ()
    ignored: Named | None = None
    repeated: tuple[Named, ...] = ()


class _Reader:
    """Reads the tokens of one file; TLC's grammar needs one token of look-ahead."""

    def __init__(self, text: str) -> None:
        self.tokens, self.ignored = read_config_tokens(text)
        self.at = 0
        self.single: dict[str, Named] = {}
        self.several: dict[str, list[Named]] = {name: [] for name in NAMES_KEYWORDS.values()}
        self.constants: list[Assignment] = []
        self.overrides: dict[str, Override] = {}
        self.newer: list[Named] = []
        self.repeated: list[Named] = []
        self.given: set[tuple[str | None, str, tuple[Value, ...]]] = set()

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def error(self, wanted: str) -> ConfigSyntaxError:
        return ConfigSyntaxError.at(self.token, f"expected {wanted}, found {self.token.shown}")

    def take(self, mark: str) -> bool:
        if self.token.kind != "mark" or self.token.text != mark:
            return False
        self.at += 1
        return True

    def expect(self, mark: str) -> None:
        if not self.take(mark):
            raise self.error(f"{mark!r}")

    def name(self, wanted: str) -> Named:
        token = self.token
        # Names are not separated by marks, so only a keyword ends a list of them.
        if token.kind != "word" or token.text in KEYWORDS:
            raise self.error(wanted)
        self.at += 1
        return Named(token.text, token.line)

    def at_section_end(self) -> bool:
        # The text of a string has its quotes, so it is no keyword.
        return self.token.kind == "end" or self.token.text in KEYWORDS

    def whole(self) -> Config:
        while self.token.kind != "end":
            self.section()
        single, several = self.single.get, self.several
        return Config(
            specification=single("specification"),
            init=single("init"),
            next=single("next"),
            view=single("view"),
            symmetry=single("symmetry"),
            type=single("type"),
            type_constraint=single("type_constraint"),
            alias=single("alias"),
            postcondition=single("postcondition"),
            check_deadlock=single("check_deadlock"),
            invariants=tuple(several["invariants"]),
            properties=tuple(several["properties"]),
            constraints=tuple(several["constraints"]),
            action_constraints=tuple(several["action_constraints"]),
            constants=tuple(self.constants),
            overrides=self.overrides,
            newer_keywords=tuple(self.newer),
            ignored=Named(self.ignored.text, self.ignored.line) if self.ignored else None,
            repeated=tuple(self.repeated),
        )

    def section(self) -> None:
        keyword = self.token
        if keyword.kind != "word" or keyword.text not in KEYWORDS:
            raise self.error("a keyword such as SPECIFICATION or INVARIANT")
        self.at += 1
        if keyword.text in NEWER_KEYWORDS:
            self.newer.append(Named(keyword.text, keyword.line))
        if keyword.text in NAME_KEYWORDS:
            self.one(keyword, NAME_KEYWORDS[keyword.text])
            return
        while not self.at_section_end():
            if keyword.text in CONSTANT_KEYWORDS:
                self.constant()
            else:
                name = self.name(f"a name for {keyword.text}")
                self.several[NAMES_KEYWORDS[keyword.text]].append(name)

    def one(self, keyword: Token, target: str) -> None:
        if target in self.single:  # TLC refuses it too (EC.CFG_TWICE_KEYWORD)
            raise ConfigSyntaxError.at(keyword, f"the keyword {keyword.text} appears twice")
        wanted = "TRUE or FALSE" if target == "check_deadlock" else f"a name for {keyword.text}"
        self.single[target] = self.name(wanted)

    def constant(self) -> None:
        name = self.name("a constant's name")
        if self.take("<-"):
            self.override(name)
            return
        arguments = self.values(")") if self.take("(") else ()
        if not self.take("="):
            raise self.error("'=' or '<-'")
        module = self.module()
        one = Assignment(name.name, self.value(), name.line, arguments, module)
        self.constants.append(one)
        self.note(name, module, arguments)

    def note(self, name: Named, module: str | None, arguments: tuple[Value, ...] = ()) -> None:
        key = (module, name.name, arguments)
        if key in self.given:
            self.repeated.append(name)
        self.given.add(key)

    def module(self) -> str | None:
        if not self.take("["):
            return None
        name = self.name("a module's name").name
        self.expect("]")
        return name

    def override(self, name: Named) -> None:
        module = self.module()
        replacement = self.name("the replacement's name").name
        known = self.overrides.get(name.name)
        # TLC keeps a table for each module, so a name may be replaced in several of them.
        key = (
            name.name if known is None or known.module == module else f"[{module or ''}]{name.name}"
        )
        self.note(name, module)
        self.overrides[key] = Override(name.name, replacement, name.line, module)

    def values(self, closing: str, depth: int = 0) -> tuple[Value, ...]:
        found = [self.value(depth)]
        while self.take(","):
            found.append(self.value(depth))
        self.expect(closing)
        return tuple(found)

    def value(self, depth: int = 0) -> Value:
        token = self.token
        if depth > MAX_DEPTH:  # Python's stack has a limit
            raise self.error("a value less deeply nested")
        if self.take("{"):
            return SetValue(()) if self.take("}") else SetValue(self.values("}", depth + 1))
        if token.kind == "string":
            self.at += 1
            # A config has no escapes: TLC keeps the backslashes of a string.
            return token.text[1:-1]
        if token.kind == "number" and len(token.text) <= MAX_DIGITS:
            self.at += 1
            return int(token.text)
        if token.text == "-":
            raise self.error("a value; TLC reads no negative numbers here")
        # A number of too many digits is refused here: its kind is not `word`.
        name = self.name("a value").name
        return name == "TRUE" if name in ("TRUE", "FALSE") else ModelValue(name)


def read_config(text: str) -> Config:
    """Return what a configuration file says; raises ConfigSyntaxError with line and column."""
    return _Reader(text).whole()


def without_newer_keywords(config: Config) -> Config:
    """Return a config without the settings of NEWER_KEYWORDS, which TLC 2.15 refuses."""
    return replace(config, alias=None, postcondition=None, check_deadlock=None)
