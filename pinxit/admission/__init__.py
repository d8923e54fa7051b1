"""Decides whether a request is accepted, before anything is done about it."""
