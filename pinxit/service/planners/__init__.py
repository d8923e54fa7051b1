"""Who decides what a response does: rules, or a language model."""

from typing import TYPE_CHECKING

from pinxit.config import Config

if TYPE_CHECKING:
    from pinxit.service.planners.base import Planner


def load_planner(config: Config) -> "Planner":
    """The planner that the settings name. Raises `ConfigError` where they do not say enough."""
    if config.planner == "chat":
        from pinxit.service.planners.chat import Chat

        return Chat(config.chat_url, config.chat_model, key=config.chat_key, seconds=config.chat_seconds)
    from pinxit.service.planners.director import Director

    return Director()
