"""Change the copied package so that no verdict is `as expected`."""

import sys
from pathlib import Path

file = Path(sys.argv[1]) / "moltverify" / "suite" / "verdict.py"
if not file.is_file() or "def judge(" not in file.read_text(encoding="utf-8"):
    print("verdicts are made elsewhere now; change break_judge.py")
    sys.exit(77)
with file.open("a", encoding="utf-8") as code:
    code.write('''

def judge(*given: object, **named: object) -> Judgement:
    """Return the worst verdict, whatever TLC did."""
    return Judgement(Verdict.BROKEN, "the judge was changed")
''')
