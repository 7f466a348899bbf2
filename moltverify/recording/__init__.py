"""Logs of what a program does, for `moltverify trace`: recorders for Python and for Node."""
