"""moltverify turns security claims into evidence by running TLC, the TLA+ model checker."""
