"""Names that a config may use although no file of the model defines them."""

import zipfile
from pathlib import PurePath

from moltverify.running.toolchain import Toolchain
from moltverify.tla.dependencies import STANDARD
from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.standard_names import KNOWN_BY_NAME, STANDARD_OPERATORS


def test_the_table_has_the_words_that_the_modules_of_the_jar_define(toolchain: Toolchain) -> None:
    with zipfile.ZipFile(toolchain.jar.path) as jar:
        names = [name for name in jar.namelist() if PurePath(name).match("StandardModules/*.tla")]
        files = [parse_module_text(jar.read(name).decode("ascii")) for name in names]
    words = {
        file.name: frozenset(
            one.name for one in file.definitions if one.name.replace("_", "").isalnum()
        )
        for file in files
    }
    assert words == STANDARD_OPERATORS


def test_the_modules_of_the_table_are_standard_ones() -> None:
    assert STANDARD_OPERATORS.keys() <= STANDARD
    assert {"Nat", "BOOLEAN", "Seq"} <= KNOWN_BY_NAME
