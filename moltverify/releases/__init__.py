"""Published releases: their index, their code on disk, the packages and the Node that they need."""
