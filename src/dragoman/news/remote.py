"""Files in other systems (`s3://`, `gs://`, `abfs://`, `sftp://`, `memory://`), through `fsspec`, which is an extra.

Nothing is opened that the user did not name by such an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, cast

from dragoman.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType

_INSTALL = "install it: pip install 'dragoman[remote]', and for s3:// also s3fs"


def list_addresses(address: str) -> list[str]:
    """The files that an address names: itself, or those that it matches or that lie below it, in order.

    Raises:
        InputError: `fsspec`, or what it needs for this scheme, is missing; or there is no such file.
    """
    files, path = _files(address)
    scheme = address.partition("://")[0]
    try:
        if any(sign in path for sign in "*?["):
            found = [name for name in files.glob(path) if files.isfile(name)]
        elif files.isdir(path):
            found = files.find(path)
        else:
            found = [path] if files.exists(path) else []
    except Exception as err:  # each system has errors of its own
        raise _unreadable(address, err) from err
    if not found:
        raise InputError("there is no such file", where=address, remedy="correct the address")
    return [f"{scheme}://{str(name).removeprefix(f'{scheme}://')}" for name in sorted(map(str, found))]


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
