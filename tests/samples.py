"""What the samples of the documentation need: the JavaScript client, and pictures to work from."""

from pathlib import Path

from pinxit.engines.base import NobodyWaits
from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.jobs import Job

#: The official JavaScript client; `make develop` installs it.
NODE_MODULES = Path(__file__).parent / "node" / "node_modules"


def drawn(prompt, size):
    """A picture of the embedded engine, without a server."""
    engine = StorybookEngine()
    engine.load()
    job = Job(prompt=prompt, width=size[0], height=size[1], seed=4, steps=1, quality="medium")
    image = engine.render(job, NobodyWaits()).image
    engine.close()
    return image
