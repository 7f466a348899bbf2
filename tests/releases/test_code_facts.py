"""Whether two releases have the same code for a symbol."""

from pathlib import Path

import msgspec
import pytest

from moltverify.releases.code_facts import FACTS, code_digest_of, file_facts, read_facts

DOOR = """\
import { %(alias)s as limit, b as other } from "./limits-%(hash)s.mjs";
import { red } from "paint";
function openDoor() { return limit + "%(name)s"; }
export { openDoor as %(alias)s };
//# sourceMappingURL=%(hash)s.map
"""


def digest(folder: Path, hash_: str = "Ab12Cd34", *, asked: str = "1.0", **given: str) -> str:
    """Return the digest of a release of a door, whose chunks are called and written so."""
    words = {"hash": hash_, "alias": "n", "name": "house", **given}
    limit = given.get("limit", "3")
    dist = {
        f"door-{hash_}.mjs": (DOOR % words).encode(),
        f"limits-{hash_}.mjs": f"const limit = {limit};\nexport {{ limit as n }};\n".encode(),
        "unrelated.mjs": given.get("unrelated", "").encode(),
    }
    folder.mkdir(exist_ok=True)
    facts = file_facts(dist, dist, words["name"])
    (folder / FACTS).write_bytes(msgspec.json.encode(facts))
    read_facts.cache_clear()
    return code_digest_of(
        folder, [f"door-{hash_}.mjs"], {"paint": asked, "glue": given.get("glue", "1")}
    )


@pytest.fixture
def plain(tmp_path: Path) -> str:
    return digest(tmp_path / "plain")


def test_hashes_short_names_and_the_product_make_no_other_code(tmp_path: Path, plain: str) -> None:
    assert digest(tmp_path / "a", "Zz99Yy88") == plain
    assert digest(tmp_path / "b", alias="q") == plain
    assert digest(tmp_path / "c", name="villa") == plain


def test_another_text_in_a_file_that_is_loaded_is_other_code(tmp_path: Path, plain: str) -> None:
    assert digest(tmp_path / "a", limit="4") != plain
    assert digest(tmp_path / "b", unrelated="const x = 1;") == plain


def test_another_version_of_an_imported_package_is_other_code(tmp_path: Path, plain: str) -> None:
    assert digest(tmp_path / "a", asked="2.0") != plain
    assert digest(tmp_path / "b", glue="2") == plain
