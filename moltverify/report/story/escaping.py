"""Make text from modules, phrases and values harmless before it is shown anywhere."""

import re
import unicodedata

# C0 and C1 controls except newline, which move a terminal's cursor or change its colours; the
# marks and overrides of Unicode that change the order in which text is displayed.
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def inert(text: str) -> str:
    """Return the text with control characters made visible; newlines stay."""
    return UNSAFE.sub(visible, text)


def inert_line(text: str) -> str:
    """Return the text as one line, with control characters and line breaks made visible."""
    if text.isascii() and text.isprintable():
        return text  # most texts; a page has many thousand values
    return (
        # Unicode's separators of lines and paragraphs break a line too.
        inert(text).replace("\n", "\\n").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )


def visible(found: re.Match[str]) -> str:
    """Return an escape that shows one character."""
    code = ord(found[0])
    return {9: "\\t", 10: "\\n", 13: "\\r"}.get(
        code, f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    )


def display_width(text: str) -> int:
    """Return how many terminal columns a line takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)  # most texts; a run asks for each word of each line
    beyond = BEYOND_ASCII.findall(text)
    widths = (0 if unicodedata.combining(one) else columns(one) for one in beyond)
    return len(text) - len(beyond) + sum(widths)


def columns(character: str) -> int:
    """Return how many columns a character takes that is not a combining mark."""
    # Ambiguous characters (A) are narrow, as UAX 11 recommends where the context is unknown.
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
