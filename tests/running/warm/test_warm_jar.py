"""The rewritten jar: workers load what was made of the jar that is named, or it is made again."""

import random
import shutil
import zipfile
from pathlib import Path

import pytest

from moltverify.file_access import sha256
from moltverify.running.toolchain import Jar, Toolchain
from moltverify.running.warm.warm_jar import REWRITING, WarmJarInputs, rewrite_jars, warm_jar
from moltverify.store.code_digest import code_digest
from moltverify.store.sealed_file import SealedFile
from tests.conftest import Run
from tests.running.library_jars import write_jar
from tests.store.damage import Damage, cut_short, flip_a_bit, link_to_a_copy, remove


@pytest.fixture
def own_cache(tmp_path: Path, toolchain: Toolchain, session_cache: Path) -> dict[str, str]:
    """An environment whose cache has the jar that this session has made."""
    assert warm_jar(toolchain.jar)
    shutil.copytree(session_cache / "tools", tmp_path / "cache" / "tools")
    return {"MOLTVERIFY_CACHE": str(tmp_path / "cache")}


def made(toolchain: Toolchain, own_cache: dict[str, str]) -> Path:
    jar = warm_jar(toolchain.jar, environment=own_cache)
    assert jar is not None
    return jar


def repackaged(original: Path, other: Path) -> Path:
    """Write a jar with the same classes and one more entry."""
    shutil.copyfile(original, other)
    with zipfile.ZipFile(other, "a") as jar:
        jar.writestr("more.txt", "another jar")
    return other


def test_the_jar_is_made_once(toolchain: Toolchain, own_cache: dict[str, str]) -> None:
    jar = made(toolchain, own_cache)
    before = jar.stat()
    assert made(toolchain, own_cache) == jar
    assert (jar.stat().st_ino, jar.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_its_name_says_of_which_jar_it_was_made(
    toolchain: Toolchain, own_cache: dict[str, str]
) -> None:
    assert made(toolchain, own_cache).name.startswith(f"warm-{toolchain.jar.digest[:16]}-")


def test_the_same_bytes_come_of_the_same_jar(
    toolchain: Toolchain, own_cache: dict[str, str], tmp_path: Path
) -> None:
    rewrite_jars([toolchain.jar.path], tmp_path / "again.jar")
    assert sha256(tmp_path / "again.jar") == sha256(made(toolchain, own_cache))


def test_another_jar_in_its_place_is_not_loaded(
    toolchain: Toolchain, own_cache: dict[str, str], tmp_path: Path
) -> None:
    jar = made(toolchain, own_cache)
    whole = sha256(jar)
    rewrite_jars([repackaged(toolchain.jar.path, tmp_path / "other.jar")], jar)
    assert sha256(jar) != whole
    assert made(toolchain, own_cache) == jar
    assert sha256(jar) == whole


def test_another_jar_with_its_own_seal_is_not_loaded(
    toolchain: Toolchain, own_cache: dict[str, str]
) -> None:
    jar = made(toolchain, own_cache)
    whole = sha256(jar)
    seal = jar.with_name(f"{jar.name}.seal")
    jar.write_bytes(b"another jar")
    seal.write_text(
        seal.read_text().replace(whole, sha256(jar)).replace('"inputs":"', '"inputs":"0')
    )
    assert sha256(made(toolchain, own_cache)) == whole


@pytest.mark.parametrize(
    "damage", [flip_a_bit, cut_short, link_to_a_copy, remove], ids=lambda way: way.__name__
)
def test_a_damaged_jar_is_made_again(
    toolchain: Toolchain, own_cache: dict[str, str], damage: Damage
) -> None:
    jar = made(toolchain, own_cache)
    whole = sha256(jar)
    damage(jar, random.Random(5))
    assert sha256(made(toolchain, own_cache)) == whole


def test_where_it_cannot_be_made_there_is_none(toolchain: Toolchain, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert (
        warm_jar(toolchain.jar, environment={"MOLTVERIFY_CACHE": str(tmp_path / "cache")}) is None
    )


def test_library_jars_become_part_of_it(
    toolchain: Toolchain, own_cache: dict[str, str], tmp_path: Path
) -> None:
    library = write_jar(tmp_path / "lib.jar", {"Lib": "text", "tlc2/tool/Own": "more"})
    alone, with_library = (
        warm_jar(toolchain.jar, libraries, own_cache) for libraries in ((), (library,))
    )
    assert alone is not None
    assert with_library is not None
    assert alone != with_library
    with zipfile.ZipFile(alone) as old, zipfile.ZipFile(with_library) as new:
        assert set(new.namelist()) - set(old.namelist()) == {"Lib.tla", "tlc2/tool/Own.tla"}


def test_a_library_replaces_no_class_of_tlc(toolchain: Toolchain, tmp_path: Path) -> None:
    library = tmp_path / "lib.jar"
    with zipfile.ZipFile(library, "w") as jar:
        jar.writestr("tlc2/TLC.class", b"another class")
        jar.writestr("META-INF/LIB.SF", b"a signature")
    rewrite_jars([toolchain.jar.path, library], tmp_path / "made.jar")
    rewrite_jars([toolchain.jar.path], tmp_path / "alone.jar")
    assert sha256(tmp_path / "made.jar") == sha256(tmp_path / "alone.jar")


def test_a_jar_that_cannot_be_rewritten_leaves_nothing(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.jar"
    with zipfile.ZipFile(torn, "w") as jar:
        jar.writestr("tlc2/Torn.class", b"\xca\xfe\xba\xbe\x00\x00\x004\x00\x05\x63")
    with pytest.raises(KeyError):
        warm_jar(
            Jar(torn, toolchain.jar.digest),
            environment={"MOLTVERIFY_CACHE": str(tmp_path / "cache")},
        )
    assert list((tmp_path / "cache" / "tools").iterdir()) == []


@pytest.mark.tlc
def test_another_tlc_in_a_sealed_jar_breaks_the_run(
    toolchain: Toolchain, tmp_path: Path, moltverify: Run, environment: dict[str, str]
) -> None:
    """Whoever can write to the cache can write a seal too; TLC's own banner still tells."""
    inputs = WarmJarInputs(toolchain.jar.digest, code_digest(*REWRITING))
    folder = Path(environment["MOLTVERIFY_CACHE"]) / "tools"
    jar = SealedFile(folder, "warm", toolchain.jar.digest, ".jar", inputs)
    jar.make(lambda file: rewrite_jars([newer(toolchain.jar.path, tmp_path / "newer.jar")], file))
    assert warm_jar(toolchain.jar, environment=environment) == jar.path
    engine = ("--engine", "warm", "--no-cache")
    answer = moltverify("run", "door", "--green", *engine, env=environment)
    assert answer.returncode == 3
    assert "BROKEN" in answer.stdout
    assert "TLC2 Version 2.15 of" in answer.stdout
    assert "TLC2 Version 9.15 of" in answer.stdout


def newer(original: Path, other: Path) -> Path:
    """Write a jar whose TLC says another version."""
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Version 2.15 of", b"Version 9.15 of"))
    return other
