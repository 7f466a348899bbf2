"""A headless Chromium, driven by the DevTools protocol over a pair of pipes.

Pipes need no port that two tests could both want, and no package: a message is JSON and a NUL byte
(chromium's --remote-debugging-pipe, content/browser/devtools/devtools_pipe_handler.cc).
"""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # tests may run as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
# The browser reads from descriptor 3 and writes to descriptor 4, whichever the pipes' own are.
START = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
PATIENCE = 30  # seconds for an answer: a browser on a busy machine is slow to start
LONGEST = 60  # seconds for what a page waits for, such as a job of a service
# The answers to a question about a page that is replaced meanwhile (chromium's
# content/browser/devtools/devtools_session.cc, V8's src/inspector/v8-runtime-agent-impl.cc and
# injected-script.cc).
REPLACED = (
    "Inspected target navigated or closed",
    "Execution context was destroyed",
    "Cannot find context with specified id",
    "Cannot find default execution context",
)


class PageReplacedError(AssertionError):
    """The page that a command was about has been replaced by another one."""


class ScriptError(AssertionError):
    """JavaScript that a page evaluated ended with an exception."""


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    """A tab: what it is told, and all that it reports meanwhile."""

    def __init__(self, to: int, answers: int) -> None:
        self.to, self.answers = to, answers
        self.buffer = b""
        self.number = 0
        self.session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send("Page.setLifecycleEventsEnabled", enabled=True)

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; what else comes in is kept in `events`."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while (answer := self.receive()).get("id") != self.number:
            self.events.append(answer)
        if answer.get("error", {}).get("message", "").startswith(REPLACED):
            raise PageReplacedError(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def receive(self) -> dict[str, Any]:
        """Return the next message."""
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.answers], [], [], deadline - time.monotonic())
            assert ready, "the browser does not answer"
            piece = os.read(self.answers, 1 << 20)
            assert piece, "the browser is gone"
            self.buffer += piece
        message, _, self.buffer = self.buffer.partition(b"\0")
        received: dict[str, Any] = json.loads(message)
        return received

    def open(self, url: str) -> None:
        """Load a page afresh, and wait until it is there; forget what was before."""
        # From the same page with another fragment it would not be loaded again.
        self.load("about:blank")
        self.events.clear()
        self.load(url)

    def load(self, url: str) -> None:
        """Go to a URL and wait for its load event."""
        loader = self.send("Page.navigate", url=url)["loaderId"]
        while not any(is_loaded(event, loader) for event in self.events):
            self.events.append(self.receive())

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript in the page, wait if it is a promise, and return its value."""
        result = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in result:
            raise ScriptError(result["exceptionDetails"])
        return result["result"].get("value")

    def follow(self, expression: str) -> None:
        """Evaluate JavaScript that leads to another page, and wait for nothing."""
        # Later, because an answer may not survive the page that it is about.
        with suppress(PageReplacedError):
            self.run(f"void setTimeout(() => {expression})")

    def wait_until(self, expression: str) -> None:
        """Wait until a JavaScript expression is true, on this page or on one that replaces it."""
        # Asked again and again: a promise would end with the page that has made it.
        deadline, failed = time.monotonic() + LONGEST, ""
        while time.monotonic() < deadline:
            try:
                if self.run(f"!!({expression})"):
                    return
                failed = ""
            except (PageReplacedError, ScriptError) as error:
                # Also for what a page does not have yet.
                failed = f": {error}"
            time.sleep(0.01)
        raise AssertionError(f"it never came to be that {expression}{failed}")

    def press(self, key: str) -> None:
        """Press and release a key, after what a click before it has caused."""
        # A click opens an element at once, but its event `toggle` comes in a later task, and keys
        # have precedence over those.
        self.run(
            "(() => { window.settled = false; requestAnimationFrame(() =>"
            " setTimeout(() => { window.settled = true; })); })()"
        )
        self.wait_until("window.settled")
        text = {"text": key} if len(key) == 1 else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key)

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        x, y = self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            "one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        place = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.send("Input.dispatchMouseEvent", type="mousePressed", **place)
        # What was clicked may lead to another page.
        with suppress(PageReplacedError):
            self.send("Input.dispatchMouseEvent", type="mouseReleased", **place)

    def look(self, width: int, height: int, scheme: str = "light") -> None:
        """Set the window's size and the colour scheme that the user prefers."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.send("Emulation.setEmulatedMedia", features=[feature])

    def screenshot(self, file: Path) -> None:
        """Write what is seen now to a PNG file."""
        shot = self.send("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(shot["data"]))

    def complaints(self) -> list[dict[str, Any]]:
        """Return what the console, the log and uncaught errors say."""
        kinds = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [event for event in self.events if event.get("method") in kinds]

    def requests(self) -> list[str]:
        """Return the URLs that were asked for."""
        asked = [e for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in asked]


def is_loaded(event: dict[str, Any], loader: str) -> bool:
    """Tell whether an event says that a document is loaded."""
    params = event.get("params", {})
    named: bool = params.get("name") == "load" and params.get("loaderId") == loader
    return named and event["method"] == "Page.lifecycleEvent"


@contextmanager
def browsing(program: str, profile: Path) -> Iterator[Page]:
    """Start a Chromium with a fresh profile, yield a tab, and end the browser and its children."""
    commands, to = os.pipe()
    answers, back = os.pipe()
    ends = map(str, (commands, back))
    arguments = [sys.executable, "-c", START, *ends, program, *FLAGS, f"--user-data-dir={profile}"]
    with subprocess.Popen(
        arguments,
        pass_fds=(commands, back),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as browser:
        os.close(commands)
        os.close(back)
        try:
            page = Page(to, answers)
            yield page
            page.session = None
            page.send("Browser.close")
            browser.wait(PATIENCE)
        finally:
            if browser.poll() is None:
                os.killpg(browser.pid, 9)
            os.close(to)
            os.close(answers)
