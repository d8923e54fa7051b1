"""From the words of a prompt to a scene."""
