"""The settings: one TOML file read into typed structs. A key that means nothing stops the run.

The file is the one named by `--config`, else by `$DRAGOMAN_CONFIG`, else `dragoman.toml` in the working directory, else
there is none and every setting has its default. What an option on the command line says goes over the file.

    [read]
    workers = 2
    max_characters = 1_000_000

    [store]
    path = "news.duckdb"            # from the folder of this file

    [output]
    format = "table"

    [knowledge]
    folder = "kb"                   # from the folder of this file
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from dragoman.errors import ConfigError
from dragoman.records import Record

FILE_NAME: Final = "dragoman.toml"
VARIABLE: Final = "DRAGOMAN_CONFIG"
KB_VARIABLE: Final = "DRAGOMAN_KB"

Format = Literal["table", "json", "jsonl", "csv", "parquet"]
DocumentField = Literal["id", "text", "published", "publisher", "title", "url", "language", "author", "modified"]
Positive = Annotated[int, msgspec.Meta(ge=1)]
Score = Annotated[float, msgspec.Meta(ge=0, le=1)]


class ReadConfig(Record, frozen=True):
    """`[read]`: how documents are read.

    Attributes:
        workers: Processes that read. Each needs some 400 MB; the answer is the same with any number.
        batch_size: Documents written to the store at once, and so the most that must be read anew after a kill.
        max_characters: Longest text of a document, in code points; longer ones are refused.
        max_json_mb: Largest `.json` file, in megabytes.
        max_file_mb: Largest feed, message, PDF or inner archive, in megabytes: what must be held in memory whole.
        max_unpacked_mb: Most that one archive may unpack to, in megabytes, archives in it included.
        max_ratio: How many times larger than its packed form anything may become; more is taken for a bomb.
        max_members: Most members of an archive.
        max_depth: How deep archives may lie in each other.
        max_pages: Most pages of a PDF.
        columns: Which column or field of CSV, Parquet and JSON tells what: `columns = { text = "body" }`.
        min_probability: Event mentions less probable are left out, and listed with the reason.
        max_seconds: Longest that the reading of one document, or the taking apart of one part of a file, may take; it is then refused.
        max_memory_mb: Most memory that one document may take beyond its reader's models, and a file beyond what takes it
            apart, in megabytes.
    """

    workers: Annotated[int, msgspec.Meta(ge=1, le=256)] = 1
    batch_size: Positive = 100
    max_characters: Positive = 1_000_000
    max_json_mb: Positive = 256
    max_file_mb: Positive = 64
    max_unpacked_mb: Positive = 8192
    max_ratio: Positive = 200
    max_members: Positive = 200_000
    max_depth: Positive = 3
    max_pages: Positive = 500
    columns: dict[DocumentField, str] = msgspec.field(default_factory=dict)
    min_probability: Score = 0.4
    max_seconds: Positive = 300
    max_memory_mb: Positive = 2048


class StoreConfig(Record, frozen=True):
    """`[store]`: where readings are kept.

    Attributes:
        path: The DuckDB file, from the folder of the settings file. Without it, nothing is kept unless `--store` is
            given.
    """

    path: str | None = None


class OutputConfig(Record, frozen=True):
    """`[output]`: what is shown.

    Attributes:
        format: Format of `read` and `events` where neither an option nor the ending of `--output` tells one.
        left_out: Whether tables list what was weighed and not taken.
        limit: Most event mentions that `events` shows in a table; the other formats write all.
        width: Columns of a table; the terminal's where it is not given.
    """

    format: Format | None = None
    left_out: bool = False
    limit: Positive = 50
    width: Annotated[int, msgspec.Meta(ge=40, le=400)] | None = None


class KnowledgeConfig(Record, frozen=True):
    """`[knowledge]`: tables of the user's own.

    Attributes:
        folder: The folder with them, from that of the settings file; its rows go over ours. `$DRAGOMAN_KB` goes over
            this setting, and the option `--kb` over both.
    """

    folder: str | None = None


class Config(Record, frozen=True):
    """All settings. `origin` is the file they come from, `None` where there is none."""

    read: ReadConfig = ReadConfig()
    store: StoreConfig = StoreConfig()
    output: OutputConfig = OutputConfig()
    knowledge: KnowledgeConfig = KnowledgeConfig()
    origin: str | None = None


_SECTIONS: Final[dict[str, type[Record]]] = {
    "read": ReadConfig,
    "store": StoreConfig,
    "output": OutputConfig,
    "knowledge": KnowledgeConfig,
}


def read_config(path: str | Path | None = None) -> Config:
    """The settings that hold here.

    Args:
        path: The file; `None` looks for it as the module says.

    Raises:
        ConfigError: The named file is missing or is no TOML, or a key or value is not a setting.
    """
    named = path or os.environ.get(VARIABLE)
    if named is None and not Path(FILE_NAME).is_file():
        config = Config()
    else:
        file = Path(named or FILE_NAME)
        config = parse_config(_read(file), where=str(file), folder=file.parent)
    tables = os.environ.get(KB_VARIABLE)
    return msgspec.structs.replace(config, knowledge=KnowledgeConfig(folder=tables)) if tables else config


def parse_config(text: str, *, where: str, folder: Path) -> Config:
    """The settings that a TOML text tells.

    Args:
        text: The text.
        where: Its name, for messages.
        folder: Where relative paths in it start.

    Raises:
        ConfigError: It is no TOML, or a key or value is not a setting.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(f"this is no TOML: {err}", where=where, remedy="see https://toml.io") from err
    _check_keys(tables, where)
    try:
        config = msgspec.convert({**tables, "origin": where}, Config)
    except msgspec.ValidationError as err:
        raise ConfigError(_value_message(str(err)), where=where) from err
    if config.store.path is not None:
        config = msgspec.structs.replace(config, store=StoreConfig(path=str(folder / config.store.path)))
    if config.knowledge.folder is not None:
        own = KnowledgeConfig(folder=str(folder / config.knowledge.folder))
        config = msgspec.structs.replace(config, knowledge=own)
    return config


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise ConfigError(
            f"the settings cannot be read: {err.strerror or err}",
            where=str(file),
            remedy=f"correct --config or ${VARIABLE}",
        ) from err
    except UnicodeDecodeError as err:
        raise ConfigError(f"this is not UTF-8 (byte {err.start})", where=str(file), remedy="save it as UTF-8") from err


def _check_keys(tables: Mapping[str, Any], where: str) -> None:
    for name, table in tables.items():
        if name not in _SECTIONS:
            inside = [section for section, kind in _SECTIONS.items() if name in kind.__struct_fields__]
            remedy = f"it belongs under [{inside[0]}]" if inside else did_you_mean(name, _SECTIONS)
            raise ConfigError(f"[{name}] is no section", where=where, expected=_listed(_SECTIONS), remedy=remedy)
        if not isinstance(table, dict):
            raise ConfigError(f"{name} is a section, not a value", where=where, remedy=f"write [{name}] above its keys")
        fields = _SECTIONS[name].__struct_fields__
        for key in table:
            if key not in fields:
                raise ConfigError(
                    f"{key!r} is no setting of [{name}]",
                    where=where,
                    expected=_listed(fields) or "no key here",
                    remedy=did_you_mean(key, fields),
                )


def did_you_mean(word: str, known: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str | None:
    """`Did you mean X?`, or `None` where nothing known is like the word."""
    close = difflib.get_close_matches(word.lower(), {name.lower(): name for name in known}, n=1)
    return f"did you mean {next(name for name in known if name.lower() == close[0])}?" if close else None


def _listed(names: Mapping[str, Any] | tuple[str, ...]) -> str:
    return ", ".join(names)


def _value_message(told: str) -> str:
    """msgspec's ``Expected `int`, got `str` - at `$.read.workers` `` with the setting in front."""
    match = re.fullmatch(r"(.*) - at `\$\.([\w.]+)`", told)
    if match is None:
        return told
    section, _, key = match[2].partition(".")
    return f"{key} under [{section}]: {match[1][0].lower()}{match[1][1:].replace('`', '')}"
