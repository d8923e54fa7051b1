"""Kinds of sheet other than a page: grids, sprite sheets, patterns, icons, stickers and designed sheets."""
