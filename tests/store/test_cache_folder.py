"""Where caches are: what the user names, or the platform's folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moltverify.store.cache_folder import NOWHERE, cache_folder, tools_folder
from moltverify.store.keyed import KeyedStore
from tests.store.users import without_privileges

ASK = "from platformdirs import user_cache_path; print(user_cache_path('moltverify', False))"
LOOK = (
    "import os; from moltverify.store.cache_folder import cache_folder;"
    "print(cache_folder(os.environ))"
)


def platform_folder(code: str = LOOK, **environment: str) -> Path:
    """Return the folder that a process with this environment uses, or is told by other code."""
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(answer.stdout.strip())


def test_the_variable_names_the_folder() -> None:
    assert cache_folder({"MOLTVERIFY_CACHE": "/here"}) == Path("/here")
    assert tools_folder({"MOLTVERIFY_CACHE": "/here"}) == Path("/here/tools")


def test_a_relative_name_is_meant_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # TLC starts in a folder of its own.
    assert cache_folder({"MOLTVERIFY_CACHE": "here"}) == tmp_path / "here"


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms have other folders")
def test_the_platform_s_folder_is_the_user_s_own() -> None:
    assert platform_folder(HOME="/home/me") == Path("/home/me/.cache/moltverify")
    assert platform_folder(HOME="/home/me", XDG_CACHE_HOME="/fast") == Path("/fast/moltverify")
    assert platform_folder(HOME="/home/me", MOLTVERIFY_CACHE="") == platform_folder(HOME="/home/me")


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": "/home/me"},
        {"HOME": "/home/me", "XDG_CACHE_HOME": "/fast"},
        {"HOME": "/home/me", "XDG_CACHE_HOME": ""},
        {"HOME": "/home/me", "XDG_CACHE_HOME": "relative"},
        {"HOME": "/"},
        {"XDG_CACHE_HOME": "/fast"},
        {},
    ],
    ids=str,
)
def test_it_is_the_folder_that_platformdirs_names(environment: dict[str, str]) -> None:
    assert platform_folder(**environment) == platform_folder(ASK, **environment)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become a user who is not registered")
def test_a_user_without_a_home_has_a_cache_that_cannot_be_made() -> None:
    cache_folder({})  # whatever it imports, that user may not read

    def look() -> None:
        del os.environ["HOME"]
        os.environ.pop("XDG_CACHE_HOME", None)
        assert cache_folder({}) == NOWHERE

    assert without_privileges(look, user=54321) == 0


def test_where_nothing_can_be_made_nothing_is_lost() -> None:
    store = KeyedStore(NOWHERE, "doors")
    store.put("1" * 64, "door")
    assert store.get("1" * 64, str) is None
