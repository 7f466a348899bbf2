"""How long moltverify takes, against plain TLC over the same models."""
