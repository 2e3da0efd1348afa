"""Files in other systems (`s3://`, `gs://`, `abfs://`, `sftp://`, `memory://`), through `fsspec`, which is an extra.

Nothing is opened that the user did not name by such an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, cast

from dragoman.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType

_INSTALL = "install it: pip install 'dragoman[remote]', and for s3:// also s3fs"
# What tells the version of a file, in the words of s3fs, gcsfs, adlfs and others; the content's own signs before times.
_SIGNS: Final = ("ETag", "etag", "md5Hash", "content_md5", "md5", "checksum", "generation")
_TIMES: Final = ("mtime", "LastModified", "last_modified", "updated", "modified", "created")


class RemoteFile(NamedTuple):
    """A file in another system. `version` is another one when its content may be another; `changed_at` in seconds, if told."""

    address: str
    version: str
    changed_at: float | None = None


def list_addresses(address: str) -> list[str]:
    """The files that an address names: itself, or those that it matches or that lie below it, in order.

    Raises:
        InputError: `fsspec`, or what it needs for this scheme, is missing; or there is no such file.
    """
    found = list_files(address)
    if not found:
        raise InputError("there is no such file", where=address, remedy="correct the address")
    return [file.address for file in found]


def list_files(address: str) -> list[RemoteFile]:
    """The same with what tells their versions, as it is now; none where there is none.

    Raises:
        InputError: `fsspec`, or what it needs for this scheme, is missing; or the system says no.
    """
    files, path = _files(address)
    scheme = address.partition("://")[0]
    try:
        files.invalidate_cache()  # a system that is asked again and again answers from what it listed first
        found = _found(files, path)
    except Exception as err:  # each system has errors of its own
        raise _unreadable(address, err) from err
    listed = ((f"{scheme}://{str(name).removeprefix(f'{scheme}://')}", told) for name, told in found.items())
    return [RemoteFile(name, _version(told), _moment(told.get("mtime"))) for name, told in sorted(listed)]


def _found(files: Any, path: str) -> dict[str, dict[str, Any]]:
    has_signs = any(sign in path for sign in "*?[")
    if has_signs and not files.isfile(path):  # a name may hold them too
        listed = files.glob(path, detail=True)
    elif files.isdir(path):
        listed = files.find(path, detail=True)
    else:
        listed = {path: files.info(path)} if files.exists(path) else {}
    return {name: told for name, told in listed.items() if told.get("type", "file") == "file"}


def _version(told: Mapping[str, Any]) -> str:
    """The size, and the first of what the system tells that changes with the content."""
    sign = next((str(told[name]) for name in _SIGNS if told.get(name) is not None), "")
    moment = next((f"{at:.6f}" for name in _TIMES if (at := _moment(told.get(name))) is not None), "")
    return f"{told.get('size')}-{sign or moment}"


def _moment(told: object) -> float | None:
    """Seconds since 1970; systems tell a number, a time or its text."""
    if isinstance(told, datetime):
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    if isinstance(told, str):
        with suppress(ValueError):
            return _moment(datetime.fromisoformat(told))
    return float(told) if isinstance(told, int | float) else None


def open_address(address: str) -> BinaryIO:
    """The file at an address, open for reading.

    Raises:
        InputError: It cannot be opened.
    """
    files, path = _files(address)
    try:
        return cast("BinaryIO", files.open(path, "rb"))
    except Exception as err:  # each system has errors of its own
        raise _unreadable(address, err) from err


def _files(address: str) -> tuple[Any, str]:
    fsspec = _fsspec(address)
    try:
        files, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as err:
        raise InputError(str(err), where=address, remedy=_INSTALL) from err
    except Exception as err:  # a system that is asked when it is opened, and says no in its own way
        raise _unreadable(address, err) from err
    return files, str(path)


def _fsspec(address: str) -> ModuleType:
    try:
        import fsspec
    except ImportError as err:
        raise InputError("files of other systems need fsspec", where=address, remedy=_INSTALL) from err
    return cast("ModuleType", fsspec)


def _unreadable(address: str, err: Exception) -> InputError:
    told = " ".join(str(err).split())[:200] or type(err).__name__
    return InputError(f"it cannot be read: {told}", where=address, remedy="check the address and your access to it")
