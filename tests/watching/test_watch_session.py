"""The loop of a watch without its rounds: messages and refusals."""

from pathlib import Path

import pytest

from moltverify.errors import UsageError
from moltverify.watching.messages import FilesChanged, Key, KeyPressed
from moltverify.watching.watch_events import Refused, RoundEnded, WatchEvent
from moltverify.watching.watch_request import WatchRequest
from moltverify.watching.watch_session import WatchSession
from tests.conftest import edit


@pytest.fixture
def events() -> list[WatchEvent]:
    return []


@pytest.fixture
def session(project: Path, events: list[WatchEvent]) -> WatchSession:
    edit(project / "specs" / "registry.yaml", "distinct: 6", "distinkt: 6")
    return WatchSession(WatchRequest(file=project / "specs" / "registry.yaml"), events.append)


def test_changes_that_wait_are_one_change_and_come_last(session: WatchSession) -> None:
    session.inbox.put(FilesChanged(frozenset({"/a"})))
    session.inbox.put(KeyPressed(Key.RUN_ALL))
    session.inbox.put(FilesChanged(frozenset({"/b"}), anything=True))
    assert session.next_messages() == [
        KeyPressed(Key.RUN_ALL),
        FilesChanged(frozenset({"/a", "/b"}), anything=True),
    ]
    assert session.next_messages() == []


def test_a_mistake_is_told_again_only_after_a_change_of_its_file(
    session: WatchSession, project: Path, events: list[WatchEvent]
) -> None:
    registry = project / "specs" / "registry.yaml"
    try:
        session.begin()
        assert [type(event) for event in events] == [Refused, RoundEnded]
        # The first message of the system, a look at the folders, and an editor's own file.
        session.take(FilesChanged(anything=True))
        session.take(FilesChanged())
        session.take(FilesChanged(frozenset({str(project / "specs" / ".registry.yaml.swp")})))
        assert len(events) == 2
        registry.write_text(registry.read_text() + "\n")
        session.take(FilesChanged(frozenset({str(registry)})))
        assert [type(event) for event in events[2:]] == [Refused, RoundEnded]
    finally:
        session.watcher.close()


def test_keys_before_there_is_a_registry_show_that_nothing_is_watched(
    session: WatchSession, events: list[WatchEvent]
) -> None:
    for key in (Key.RUN_ALL, Key.RUN_FAILED):
        session.take(KeyPressed(key))
    assert [type(event) for event in events] == [RoundEnded, RoundEnded]


def test_a_selector_that_chooses_nothing_ends_the_watch_at_its_beginning(project: Path) -> None:
    request = WatchRequest(file=project / "specs" / "registry.yaml", selectors=("window",))
    session = WatchSession(request, lambda _: None)
    try:
        with pytest.raises(UsageError, match="nothing is called 'window'"):
            session.begin()
    finally:
        session.watcher.close()
