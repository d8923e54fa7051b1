import tomllib
from pathlib import Path

import pytest

from pinxit.config import Config, load
from pinxit.errors import ConfigError


def test_file_then_environment_then_flags(tmp_path):
    file = tmp_path / "pinxit.toml"
    file.write_text('host = "0.0.0.0"\nport = 1\nseed = 1\nstrict = true\n', encoding="utf-8")
    config = load(file, {"PINXIT_PORT": "2", "PINXIT_SEED": "2"}, {"seed": 3, "data": None})
    assert (config.host, config.port, config.seed, config.strict) == ("0.0.0.0", 2, 3, True)


def test_the_environment_names_the_file(tmp_path):
    file = tmp_path / "pinxit.toml"
    file.write_text("port = 7\n", encoding="utf-8")
    assert load(environment={"PINXIT_CONFIG": str(file)}).port == 7


@pytest.mark.parametrize(
    "text, environment, named",
    [
        ("prot = 1", {}, "'prot'"),
        ("", {"PINXIT_PROT": "1"}, "'PINXIT_PROT'"),
        ("port = 99999", {}, "'port' cannot be 99999"),
        ("", {"PINXIT_STRICT": "perhaps"}, "'strict' cannot be 'perhaps'"),
        ("port = ", {}, "not valid TOML"),
    ],
)
def test_mistakes_are_named(tmp_path, text, environment, named):
    file = tmp_path / "pinxit.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=named.replace("(", r"\(")):
        load(file, environment)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="nowhere.toml"):
        load(tmp_path / "nowhere.toml", {})


def test_a_tilde_is_the_home_folder():
    assert load(environment={"PINXIT_DATA": "~/pinxit"}).data == Path.home() / "pinxit"


def test_other_programs_variables_are_left_alone():
    assert load(environment={"PATH": "/bin", "OPENAI_API_KEY": "k"}) == load(environment={})


DOCS = Path(__file__).parent.parent / "docs" / "settings.md"


@pytest.mark.parametrize("name", Config.model_fields)
def test_every_setting_is_documented_in_its_own_words(name):
    sections = dict(part.split("\n", 1) for part in DOCS.read_text(encoding="utf-8").split("\n## ")[1:])
    description = Config.model_fields[name].description
    assert description in " ".join(sections[f"`{name}`"].split())


def test_the_sample_file_in_the_docs_is_read(tmp_path):
    sample = DOCS.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    assert Config.model_validate(tomllib.loads(sample))
