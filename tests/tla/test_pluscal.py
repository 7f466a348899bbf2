"""Checksums of PlusCal translations are read and computed as the translator writes them."""

import pytest

from moltverify.tla.pluscal import Checksum, ChecksumKind, checksum, read_translation

# Written by a translator later than that of TLC 2.15.
FITS = b"""---- MODULE Counter ----
(* --algorithm up
end algorithm; *)
\\* BEGIN TRANSLATION (chksum(pcal) = "f74916c" /\\ chksum(tla) = "e73d2c79")
VARIABLES x, pc

vars == << x, pc >>

Init == (* Global variables *)
        /\\ x = 0
        /\\ pc = "A"

A == /\\ pc = "A"
     /\\ IF x < 30
           THEN /\\ x' = Step(x)
                /\\ pc' = "A"
           ELSE /\\ pc' = "Done"
                /\\ x' = x

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\\ UNCHANGED vars

Next == A
           \\/ Terminating

Spec == Init /\\ [][Next]_vars

Termination == <>(pc = "Done")

\\* END TRANSLATION
====
"""


def test_a_translation_as_it_was_written_is_not_edited() -> None:
    read = read_translation(FITS)
    assert read is not None
    assert (read.line, read.is_edited) == (4, False)
    assert read.of_algorithm == Checksum(ChecksumKind.CRC32, "f74916c")
    assert read.of_translation == Checksum(ChecksumKind.CRC32, "e73d2c79")


@pytest.mark.parametrize("old", [b"x < 30", b'pc = "Done" /\\', b"VARIABLES x, pc"])
def test_an_edited_translation_is_recognized(old: bytes) -> None:
    read = read_translation(FITS.replace(old, b"TRUE"))
    assert read is not None
    assert read.is_edited


def test_line_ends_do_not_count() -> None:
    read = read_translation(FITS.replace(b"\n", b"\r\n"))
    assert read is not None
    assert not read.is_edited


def test_a_checksum_that_is_only_a_string_is_not_compared() -> None:
    free = FITS.replace(b'chksum(tla) = "e73d2c79"', b"chksum(tla) \\in STRING")
    read = read_translation(free.replace(b"x < 30", b"x < 3"))
    assert read is not None
    assert (read.of_translation, read.is_edited) == (None, False)
    assert read.of_algorithm == Checksum(ChecksumKind.CRC32, "f74916c")


def test_the_form_of_tlc_2_15_is_read() -> None:
    text = "x == 1y == 2"
    stored = checksum(ChecksumKind.MD5, text.encode())
    lines = [
        f"\\* BEGIN TRANSLATION PCal-{'0' * 32}",
        "x == 1",
        "y == 2",
        f"\\* END TRANSLATION - the hash of the generated TLA code: TLA-{stored}",
    ]
    read = read_translation("\n".join(lines).encode())
    assert read is not None
    assert read.of_algorithm == Checksum(ChecksumKind.MD5, "0" * 32)
    assert read.of_translation == Checksum(ChecksumKind.MD5, stored)
    assert not read.is_edited


@pytest.mark.parametrize(
    "text",
    [b"", b"\\* BEGIN TRANSLATION\nx", b"\\* END TRANSLATION\n\\* BEGIN TRANSLATION", b"\xff\x00"],
)
def test_a_text_without_a_translation_has_none(text: bytes) -> None:
    assert read_translation(text) is None


def test_a_translation_without_checksums_is_not_judged() -> None:
    read = read_translation(b"\\* BEGIN TRANSLATION\nx == 1\n\\* END TRANSLATION")
    assert read is not None
    assert (read.of_algorithm, read.of_translation, read.is_edited) == (None, None, False)


def test_leading_zeros_are_left_out() -> None:
    assert checksum(ChecksumKind.CRC32, b"") == "0"
