"""Record the run again."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.report.sample import RECORDED, run_again

if __name__ == "__main__":
    with TemporaryDirectory() as store:
        RECORDED.write_bytes(run_again(Path(store)))
