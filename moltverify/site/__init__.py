"""The public site: static pages about every claim, release and advisory, from recorded results."""
