"""The types in the comments of the Node recorder, as TypeScript reads them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from moltverify.recording.node_recorder import node_recorder

pytestmark = [
    pytest.mark.index,
    pytest.mark.nightly,
    pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm"),
]

EXAMPLE = Path(__file__).parents[2] / "examples" / "seats"
FILES = ("record.mjs", "use.mjs", "seats.mjs", "seats.test.mjs")
PACKAGES = ("typescript@5.9.3", "@types/node@20")
CHECK = (
    *("--noEmit", "--strict", "--allowJs", "--checkJs", "--target", "es2022"),
    *("--module", "nodenext", "--types", "node"),
)
# A line that TypeScript must refuse stands after each @ts-expect-error; an unused one is an error.
USE = """\
import { record } from "./record.mjs";
const log = record("log.jsonl", { append: true });
log.event("ask", { guest: "ann", tags: ["a", { b: null }], share: 0.5, free: true });
log.event("tick");
// @ts-expect-error
log.event("ask", { when: new Date() });
// @ts-expect-error
log.event("ask", { guest: undefined });
// @ts-expect-error
log.event("ask", { count: 1n });
// @ts-expect-error
log.event({ guest: "ann" });
"""


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with TypeScript, the recorder and the example that uses it."""
    folder = tmp_path_factory.mktemp("typed")
    install = ["npm", "install", "--silent", "--ignore-scripts", "--prefix", str(folder)]
    if subprocess.run([*install, *PACKAGES], check=False, capture_output=True).returncode:
        pytest.skip("the index of Node's packages cannot be reached")
    (folder / "record.mjs").write_text(node_recorder(), encoding="utf-8")
    (folder / "use.mjs").write_text(USE, encoding="utf-8")
    for file in EXAMPLE.glob("seats*.mjs"):
        shutil.copy(file, folder)
    return folder


def test_typescript_finds_nothing_wrong(typed: Path) -> None:
    command = ["node", "node_modules/typescript/bin/tsc", *CHECK, *FILES]
    answer = subprocess.run(command, cwd=typed, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (0, "")
