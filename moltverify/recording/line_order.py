"""Whether a recorded log is whole: each writer numbers its lines from 1 without a gap."""

from collections.abc import Mapping
from typing import Any

from moltverify.recording.event_line import RECORDED


class LineOrder:
    """Follows the lines of a log; lines that no recorder has written are none of its business."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    def problem_at(self, fields: Mapping[str, Any]) -> str:
        """Return what is wrong with the number of the next line; nothing if it is right.

        A line may be missing because somebody filtered the log, or because the disk was full when
        it was written. What such a log says is not what happened.
        """
        match fields.get(RECORDED):
            case {"writer": str(writer), "seq": int(seq)}:
                before = self.last.get(writer, 0)
                self.last[writer] = seq
                return "" if seq == before + 1 else misplaced(writer, before, seq)
        return ""


def misplaced(writer: str, before: int, seq: int) -> str:
    """Return the message about a line whose number is not the next one of its writer."""
    if seq <= before:
        return f"event {seq} of writer {writer} comes after its event {before}"
    lost = f"{before + 1} to {seq - 1}" if seq > before + 2 else f"{seq - 1}"
    return f"event {lost} of writer {writer} is missing before this line; give the log whole"
