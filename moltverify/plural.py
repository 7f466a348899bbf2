"""Numbers with their nouns."""


def counted(number: int, noun: str) -> str:
    """Return `1 model` or `1,000 models`; for nouns that form their plural with an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
