"""One Java virtual machine inside this process, and TLC in it, again and again.

Each run finds TLC's classes as they are at first (moltverify.running.warm.class_loading).

Source of the order of calls: tlc2.TLC.main of 2.15 (d5b5a7f) and 2.19 (5a47802).
"""

import os
import time
from collections.abc import Iterator
from typing import Any

import jpype  # type: ignore[import-untyped]  # it ships no types

from moltverify.running.warm.class_loading import FreshClasses, RenewedClasses
from moltverify.running.warm.rmi_loopback import bind_rmi_to_loopback
from moltverify.running.warm.worker_protocol import Machine, Request, WorkerAnswer

# Threads that Java starts on its own account when first asked to, and keeps for itself.
OF_JAVA = ("ForkJoinPool.commonPool-", "RMI ", "Common-Cleaner", "Attach Listener")
STRAY_SECONDS = 0.2  # for threads that a run leaves behind to end by themselves
FAILED_TO_START = 1  # the exit code for an uncaught exception, and of tlc2.TLC.main


class Tlc:
    """The TLC of one jar in one virtual machine; a process can have one in its life."""

    def __init__(self, machine: Machine) -> None:
        jpype.startJVM(machine.library, *machine.options, convertStrings=False)
        self.java: Any = jpype.JPackage("java")
        self.invoke: Any = self.java.lang.invoke
        self.beans = self.java.lang.management.ManagementFactory
        self.classes = jpype.JArray(self.java.lang.Class)
        self.objects = jpype.JArray(self.java.lang.Object)
        self.classes_of_tlc = (RenewedClasses if machine.renews else FreshClasses)(
            self.java, machine.jar
        )
        bind_rmi_to_loopback(jpype)

    def run(self, request: Request) -> WorkerAnswer:
        """Run TLC once; its output goes to where this process' own standard output goes."""
        os.chdir(request.folder)
        self.prepare(request)
        started = time.monotonic()
        before = self.threads()
        exit_code = self.run_main(request.arguments)
        seconds = time.monotonic() - started
        self.java.lang.System.out.flush()
        self.java.lang.System.err.flush()
        return WorkerAnswer(exit_code, seconds, self.strays(before))

    def prepare(self, request: Request) -> None:
        """Set the run's properties and give it print streams that no other run has held."""
        system = self.java.lang.System
        for one in request.properties:
            system.setProperty(one.name, one.value)
        files = self.java.io.FileDescriptor
        system.setOut(self.stream(files.out))
        system.setErr(self.stream(files.err))

    def stream(self, descriptor: Any) -> Any:
        """Return a print stream that passes bytes through, like a TLC process' own."""
        file = self.java.io.FileOutputStream(descriptor)
        buffered = self.java.io.BufferedOutputStream(file)
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
        # A Java thread has the stack that TLC has in a process; Python's own is larger.
        thread = java.lang.Thread(task, "main")
        thread.setContextClassLoader(loader)
        thread.start()
        try:
            return int(task.get())
        except java.util.concurrent.ExecutionException as error:
            java.lang.System.err.print('Exception in thread "main" ')
            error.getCause().printStackTrace()
            return FAILED_TO_START
        finally:
            thread.join()
            self.forget_beans()
            self.classes_of_tlc.end(loader)

    def main(self, loader: Any) -> Any:
        """Return TLC's main as a handle that returns the exit code instead of ending the machine.

        It is put together in Java: an object of TLC's seen by Python stays in JPype's tables, and
        its class loader with it.
        """
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

    def forget_beans(self) -> None:
        """Let go of the beans that would keep a run's states in memory."""
        server = self.beans.getPlatformMBeanServer()
        for name in list(server.queryNames(None, None)):
            if str(name.getDomain()).startswith("tlc2"):
                server.unregisterMBean(name)

    def strays(self, before: set[int]) -> str:
        """Say which of the run's threads may still do something, if any may.

        Those that wait without a deadline never do again: what would wake them has ended. TLC
        leaves such threads of its queue, and of an executor after checking liveness.
        """
        deadline = time.monotonic() + STRAY_SECONDS
        while busy := list(self.busy(self.threads() - before)):
            if time.monotonic() > deadline:
                return f"threads were left behind: {', '.join(busy)}"
            time.sleep(STRAY_SECONDS / 20)
        return ""

    def threads(self) -> set[int]:
        """Return the numbers of the threads that are alive."""
        return {int(number) for number in self.beans.getThreadMXBean().getAllThreadIds()}

    def busy(self, numbers: set[int]) -> Iterator[str]:
        """Yield the names of those threads that do not just wait.

        A thread of TLC's must not be touched itself: its class may be gone with its loader.
        """
        chosen = jpype.JArray(jpype.JLong)(sorted(numbers))
        for info in self.beans.getThreadMXBean().getThreadInfo(chosen):
            if info is None or str(info.getThreadState()) == "WAITING":
                continue
            name = str(info.getThreadName())
            if not name.startswith(OF_JAVA):
                yield name
