"""From a scene to places on a page."""
