"""npm as a child process: it fetches and installs, and runs nothing that a package brings."""

import json
import shutil
from pathlib import Path

import pytest

from moltverify.conformance.npm import npm

pytestmark = pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")


def test_no_script_of_a_package_is_run(tmp_path: Path) -> None:
    hooks = ("preinstall", "install", "postinstall", "prepare", "prepack", "postpack")
    scripts = {hook: f"echo ran > {tmp_path}/{hook}" for hook in hooks}
    package, user = tmp_path / "package", tmp_path / "user"
    package.mkdir()
    user.mkdir()
    about = {"name": "door", "version": "1.0.0", "scripts": scripts}
    (package / "package.json").write_text(json.dumps(about))
    npm(["pack", str(package), "--json", "--pack-destination", str(user)], tmp_path)
    archive = "file:door-1.0.0.tgz"
    wants = {"name": "user", "version": "1.0.0", "dependencies": {"door": archive}}
    (user / "package.json").write_text(json.dumps({**wants, "scripts": scripts}))
    npm(["install", "--json", "--offline", "--no-audit", "--no-fund"], user)
    assert (user / "node_modules" / "door" / "package.json").is_file()
    assert not [hook for hook in hooks if (tmp_path / hook).exists()]
