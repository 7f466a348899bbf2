"""The files that a module of a release loads, and the packages that they import."""

from moltverify.releases.import_closure import import_closure, imports_of, package_name

DIST = {
    "door.js": (
        b'import { a } from "./hinge.js";\nimport "../paint/red.js";\nimport x from "chalk";\n'
    ),
    "hinge.js": b'export { b } from "./deep/pin.mjs";\nexport * from "@house/oil/thin";\n',
    "deep/pin.mjs": b'import fs from "node:fs";\nconst late = () => import("./late.js");\n',
    "deep/late.js": b'import "never";\n',
    "paint/red.js": b"",
}


def test_static_imports_are_followed_from_file_to_file() -> None:
    found = import_closure(DIST, ["door.js"])
    assert found.files == ("deep/pin.mjs", "door.js", "hinge.js")
    assert found.packages == ("@house/oil", "chalk")


def test_what_is_imported_at_a_call_and_what_is_not_there_is_left_out() -> None:
    assert import_closure(DIST, ["deep/pin.mjs", "gone.js"]).files == ("deep/pin.mjs",)


def test_imports_of_several_lines_and_of_one_line_are_seen() -> None:
    text = b'import {\n  a,\n  b\n} from "./one.js";import"./two.js";\n'
    text += b"import c, { d } from 'three';\n"
    assert imports_of(text) == ["./one.js", "./two.js", "three"]


def test_an_import_in_a_text_or_behind_a_word_is_none() -> None:
    assert imports_of(b'const text = "import x from y";\nreimport "./z.js";\n') == []


def test_a_package_is_named_without_what_is_imported_of_it() -> None:
    assert [package_name(one) for one in ("a", "a/b", "@a/b", "@a/b/c")] == [
        "a",
        "a",
        "@a/b",
        "@a/b",
    ]


def test_files_that_import_each_other_are_followed_once() -> None:
    dist = {"a.js": b'import "./b.js";\n', "b.js": b'export * from "./a.js";\n'}
    assert import_closure(dist, ["a.js"]).files == ("a.js", "b.js")
    assert import_closure(dist, []).files == ()


def test_a_relative_import_may_lead_up_and_to_no_file() -> None:
    dist = {"deep/er/a.js": b'import "../../b.js";\nimport "../gone.js";\n', "b.js": b""}
    assert import_closure(dist, ["deep/er/a.js"]).files == ("b.js", "deep/er/a.js")


def test_what_is_no_package_is_not_listed_as_one() -> None:
    names = ("node:fs", "data:text/javascript,1", "file:///a.js", "/a.js", "paint", "@a/b/c")
    text = "".join(f'import "{name}";\n' for name in names).encode()
    assert import_closure({"a.js": text}, ["a.js"]).packages == ("@a/b", "paint")
