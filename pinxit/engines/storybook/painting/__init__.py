"""From places on a page to pixels."""
