"""Where each run's classes of TLC come from, with all their static state as it is at first.

TLC keeps its string table, its variables and its whole checker in static fields, and a second run
on the same state fails at once.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import jpype  # type: ignore[import-untyped]  # it ships no types

from moltverify.running.warm.static_reset import CLEAR, INITIALISE, LIST

SETTINGS = "tlc2.TLCGlobals"  # what TLC's arguments set
COVERAGE = "-coverage"


class FreshClasses:
    """Loads the jar's classes again for every run, so each run compiles all its code anew."""

    def __init__(self, java: Any, jar: str) -> None:
        self.java, self.jar = java, jar

    def begin(self, _: Sequence[str]) -> Any:
        """Return the class loader for a new run."""
        return make_loader(self.java, self.jar)

    def end(self, loader: Any) -> None:
        """Let go of a run's classes."""
        # RMI holds the class loader of what it exports, and this field holds the exported object.
        with suppress(jpype.JException):
            loader.loadClass("tlc2.TLCGlobals").getField("mainChecker").set(None, None)
        loader.close()


class RenewedClasses:
    """Keeps one set of rewritten classes, compiled code and all, and renews their static state."""

    def __init__(self, java: Any, jar: str) -> None:
        self.java = java
        self.initialised = java.util.Collections.synchronizedList(java.util.ArrayList())
        java.lang.System.getProperties().put(LIST, self.initialised)
        self.loader = make_loader(java, jar)
        self.clears: list[Any] = []
        self.initialises: list[Any] = []
        self.settings: Any = None

    def begin(self, arguments: Sequence[str]) -> Any:
        """Return the class loader, its classes as new for a run with these arguments."""
        nothing = jpype.JArray(self.java.lang.Object)([])
        # In the order in which they were initialised, so that each finds those that it needs.
        for method in self.initialises:
            method.invoke(None, nothing)
            if COVERAGE in arguments and method.getDeclaringClass().equals(self.settings):
                # Classes that look whether to count are initialised before TLC reads its
                # arguments, unlike in a process.
                self.settings.getField("coverageInterval").setInt(None, 0)
        return self.loader

    def end(self, _: Any) -> None:
        """Let go of all that a run has left in static fields."""
        nothing = jpype.JArray(self.java.lang.Object)([])
        self.note_initialised()
        for method in self.clears:
            method.invoke(None, nothing)

    def note_initialised(self) -> None:
        """Take up the classes that the last run was the first to use."""
        while len(self.clears) < self.initialised.size():
            found = self.initialised.get(len(self.clears))
            self.clears.append(self.method(found, CLEAR))
            if str(found.getName()) == SETTINGS:
                self.settings = found
            with suppress(jpype.JException):
                self.initialises.append(self.method(found, INITIALISE))

    def method(self, owner: Any, name: str) -> Any:
        """Return a method of a class, which may be hidden; raises JException if it has none."""
        found = owner.getDeclaredMethod(name, jpype.JArray(self.java.lang.Class)([]))
        found.setAccessible(True)
        return found


def make_loader(java: Any, jar: str) -> Any:
    """Return a class loader over a jar that sees nothing else but Java itself."""
    address = java.io.File(jar).toURI().toURL()
    parent = java.lang.ClassLoader.getPlatformClassLoader()
    return java.net.URLClassLoader(jpype.JArray(java.net.URL)([address]), parent)
