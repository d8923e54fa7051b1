"""Engines by name. Adding one is a file beside this and a line below."""

from importlib import import_module

from pinxit.engines.base import Engine
from pinxit.errors import ConfigError

ENGINES = {
    "storybook": "pinxit.engines.storybook.engine:StorybookEngine",
    "testcard": "pinxit.engines.testcard:TestcardEngine",
}


def load_engine(name: str) -> Engine:
    """Import and build the engine called `name`, or given as "module:Class". Raises `ConfigError` for neither."""
    target = ENGINES.get(name, name)
    module, found, attribute = target.partition(":")
    if not found:
        raise ConfigError(f"Unknown engine {name!r}: choose one of {', '.join(ENGINES)}, or give 'module:Class'.")
    try:
        engine: Engine = getattr(import_module(module), attribute)()
    except (ImportError, AttributeError, TypeError, ValueError) as exc:
        raise ConfigError(f"Engine {name!r} cannot be loaded: {exc}") from exc
    return engine
