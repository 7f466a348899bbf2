"""Where a release has a symbol: its own file, a public subpath, a chunk."""

import pytest

from moltverify.releases.symbol_search import SymbolPlace, Wanted, symbol_places

CHUNK = b"""\
import { n as limit } from "./limits-Ab12Cd34.mjs";
function openDoor(by) { return by; }
const bell = "ding";
class Lock {}
export { openDoor as t, Lock };
"""


def place(dist: dict[str, bytes], symbol: str, public: str = "") -> SymbolPlace:
    places = symbol_places(dist, [Wanted("house/door.js", (symbol,), public)])
    return places[f"house/door.js#{symbol}"]


def test_a_release_with_a_file_for_the_module_needs_no_search() -> None:
    dist = {"house/door.js": b"export const other = 1;", "door-Ab12Cd34.mjs": CHUNK}
    assert place(dist, "openDoor") == SymbolPlace("house/door.js", "openDoor")


def test_a_chunk_exports_a_symbol_under_an_alias_or_its_own_name() -> None:
    dist = {"door-Ab12Cd34.mjs": CHUNK}
    assert place(dist, "openDoor") == SymbolPlace("door-Ab12Cd34.mjs", "t")
    assert place(dist, "Lock") == SymbolPlace("door-Ab12Cd34.mjs", "Lock")


def test_what_a_chunk_keeps_to_itself_is_hidden_and_what_none_defines_is_not_there() -> None:
    dist = {"door-Ab12Cd34.mjs": CHUNK}
    assert place(dist, "bell") == SymbolPlace("door-Ab12Cd34.mjs", "bell", hidden=True)
    assert place(dist, "chimney") == SymbolPlace(reason="no chunk defines chimney")


def test_of_several_chunks_the_one_that_is_named_like_the_module_is_taken() -> None:
    dist = {"attic-Ab12Cd34.mjs": CHUNK, "door-Zz12Cd34.mjs": CHUNK}
    assert place(dist, "openDoor").file == "door-Zz12Cd34.mjs"
    hidden = {"door-Zz12Cd34.mjs": b"function openDoor() {}\n", "attic-Ab12Cd34.mjs": CHUNK}
    assert place(hidden, "openDoor").file == "attic-Ab12Cd34.mjs"


def test_a_public_subpath_comes_before_the_chunks() -> None:
    again = b'import { t as openDoor } from "../door-Ab12Cd34.mjs";\nexport { openDoor };\n'
    dist = {"door-Ab12Cd34.mjs": CHUNK, "sdk/door.js": again}
    assert place(dist, "openDoor", "sdk/door") == SymbolPlace("sdk/door.js", "openDoor")
    assert place(dist, "Lock", "sdk/door").file == "door-Ab12Cd34.mjs"
    assert place(dist, "openDoor", "sdk/gone").file == "door-Ab12Cd34.mjs"


@pytest.mark.parametrize(
    "text",
    [b"// openDoor\n", b'const words = "function openDoor";\n', b"  function openDoor() {}\n"],
)
def test_a_name_that_is_only_mentioned_or_nested_is_no_definition(text: bytes) -> None:
    assert place({"door-Ab12Cd34.mjs": text}, "openDoor").reason == "no chunk defines openDoor"


def test_files_that_are_no_chunks_are_not_searched() -> None:
    dist = {"door.mjs": CHUNK, "deep/door-Ab12Cd34.mjs": CHUNK}
    assert place(dist, "openDoor").reason == "no chunk defines openDoor"


def bundle(*modules: tuple[str, str]) -> bytes:
    """Return a chunk as a bundler writes it: each source file's text in a region with its name."""
    return "".join(f"//#region {name}\n{text}\n//#endregion\n" for name, text in modules).encode()


LOCK = "const locked = true;"
DOORS = bundle(
    ("src/garden/door.ts", "function openDoor() { return locked; }"),
    ("src/house/door.ts", "const openDoor$1 = () => 1;"),
    ("src/house/lock.ts", LOCK),
)


def test_a_name_that_several_source_files_have_is_that_of_the_module() -> None:
    found = place({"all-Ab12Cd34.mjs": DOORS}, "openDoor")
    assert found == SymbolPlace("all-Ab12Cd34.mjs", "openDoor$1", hidden=True)


def test_the_module_s_own_source_file_comes_before_an_export_of_another() -> None:
    other = bundle(("src/house/gate.ts", "function openDoor() {}")) + b"\nexport { openDoor };\n"
    found = place({"all-Ab12Cd34.mjs": DOORS, "door-Ab12Cd34.mjs": other}, "openDoor")
    assert (found.file, found.hidden) == ("all-Ab12Cd34.mjs", True)


def test_a_symbol_that_went_to_another_source_file_is_found_by_its_name() -> None:
    assert place({"all-Ab12Cd34.mjs": DOORS}, "locked").alias == "locked"
    moved = bundle(("extensions/house/src/door.ts", "class Bell {}"))
    assert place({"all-Ab12Cd34.mjs": moved}, "Bell").hidden


def test_a_source_file_of_the_same_name_elsewhere_has_other_symbols() -> None:
    garden = bundle(("extensions/garden/src/door.ts", "function openDoor() {}"))
    assert place({"all-Ab12Cd34.mjs": garden}, "openDoor").reason == "no chunk defines openDoor"
    # A numbered name from another file is nobody's for sure.
    numbered = bundle(("src/house/lock.ts", "function openDoor$2() {}"))
    assert place({"all-Ab12Cd34.mjs": numbered}, "openDoor").reason == "no chunk defines openDoor"
