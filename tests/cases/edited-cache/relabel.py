"""Put the sound model's kept verdict under the broken model's key, with a head that fits."""

import hashlib
import json
import os
import sys
from pathlib import Path

entries = {}
for file in Path(os.environ["MOLTVERIFY_CACHE"], "verdicts").glob("*.json"):
    head, record = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    if record["id"] == "small":
        entries[record["verdict"]] = (file, head, record)
if set(entries) != {"as expected", "unexpected"}:
    print("kept verdicts look different from what this case can edit")
    sys.exit(77)
target, head, broken = entries["unexpected"]
_, _, sound = entries["as expected"]
content = json.dumps(sound | {"inputs": broken["inputs"]}, separators=(",", ":"))
# The tool's own order of keys and form: only the label lies, and the seal is right.
head["sha256"] = hashlib.sha256(content.encode()).hexdigest()
target.write_text(json.dumps(head, separators=(",", ":")) + "\n" + content, encoding="utf-8")
