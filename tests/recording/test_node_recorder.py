"""The recorder for Node: the same lines as Python's, from threads and processes too."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import moltverify as mv
from moltverify.recording.event_line import DEEPEST
from moltverify.recording.node_recorder import node_recorder
from tests.recording.logs import assert_in_order, events_of, fields_of

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")

WRITERS, EACH = 3, 300


def run_node(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run a module beside a copy of the recorder; `log.jsonl` is to be its log."""
    (folder / "record.mjs").write_text(node_recorder(), encoding="utf-8")
    module = folder / "program.mjs"
    module.write_text(f'import {{ record }} from "./record.mjs";\n{code}', encoding="utf-8")
    return subprocess.run(
        ["node", module.name], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def test_events_are_the_same_lines_as_from_python(tmp_path: Path) -> None:
    answer = run_node(
        tmp_path,
        """
const log = record("log.jsonl");
log.event("ask", { sender: "älice\\u2028\\x1b", rows: [{ id: 1, free: null }], share: 0.5 });
log.event("tick");
log.close();
log.close();
""",
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    with mv.record(tmp_path / "python.jsonl") as log:
        log.event("ask", sender="älice\u2028\x1b", rows=[{"id": 1, "free": None}], share=0.5)
        log.event("tick")
    node, python = (tmp_path / name for name in ("log.jsonl", "python.jsonl"))
    assert_in_order(events_of(node))
    assert without_numbers(node) == without_numbers(python)


def without_numbers(log: Path) -> str:
    """Return a log's text without what differs from one process to another."""
    text = log.read_text(encoding="utf-8")
    return re.sub(r'"writer":"\d+-[0-9a-f]{8}"|"ns":\d+', "", text)


def test_a_log_makes_its_folders_and_starts_empty_or_goes_on(tmp_path: Path) -> None:
    code = """
for (const append of [false, true, false, true]) {
  const log = record("logs/of/tests.jsonl", { append });
  log.event("ask", { append });
  log.close();
}
"""
    assert run_node(tmp_path, code).returncode == 0
    events = events_of(tmp_path / "logs" / "of" / "tests.jsonl")
    assert [one["append"] for one in events] == [False, True]


def test_threads_and_processes_append_to_one_log(tmp_path: Path) -> None:
    code = f"""
import {{ fork }} from "node:child_process";
import {{ once }} from "node:events";
import {{ fileURLToPath }} from "node:url";
import {{ Worker, isMainThread, threadId }} from "node:worker_threads";

const append = !isMainThread || process.argv[2] === "child";
const log = record("log.jsonl", {{ append }});
if (append) {{
  for (let number = 0; number < {EACH}; number++) log.event("step", {{ number, threadId }});
}} else {{
  const here = fileURLToPath(import.meta.url);
  const others = [
    ...Array.from({{ length: {WRITERS} }}, () => new Worker(here)),
    ...Array.from({{ length: {WRITERS} }}, () => fork(here, ["child"])),
  ];
  await Promise.all(others.map((other) => once(other, "exit")));
}}
"""
    answer = run_node(tmp_path, code)
    assert (answer.returncode, answer.stderr) == (0, "")
    events = events_of(tmp_path / "log.jsonl")
    assert_in_order(events)
    assert len({one["recorded"]["writer"] for one in events}) == 2 * WRITERS
    assert len(events) == 2 * WRITERS * EACH


def test_a_killed_process_leaves_all_its_events(tmp_path: Path) -> None:
    code = """
const log = record("log.jsonl");
for (let number = 0; number < 20; number++) log.event("step", { number });
process.kill(process.pid, "SIGKILL");
"""
    assert run_node(tmp_path, code).returncode < 0
    assert [one["number"] for one in events_of(tmp_path / "log.jsonl")] == list(range(20))


REFUSED = {
    '"ask", { a: undefined }': "a is of type undefined, which JSON cannot hold",
    '"ask", { a: NaN }': "a is the number NaN",
    '"ask", { a: -Infinity }': "a is the number -Infinity",
    '"ask", { a: 1n }': "a is of type bigint",
    '"ask", { a: new Date() }': "a is of class Date",
    '"ask", { a: new Map() }': "a is of class Map",
    '"ask", { a: Symbol("b") }': "a is of type symbol",
    '"ask", { a: [0, , 2] }': "a[1] is of type undefined",
    '"ask", { a: { b: [{ c: () => 1 }] } }': "a.b[0].c is of type function",
    '"ask", { a: { toJSON: 1 } }': "a is of class Object",
    '"ask", { a: "\\ud800" }': "a has half of a surrogate pair",
    '"ask", { a: "x\\udfff" }': "a has half of a surrogate pair",
    '"ask", { a: endless }': f"is nested more than {DEEPEST} levels deep",
    '"ask", { event: 1 }': "the recorder writes 'event' itself; give the field another name",
    '"ask", { recorded: 1 }': "the recorder writes 'recorded' itself",
    '"ask", [1]': "the fields are a plain object, not of class Array",
    '"ask", null': "the fields are a plain object, not null",
    '"ask", 3': "the fields are a plain object, not of type number",
    '""': "the kind of an event is a string, not ''",
    "{ a: 1 }": "the kind of an event is a string, not '[object Object]'",
}


def test_what_json_cannot_hold_is_refused_by_its_path_and_leaves_no_trace(tmp_path: Path) -> None:
    tries = "".join(f"attempt(() => log.event({call}));\n" for call in REFUSED)
    code = f"""
const log = record("log.jsonl");
const endless = [];
endless.push(endless);
const said = [];
function attempt(call) {{
  try {{
    call();
    said.push("accepted");
  }} catch (error) {{
    said.push(`${{error.name}}: ${{error.message}}`);
  }}
}}
{tries}
log.event("ask", {{ emoji: "😀", bare: Object.create(null) }});
log.close();
attempt(() => log.event("late"));
console.log(JSON.stringify(said));
"""
    answer = run_node(tmp_path, code)
    *said, late = json.loads(answer.stdout)
    for message, expected in zip(said, REFUSED.values(), strict=True):
        assert message.startswith("TypeError: ")
        assert expected in message
    assert re.search(r"event 'late': the log .*/log\.jsonl is closed", late)
    events = events_of(tmp_path / "log.jsonl")
    assert_in_order(events)
    assert fields_of(events) == [{"event": "ask", "emoji": "😀", "bare": {}}]


def test_an_error_names_the_line_of_the_caller(tmp_path: Path) -> None:
    answer = run_node(tmp_path, 'const log = record("log.jsonl");\nlog.event("ask", { a: 1n });\n')
    assert answer.returncode == 1
    assert re.search(r"at file://.*/program\.mjs:3:5", answer.stderr)
