"""How a subject is told from its background."""
