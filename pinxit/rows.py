"""A row of a table of settings or of models: read once, never changed, and strict about its keys."""

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """A table of a TOML file, or one that the code writes alike; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
