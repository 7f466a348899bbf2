"""The command line: commands, options, exit codes. No other room imports click."""

import gc
import os
import sys

from moltverify.cli.early_start import early_launch
from moltverify.errors import ExitCode

# Objects that are made before Python looks for reference cycles. With its own number, 700, that
# takes a sixth of the processor time of a run in which nothing changed, and there are few cycles.
COLLECTED_AFTER = 50_000


def main() -> None:
    """Run the program and exit."""
    gc.set_threshold(COLLECTED_AFTER)
    try:
        with early_launch(sys.argv[1:], os.environ) as process:
            # Imported while Java starts, if it does.
            from moltverify.cli.commands import run_program  # noqa: PLC0415 - see above

            code = run_program(process)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        code = ExitCode.INTERRUPTED
    # At its exit Python looks for cycles among all objects: 35 ms, and all of them end anyway.
    gc.freeze()
    sys.exit(code)
