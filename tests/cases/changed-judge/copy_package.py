"""Copy the installed package, and the folder of its jar, to the folder that is named."""

import shutil
import sys
from pathlib import Path

import moltverify

package = Path(moltverify.__file__).parent
shutil.copytree(
    package, Path(sys.argv[1]) / "moltverify", ignore=shutil.ignore_patterns("__pycache__")
)
if (package.parent / "vendor" / "tla2tools.jar").is_file():
    shutil.copytree(package.parent / "vendor", Path(sys.argv[1]) / "vendor")
