"""A self-hosted drop-in for the OpenAI image API."""

__version__ = "0.1.0"
