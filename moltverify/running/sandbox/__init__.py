"""TLC in a sandbox of bubblewrap, for models that strangers have written."""
