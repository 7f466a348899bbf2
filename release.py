"""`make release`: check that this commit may be released, build it, try the wheel. Uploads nothing.

The workflow `release.yml` runs this on a tag and publishes what lies in dist/ afterwards.
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from moltverify import __version__

ROOT = Path(__file__).parent
# A claim with a race: TLC must find a counterexample of nine states.
CLAIM, PROOF = "pairing-race:unlocked", "1 claim, 1 model: 1 as expected"


class NotReleasableError(Exception):
    """Something must be changed before this commit can be released."""


def main() -> None:
    """Check, build and try; ends with exit code 1 and the reasons if the commit is not ready."""
    try:
        if found := [*obstacles(ROOT, __version__)]:
            raise NotReleasableError("\n".join(found))
        wheel = build(ROOT, ROOT / "dist")
        with tempfile.TemporaryDirectory(prefix="moltverify-release-") as name:
            try_wheel(wheel, Path(name))
    except NotReleasableError as error:
        sys.exit(f"not released:\n{error}")
    print(f"ready: {', '.join(sorted(file.name for file in wheel.parent.iterdir()))}")


def obstacles(root: Path, version: str) -> Iterator[str]:
    """Yield what keeps a checkout from being released as this version, one sentence each."""
    if changed := git(root, "status", "--porcelain"):
        yield f"the working tree has changes; commit them first:\n{changed}"
    tags = git(root, "tag", "--points-at", "HEAD").split()
    if f"v{version}" not in tags:
        have = f"has only {', '.join(tags)}" if tags else "has no tag"
        yield f"moltverify/__init__.py says {version}, but HEAD {have}: git tag v{version}"
    if version not in released_versions((root / "CHANGELOG.md").read_text(encoding="utf-8")):
        yield f"CHANGELOG.md has no section for it: write '## {version} (YYYY-MM-DD)'"


def released_versions(changelog: str) -> list[str]:
    """Return the versions that have a dated section in a changelog, newest first."""
    return re.findall(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", changelog, flags=re.MULTILINE)


def git(root: Path, *arguments: str) -> str:
    """Return what git prints; raises NotReleasableError if the folder is no repository."""
    answer = subprocess.run(
        ["git", *arguments],  # noqa: S607 - whichever git the person uses
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise NotReleasableError(f"git {' '.join(arguments)}: {answer.stderr.strip()}")
    return answer.stdout.rstrip()


def build(root: Path, dist: Path) -> Path:
    """Build the sdist, and the wheel from the sdist alone, into a folder; return the wheel.

    The folder must be empty, so that nothing older is published with them.
    """
    dist.mkdir(exist_ok=True)
    if any(dist.iterdir()):
        raise NotReleasableError(f"{dist} is not empty; remove what is in it")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(dist), cwd=root)
    [sdist] = dist.glob("*.tar.gz")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(dist), str(sdist))
    [wheel] = dist.glob("*.whl")
    return wheel


def try_wheel(wheel: Path, folder: Path) -> None:
    """Install a wheel alone into folder/venv, and check a real claim with it in folder/empty."""
    scripts, empty = folder / "venv" / "bin", folder / "empty"
    venv.create(folder / "venv", with_pip=True)
    empty.mkdir()
    run(str(scripts / "python"), "-m", "pip", "install", "-q", str(wheel))
    command = (str(scripts / "moltverify"), "run", CLAIM, "--registry", "bundled")
    printed = run(*command, cwd=empty, home=folder)
    if PROOF not in printed:
        raise NotReleasableError(f"the installed wheel does not print '{PROOF}':\n{printed}")


def run(*command: str, cwd: Path | None = None, home: Path | None = None) -> str:
    """Return what a command prints on both streams; raises NotReleasableError if it fails.

    With another home the command sees neither the settings nor the caches of the person.
    """
    mine = ("MOLTVERIFY", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
    answer = subprocess.run(
        command,
        cwd=cwd,
        env={**kept, "HOME": str(home)} if home else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise NotReleasableError(f"{' '.join(command)}:\n{answer.stdout}")
    return answer.stdout


if __name__ == "__main__":
    main()
