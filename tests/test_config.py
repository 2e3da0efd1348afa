from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.config import Config, parse_config, read_config
from dragoman.errors import ConfigError

HERE = Path("/folder")


def parse(text: str) -> Config:
    return parse_config(text, where="dragoman.toml", folder=HERE)


def test_without_a_file_every_setting_has_its_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGOMAN_CONFIG", raising=False)
    assert read_config() == Config()


def test_option_goes_over_variable_and_variable_over_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("dragoman.toml", "variable.toml", "option.toml"), 1):
        (tmp_path / name).write_text(f"[read]\nworkers = {number}\n")
    monkeypatch.delenv("DRAGOMAN_CONFIG", raising=False)
    assert read_config().read.workers == 1
    monkeypatch.setenv("DRAGOMAN_CONFIG", "variable.toml")
    assert read_config().read.workers == 2
    assert read_config("option.toml").read.workers == 3


def test_all_sections_are_read() -> None:
    config = parse(
        '[read]\nbatch_size = 7\nmin_probability = 0.6\n[store]\npath = "n.duckdb"\n[output]\nformat = "csv"\n[knowledge]\n'
    )
    assert (config.read.batch_size, config.read.min_probability) == (7, 0.6)
    assert config.output.format == "csv"
    assert config.origin == "dragoman.toml"


def test_store_stands_beside_the_file() -> None:
    assert parse('[store]\npath = "n.duckdb"').store.path == "/folder/n.duckdb"
    assert parse('[store]\npath = "/data/n.duckdb"').store.path == "/data/n.duckdb"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[raed]\n", "Did you mean read?"),
        ("[read]\nworker = 2\n", "'worker' is no setting of [read]. Expected workers, batch_size"),
        ("[read]\nworker = 2\n", "Did you mean workers?"),
        ("workers = 2\n", "It belongs under [read]"),
        ("read = 2\n", "Write [read] above its keys"),
        ("[knowledge]\nplaces = 1\n", "Expected folder"),
        ('origin = "x"\n', "[origin] is no section"),
        ("[read]\nworkers = 0\n", "workers under [read]: expected int >= 1"),
        ('[read]\nworkers = "two"\n', "workers under [read]: expected int, got str"),
        ('[output]\nformat = "xml"\n', "format under [output]: invalid enum value 'xml'"),
        ("[read\n", "this is no TOML"),
    ],
)
def test_what_is_no_setting_stops_the_run(text: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert what in caught.value.message
    assert caught.value.message.startswith("dragoman.toml: ")


def test_named_file_must_be_there_and_sound(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path / "gone.toml")
    (tmp_path / "a.toml").write_bytes(b"[read]\n# \xff\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_config(tmp_path / "a.toml")


def test_tables_of_ones_own_stand_beside_the_file() -> None:
    assert parse('[knowledge]\nfolder = "kb"').knowledge.folder == "/folder/kb"
    assert parse('[knowledge]\nfolder = "/data/kb"').knowledge.folder == "/data/kb"
    assert parse("").knowledge.folder is None


def test_variable_names_tables_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGOMAN_CONFIG", raising=False)
    monkeypatch.setenv("DRAGOMAN_KB", "mine")
    assert read_config().knowledge.folder == "mine"
    (tmp_path / "dragoman.toml").write_text('[knowledge]\nfolder = "kb"\n')
    assert read_config().knowledge.folder == "mine"
    monkeypatch.delenv("DRAGOMAN_KB")
    assert read_config().knowledge.folder == "kb"
