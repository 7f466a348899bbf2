"""TLC's classes for each run, with all static state as in a new process.

TLC keeps its string table, its variables and its checker in static fields, so a second run on the
same state fails at once.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import jpype  # type: ignore[import-untyped]  # it ships no types

from moltverify.running.warm.static_reset import CLEAR, INITIALISE, LIST

SETTINGS = "tlc2.TLCGlobals"  # the static fields that TLC's arguments set
COVERAGE = "-coverage"


class FreshClasses:
    """Loads the jar's classes again for every run; code that the JVM compiled is lost with them."""

    def __init__(self, java: Any, jar: str) -> None:
        self.java, self.jar = java, jar

    def begin(self, _: Sequence[str]) -> Any:
        """Return the class loader for a new run."""
        return make_loader(self.java, self.jar)

    def end(self, loader: Any) -> None:
        """Release a run's classes, so that the JVM can unload them."""
        # RMI refers to the class loader of each exported object, and this field refers to such an
        # object. An unknown release may lack the field.
        with suppress(jpype.JException):
            loader.loadClass("tlc2.TLCGlobals").getField("mainChecker").set(None, None)
        loader.close()


class RenewedClasses:
    """Keeps one set of rewritten classes with their compiled code, and resets their static state.

    `static_reset` adds the two methods that this class calls, and lists initialised classes. The
    jar is on the class path of the virtual machine.
    """

    def __init__(self, java: Any) -> None:
        self.java = java
        # Synchronized, because TLC's threads initialise classes as well. The rewritten classes find
        # the list in the system properties: it is visible to every class loader.
        self.initialised = java.util.Collections.synchronizedList(java.util.ArrayList())
        java.lang.System.getProperties().put(LIST, self.initialised)
        self.loader = java.lang.ClassLoader.getSystemClassLoader()
        self.clears: list[Any] = []
        self.initialises: list[Any] = []
        self.settings: Any = None

    def begin(self, arguments: Sequence[str]) -> Any:
        """Return the class loader, with static state as new for a run with these arguments."""
        nothing = jpype.JArray(self.java.lang.Object)([])
        # In the order of their first initialisation, so that each class finds those that it uses.
        for method in self.initialises:
            method.invoke(None, nothing)
            if COVERAGE in arguments and method.getDeclaringClass().equals(self.settings):
                # In a process, TLC reads its arguments before it initialises the classes that
                # check whether coverage is on. Here they are initialised first.
                self.settings.getField("coverageInterval").setInt(None, 0)
        return self.loader

    def end(self, _: Any) -> None:
        """Clear all static fields, so that no object of the run stays in memory."""
        nothing = jpype.JArray(self.java.lang.Object)([])
        self.add_initialised()
        for method in self.clears:
            method.invoke(None, nothing)

    def add_initialised(self) -> None:
        """Find the methods of the classes that the last run was the first to initialise."""
        while len(self.clears) < self.initialised.size():
            found = self.initialised.get(len(self.clears))
            self.clears.append(self.method(found, CLEAR))
            if str(found.getName()) == SETTINGS:
                self.settings = found
            # A class without a static initialiser has nothing to repeat.
            with suppress(jpype.JException):
                self.initialises.append(self.method(found, INITIALISE))

    def method(self, owner: Any, name: str) -> Any:
        """Return a class's method without parameters; raises JException if there is none."""
        found = owner.getDeclaredMethod(name, jpype.JArray(self.java.lang.Class)([]))
        # Many of TLC's classes are not public.
        found.setAccessible(True)
        return found


def make_loader(java: Any, jar: str) -> Any:
    """Return a class loader that finds classes in a jar and in Java's own modules only."""
    address = java.io.File(jar).toURI().toURL()
    # The platform loader as the parent, not the system's: JPype's jar is on the class path.
    parent = java.lang.ClassLoader.getPlatformClassLoader()
    return java.net.URLClassLoader(jpype.JArray(java.net.URL)([address]), parent)
