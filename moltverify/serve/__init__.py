"""The service: claims run again by anybody, and models of strangers in a sandbox."""
