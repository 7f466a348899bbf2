"""The loop: models in, results out, with the verdict on each."""
