"""The tests of moltverify."""
