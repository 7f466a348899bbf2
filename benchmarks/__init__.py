"""Times of moltverify and of plain TLC over the same models."""
