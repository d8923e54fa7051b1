"""Models: the catalog as the Models API shows it."""

from pinxit import catalog
from pinxit.wire.models import Model, ModelList


class ModelService:
    def __init__(self, served: catalog.Catalog) -> None:
        self.catalog = served

    def list(self) -> ModelList:
        return ModelList(data=[_shown(name, model) for name, model in self.catalog.names.items()])

    def retrieve(self, name: str) -> Model:
        return _shown(name, self.catalog.retrieve(name))


def _shown(name: str, model: catalog.Model) -> Model:
    return Model(id=name, created=model.created, owned_by=model.owned_by)
