"""Lets `python -m moltverify` do what `moltverify` does."""

from moltverify.cli import main

main()
