"""One Java virtual machine inside this process, for many runs of TLC.

Each run starts with TLC's initial static state (moltverify.running.warm.class_loading).

Source of the order of calls: tlc2.TLC.main of 2.15 (d5b5a7f) and 2.19 (5a47802).
"""

import os
import time
from collections.abc import Iterator
from typing import Any

import jpype  # type: ignore[import-untyped]  # it ships no types

from moltverify.running.warm.class_loading import FreshClasses, RenewedClasses
from moltverify.running.warm.portless_rmi import open_no_port
from moltverify.running.warm.worker_protocol import Machine, Request, WorkerAnswer

# Threads that Java starts at the first use of a service, and keeps; they do no work of TLC's.
JVM_THREADS = ("ForkJoinPool.commonPool-", "RMI ", "Common-Cleaner", "Attach Listener")
THREAD_GRACE = 0.2  # seconds for the threads of a finished run to end
# Java's exit code for an uncaught exception, and that of tlc2.TLC.main for bad arguments.
FAILED_TO_START = 1


class Tlc:
    """The TLC of one jar in one virtual machine; a process can start only one in its life."""

    def __init__(self, machine: Machine) -> None:
        # On the class path as in a process: a class in a library that replaces operators is loaded
        # from there, with TLC's own (tlc2.tool.impl.TLAClass).
        path = [machine.jar] if machine.renews else []
        jpype.startJVM(machine.library, *machine.options, classpath=path, convertStrings=False)
        self.java: Any = jpype.JPackage("java")
        self.invoke: Any = self.java.lang.invoke
        self.beans = self.java.lang.management.ManagementFactory
        self.classes = jpype.JArray(self.java.lang.Class)
        self.objects = jpype.JArray(self.java.lang.Object)
        self.classes_of_tlc: RenewedClasses | FreshClasses = (
            RenewedClasses(self.java) if machine.renews else FreshClasses(self.java, machine.jar)
        )
        open_no_port(jpype)

    def run(self, request: Request) -> WorkerAnswer:
        """Run TLC once; it writes to this process's own standard streams."""
        # java.io passes relative names to the system, which resolves them in this directory.
        os.chdir(request.folder)
        self.prepare(request)
        started = time.monotonic()
        before = self.threads()
        exit_code = self.run_main(request.arguments)
        seconds = time.monotonic() - started
        self.java.lang.System.out.flush()
        self.java.lang.System.err.flush()
        return WorkerAnswer(exit_code, seconds, self.remaining_threads(before))

    def prepare(self, request: Request) -> None:
        """Set the run's properties, and print streams that no earlier run has a reference to."""
        system = self.java.lang.System
        for one in request.properties:
            system.setProperty(one.name, one.value)
        files = self.java.io.FileDescriptor
        system.setOut(self.stream(files.out))
        system.setErr(self.stream(files.err))

    def stream(self, descriptor: Any) -> Any:
        """Return a print stream that passes bytes through, as that of a TLC process does."""
        file = self.java.io.FileOutputStream(descriptor)
        buffered = self.java.io.BufferedOutputStream(file)
        # The encoding is that of `command.PROPERTIES`.
        return self.java.io.PrintStream(buffered, True, "ISO-8859-1")

    def run_main(self, arguments: tuple[str, ...]) -> int:
        """Run TLC in a thread of its own and return its exit code."""
        java = self.java
        loader = self.classes_of_tlc.begin(arguments)
        given = jpype.JArray(jpype.JString)(list(arguments))
        bound = self.invoke.MethodHandles.insertArguments(
            self.main(loader), 0, self.objects([given])
        )
        task = java.util.concurrent.FutureTask(
            self.invoke.MethodHandleProxies.asInterfaceInstance(
                java.util.concurrent.Callable, bound
            )
        )
        # A Java thread has the stack size that TLC has in a process. The thread of Python has a
        # larger stack, so a recursion that is too deep for a process would succeed in it.
        thread = java.lang.Thread(task, "main")
        thread.setContextClassLoader(loader)
        thread.start()
        try:
            return int(task.get())
        except java.util.concurrent.ExecutionException as error:
            # The text that a JVM prints for an exception that leaves main.
            java.lang.System.err.print('Exception in thread "main" ')
            error.getCause().printStackTrace()
            return FAILED_TO_START
        finally:
            thread.join()
            self.unregister_beans()
            self.classes_of_tlc.end(loader)

    def main(self, loader: Any) -> Any:
        """Return a handle that does what TLC's main does, and returns the exit code.

        TLC's own main ends the virtual machine. The handle is composed in Java: JPype's tables
        would keep every TLC object that Python sees, and with it the class loader.
        """
        # new TLC(); if it accepts the arguments: set the resolver, process, map to an exit code;
        # otherwise FAILED_TO_START.
        handles, signature = self.invoke.MethodHandles, self.invoke.MethodType.methodType
        find = handles.publicLookup()
        void, number = self.java.lang.Void.TYPE, self.java.lang.Integer.TYPE
        tlc = loader.loadClass("tlc2.TLC")
        files = loader.loadClass("util.FilenameToStream")
        statuses = loader.loadClass("tlc2.output.EC$ExitStatus")
        strings = jpype.JArray(jpype.JString).class_

        new_files = find.findConstructor(
            loader.loadClass("util.SimpleFilenameToStream"), signature(void)
        ).asType(signature(files))
        set_files = handles.collectArguments(
            find.findVirtual(tlc, "setResolver", signature(void, files)), 1, new_files
        )
        status = find.findStatic(statuses, "errorConstantToExitStatus", signature(number, number))
        process = handles.filterReturnValue(
            find.findVirtual(tlc, "process", signature(number)), status
        )
        refused = handles.constant(number, self.java.lang.Integer.valueOf(FAILED_TO_START))
        whole = handles.guardWithTest(
            find.findVirtual(
                tlc, "handleParameters", signature(self.java.lang.Boolean.TYPE, strings)
            ),
            handles.dropArguments(
                handles.foldArguments(process, set_files), 1, self.classes([strings])
            ),
            handles.dropArguments(refused, 0, self.classes([tlc, strings])),
        )
        return handles.foldArguments(whole, find.findConstructor(tlc, signature(void)))

    def unregister_beans(self) -> None:
        """Unregister TLC's management beans, which would keep a run's states in memory."""
        server = self.beans.getPlatformMBeanServer()
        for name in list(server.queryNames(None, None)):
            if str(name.getDomain()).startswith("tlc2"):
                server.unregisterMBean(name)

    def remaining_threads(self, before: set[int]) -> str:
        """Return a message that names the run's threads that can still act, or an empty text.

        A thread that waits without a deadline does not act again, because the threads that could
        wake it have ended. TLC leaves such threads of its queue, and of an executor after a
        liveness check.
        """
        deadline = time.monotonic() + THREAD_GRACE
        while busy := list(self.busy(self.threads() - before)):
            if time.monotonic() > deadline:
                return f"threads of the run did not end: {', '.join(busy)}"
            time.sleep(THREAD_GRACE / 20)
        return ""

    def threads(self) -> set[int]:
        """Return the ids of all live Java threads."""
        return {int(number) for number in self.beans.getThreadMXBean().getAllThreadIds()}

    def busy(self, numbers: set[int]) -> Iterator[str]:
        """Yield the names of those threads that are in another state than WAITING.

        The method uses descriptions of threads instead of the thread objects: the class of a TLC
        thread may have been unloaded.
        """
        chosen = jpype.JArray(jpype.JLong)(sorted(numbers))
        for info in self.beans.getThreadMXBean().getThreadInfo(chosen):
            if info is None or str(info.getThreadState()) == "WAITING":
                continue
            name = str(info.getThreadName())
            if not name.startswith(JVM_THREADS):
                yield name
