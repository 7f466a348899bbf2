"""moltverify turns security claims into evidence, with TLA+ models and TLC."""

__version__ = "0.1.0"
