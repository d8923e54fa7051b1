"""Which model ids we answer to, and what each one accepts, costs and defaults to: `models.toml` as typed rows."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib.resources import files
from typing import Any, Literal, Self

from pinxit.errors import ImageRefused, InvalidRequest, NotFound
from pinxit.options import Option, cut, listed
from pinxit.rows import Row
from pinxit.wire.images import Operation


class Inputs(Row):
    """What a family takes as pictures to work from (contract 1.3, 1.4 and 8)."""

    max_count: int
    max_bytes: int
    formats: tuple[str, ...]
    """Keys of `pictures.FORMATS`."""
    is_square: bool = False
    """Only pictures as wide as they are high."""
    alpha_is_mask: bool = False
    """Without a mask, the clear pixels of the picture are where to edit, so that it must have some."""


class Profile(Row):
    """What a family of models accepts, and how its answers look."""

    answer: Literal["gpt-image", "dall-e"]
    operations: tuple[Operation, ...]
    inputs: Inputs | None = None
    tokens: str | None = None
    text_tokens_per_input: int = 0
    auto_fidelity: Literal["low", "high"] = "low"
    """The input fidelity of a request that names none."""
    revises_prompts: bool = False
    auto_quality: str
    auto_sizes: tuple[str, ...]
    options: dict[str, Option]

    def takes(self, operation: Operation) -> dict[str, Option]:
        """The fields that `operation` takes."""
        return {name: option for name, option in self.options.items() if not option.only or operation in option.only}


class Model(Row):
    """A served model: a public id, the names it also answers to, and its family's profile."""

    id: str
    profile: str
    created: int
    aliases: tuple[str, ...] = ()
    owned_by: str = "system"


class Default(Row):
    """The model of a request that names none."""

    model: str
    gpt_model: str
    gpt_fields: tuple[str, ...]
    gpt_values: dict[str, tuple[str, ...]]


class Catalog(Row):
    """The served models and all that is known of them."""

    default: Default
    steps: dict[str, dict[str, int]]
    profiles: dict[str, Profile]
    open_model: Model
    """What is the same for every open model: all but its id."""
    models: tuple[Model, ...]
    tokens: dict[str, dict[str, dict[str, int]]]

    @classmethod
    def built_in(cls) -> Self:
        """Read `models.toml`."""
        tables = tomllib.loads(files("pinxit").joinpath("models.toml").read_text(encoding="utf-8"))
        profiles = tables["profiles"]
        tables["profiles"] = {name: _extended(name, profiles) for name in profiles}
        return cls.model_validate(tables)

    def serving(self, open_models: Iterable[str], aliases: Mapping[str, str]) -> Self:
        """This catalog with open models, by their ids, and with names that stand for others.

        An alias of a model of this catalog is that model; one of anything else takes what open models take.
        """
        models = {model.id: model for model in self.models}
        for name in open_models:
            models.setdefault(name, self.open_model.model_copy(update={"id": name}))
        for name, target in aliases.items():
            if name not in self.names:
                models[name] = self.names.get(target, self.open_model).model_copy(update={"id": name, "aliases": ()})
        tables = {name: getattr(self, name) for name in type(self).model_fields}  # without `names`, which changes
        return type(self)(**tables | {"models": tuple(models.values())})

    @cached_property
    def names(self) -> dict[str, Model]:
        """Every public id, aliases included, and the model it stands for."""
        return {name: model for model in self.models for name in (model.id, *model.aliases)}

    def resolve(self, name: str) -> Model:
        """Return the model called `name`; raises `ImageRefused` as the image endpoints do (contract 6.3)."""
        try:
            return self.names[name]
        except KeyError:
            message = f"The model '{cut(name)}' does not exist."
            raise ImageRefused(message, param="model", code="invalid_value") from None

    def retrieve(self, name: str) -> Model:
        """Return the model called `name`; raises `NotFound` as `GET /v1/models/{id}` does."""
        try:
            return self.names[name]
        except KeyError:
            message = f"The model '{cut(name)}' does not exist or you do not have access to it."
            raise NotFound(message, param="model", code="model_not_found") from None

    def resolve_for(self, operation: Operation, name: str) -> Model:
        """Return the model called `name`; raises `InvalidRequest` if it does not serve `operation` (contract 6.3)."""
        model = self.resolve(name)
        if operation not in self.profile(model).operations:
            serving = tuple(each.id for each in self.models if operation in self.profile(each).operations)
            message = f"Invalid value: '{cut(name)}'. Value must be {listed(serving, 'or')}."
            raise InvalidRequest(message, param="model", code="invalid_value")
        return model

    def choose(self, fields: Mapping[str, Any], operation: Operation, *, is_form: bool = False) -> str:
        """Name the model for a request that names none: the rule of contract 1.1.

        Only a GPT image model takes several pictures, or pictures that are named by JSON; and it makes no variations.
        """
        rule, images = self.default, fields.get("images")
        if operation == "variations":
            return rule.model
        marked = any(field in fields for field in rule.gpt_fields)
        marked |= isinstance(images, list) and (not is_form or len(images) > 1)
        marked |= any(fields.get(field) in values for field, values in rule.gpt_values.items())
        return rule.gpt_model if marked else rule.model

    def profile(self, model: Model) -> Profile:
        return self.profiles[model.profile]

    def count_steps(self, engine: str, quality: str) -> int:
        """How many steps `engine` paints a picture of `quality` in."""
        return self.steps.get(engine, self.steps["default"])[quality]


def _extended(name: str, profiles: dict[str, Any]) -> dict[str, Any]:
    """One profile with all that it extends; an option that it names again is replaced whole."""
    own = dict(profiles[name])
    base = own.pop("extends", None)
    if base is None:
        return own
    inherited = _extended(base, profiles)
    return inherited | own | {"options": inherited["options"] | own.get("options", {})}
