"""Where the tables of a run lie: a folder, or a place that fsspec knows by its address, as ``s3://…``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

INSTALL = "Install it with: pip install 'dragoman[scale]'"


class PlaceError(Exception):
    """A place that cannot be used: what is wrong with it, and what the user can do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy


class Place(Protocol):
    """A folder of files by names with slashes. Methods raise OSError where it is full or out of reach."""

    @property
    def name(self) -> str:
        """As every machine knows it: an absolute path, or an address."""

    def put(self, file: Path, name: str) -> None:
        """Copy a file here, all of it or nothing."""

    def fetch(self, name: str, folder: Path) -> Path:
        """The file as one of this machine: itself, or a copy in ``folder``."""

    def write(self, name: str, content: bytes) -> None:
        """Write a small file, all of it or nothing."""

    def read(self, name: str) -> bytes | None:
        """What a small file holds; None where there is none."""

    def names(self, folder: str) -> list[str]:
        """The files of a folder, sorted; none where there is no such folder."""


def place(named: str) -> Place:
    """The place of that name. Raises PlaceError where it is an address that cannot be understood."""
    return Remote(named) if "://" in named else Local(named)


class Local:
    """A folder of this machine, or one that all machines share."""

    def __init__(self, named: str) -> None:
        self._path = Path(named).absolute()

    @property
    def name(self) -> str:
        return str(self._path)

    def put(self, file: Path, name: str) -> None:
        with self._whole(name) as part:
            shutil.copyfile(file, part)

    def fetch(self, name: str, folder: Path) -> Path:
        return self._path / name

    def write(self, name: str, content: bytes) -> None:
        with self._whole(name) as part:
            part.write_bytes(content)

    def read(self, name: str) -> bytes | None:
        try:
            return (self._path / name).read_bytes()
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> list[str]:
        try:
            return sorted(one.name for one in (self._path / folder).iterdir() if one.suffix != ".part")
        except FileNotFoundError:
            return []

    @contextmanager
    def _whole(self, name: str) -> Iterator[Path]:
        """A file to write, with a name of its own, that takes the place of ``name`` once it is whole."""
        target = self._path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{uuid4().hex}.part")
        try:
            yield part
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


class Remote:
    """A place that fsspec knows; a file is there once its upload ends, as it is with stores of objects."""

    def __init__(self, named: str) -> None:
        self.name = named.rstrip("/")
        self._system, self._root = _opened(self.name)

    def put(self, file: Path, name: str) -> None:
        with _explained(self.name):
            self._system.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
            self._system.put_file(str(file), self._at(name))

    def fetch(self, name: str, folder: Path) -> Path:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with _explained(self.name):
            self._system.get_file(self._at(name), str(target))
        return target

    def write(self, name: str, content: bytes) -> None:
        with _explained(self.name):
            self._system.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
            self._system.pipe_file(self._at(name), content)

    def read(self, name: str) -> bytes | None:
        try:
            with _explained(self.name):
                found: bytes = self._system.cat_file(self._at(name))
        except FileNotFoundError:
            return None
        return found

    def names(self, folder: str) -> list[str]:
        try:
            with _explained(self.name):
                self._system.invalidate_cache()  # others write here too
                found = self._system.ls(self._at(folder), detail=False)
        except FileNotFoundError:
            return []
        return sorted(str(one).rpartition("/")[2] for one in found)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Every kind of place has errors of its own: such as are no OSError become one."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{name}: {type(error).__name__}: {error}") from error


def _opened(named: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise PlaceError("a place with an address needs fsspec, which is not installed", INSTALL) from error
    try:
        with _explained(named):
            system, root = url_to_fs(named)
    except OSError as error:  # of a kind that needs another package, or of no kind
        remedy = "Name a folder, or install what it asks for"
        raise PlaceError(f"it cannot be reached ({error})", remedy) from error
    return system, str(root).rstrip("/")
