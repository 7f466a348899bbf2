"""What can become of a kept file: each way of damaging one is a function of its path."""

import os
import random
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path, random.Random], None]


def flip_a_bit(file: Path, chance: random.Random) -> None:
    """Change one bit anywhere."""
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def cut_short(file: Path, chance: random.Random) -> None:
    """Keep the first bytes only, or none."""
    content = file.read_bytes()
    file.write_bytes(content[: chance.randrange(len(content))])


def make_longer(file: Path, chance: random.Random) -> None:
    """Append bytes, as a writer does that is not done."""
    file.write_bytes(file.read_bytes() + chance.randbytes(chance.randrange(1, 100)))


def lose_the_beginning(file: Path, chance: random.Random) -> None:
    """Keep the last bytes only."""
    content = file.read_bytes()
    file.write_bytes(content[chance.randrange(1, len(content)) :])


def swap_two_bytes(file: Path, chance: random.Random) -> None:
    """Exchange two bytes that differ."""
    content = bytearray(file.read_bytes())
    first = chance.randrange(len(content))
    others = [at for at, byte in enumerate(content) if byte != content[first]]
    second = chance.choice(others)
    content[first], content[second] = content[second], content[first]
    file.write_bytes(content)


def fill_with_garbage(file: Path, chance: random.Random) -> None:
    """Write random bytes in its place."""
    file.write_bytes(chance.randbytes(chance.randrange(2000)))


def fill_with_zeros(file: Path, _: random.Random) -> None:
    """Write zeros in its place, as a disk does that lost power."""
    file.write_bytes(bytes(file.stat().st_size))


def put_a_folder_there(file: Path, _: random.Random) -> None:
    """Make a folder of its name."""
    file.unlink()
    file.mkdir()


def link_to_a_copy(file: Path, _: random.Random) -> None:
    """Move it out of the folder, and leave a link to it."""
    copy = file.parent.parent / f"copy-{file.name}"
    file.replace(copy)
    file.symlink_to(copy)


def link_to_itself(file: Path, _: random.Random) -> None:
    """Make a link that leads nowhere but to itself."""
    file.unlink()
    file.symlink_to(file)


def link_to_endless_zeros(file: Path, _: random.Random) -> None:
    """Make a link to a device that never ends."""
    file.unlink()
    file.symlink_to("/dev/zero")


def put_a_pipe_there(file: Path, _: random.Random) -> None:
    """Make a pipe of its name, which nobody ever writes to."""
    file.unlink()
    os.mkfifo(file)


def remove(file: Path, _: random.Random) -> None:
    """Remove it."""
    file.unlink()


WAYS: tuple[Damage, ...] = (
    flip_a_bit,
    cut_short,
    make_longer,
    lose_the_beginning,
    swap_two_bytes,
    fill_with_garbage,
    fill_with_zeros,
    put_a_folder_there,
    link_to_a_copy,
    link_to_itself,
    link_to_endless_zeros,
    put_a_pipe_there,
    remove,
)
