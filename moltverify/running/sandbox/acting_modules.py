"""Modules of a jar whose Java code reaches files, programs, variables or the network.

Found by what their classes name. TLC loads such a class in place of the operators of a module, so
that a model can do what the class does.
"""

import re
import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from moltverify.running.jar_content import TLC_CLASS
from moltverify.tla.dependencies import STANDARD
from moltverify.tla.jar_modules import jar_texts

# Texts of a class file's constants: classes, and a method of java.lang.System.
REACHING = re.compile(
    rb"java/io/(?:File|RandomAccess)|java/nio/(?:file|channels)/|java/net/|java/lang/Process"
    rb"|java/lang/Runtime\b(?!Exception)|\x00\x06getenv"
)
# Json came to the standard modules with TLC 2.20, and reads and writes files.
HARMLESS = STANDARD - {"Json"}


@lru_cache(maxsize=8)
def acting_modules(jar: Path) -> tuple[str, ...]:
    """Return the names of such modules, sorted; classes of a library that no module names too.

    A file that is no jar has none.
    """
    try:
        with zipfile.ZipFile(jar) as opened:
            names = [name for name in opened.namelist() if name.endswith(".class")]
            # TLC's own classes open files. Those that replace operators bear a module's name.
            if TLC_CLASS in names:
                modules = jar_texts(jar).keys() - HARMLESS
                names = [name for name in names if module_of(name) in modules]
            found = {module_of(name) for name in names if REACHING.search(opened.read(name))}
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile):
        return ()
    return tuple(sorted(found))


def module_of(name: str) -> str:
    """Return the module that a class may belong to: the name of its outermost class."""
    return PurePosixPath(name).stem.partition("$")[0]
