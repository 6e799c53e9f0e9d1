"""Archives: a member is read like a file in a folder; what is damaged, locked or a bomb fails by itself."""

from __future__ import annotations

import gc
import gzip
import io
import json
import pickle
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ingest import IngestError, Item, Limits, find, left_out, load
from dragoman.records import Article

BODY = "The foreign minister of Peru flew to Quito on Sunday for talks on the border, her office said."
MEMBERS = {
    "news/a.txt": f"Lima and Quito talk\n\n{BODY}".encode(),
    "news/b.html": f"<html><body><h1>On a border</h1><p>{BODY}</p></body></html>".encode(),
    "t.jsonl": "".join(json.dumps({"text": f"{BODY} {n}"}) + "\n" for n in (1, 2)).encode(),
    "t.csv.gz": gzip.compress(f'text,title\n"{BODY}","Of a table"\n'.encode()),
    "picture.png": b"\x89PNG",
    ".hidden.txt": b"x",
    "inner.zip": b"PK\x03\x04",
}
NAMES = ["news/a.txt", "news/b.html", "t.jsonl:1", "t.jsonl:2", "t.csv.gz:2"]
ENDINGS = [".zip", ".tar", ".tar.gz", ".tgz"]


def packed(ending: str, members: Mapping[str, bytes] = MEMBERS) -> bytes:
    """The bytes of an archive with these members."""
    out = io.BytesIO()
    if ending == ".zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()
    with tarfile.open(fileobj=out, mode="w") as archive_of_tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive_of_tar.addfile(info, io.BytesIO(data))
    return out.getvalue() if ending == ".tar" else gzip.compress(out.getvalue())


def outcome(item: Item) -> Article | IngestError:
    """What becomes of an item."""
    try:
        return load(item)
    except IngestError as error:
        assert error.source and error.problem and error.remedy
        return error


@pytest.mark.parametrize("ending", ENDINGS)
def test_members_are_read_like_files_in_a_folder(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"news{ending.upper()}"
    path.write_bytes(packed(ending))
    items = list(find(path))
    assert [item.source for item in items] == [f"{path}/{name}" for name in NAMES]
    articles = [load(item) for item in reversed(items)][::-1]
    assert [article.title for article in articles] == [
        "Lima and Quito talk",
        "On a border",
        None,
        None,
        "Of a table",
    ]
    assert all(BODY in article.text for article in articles)
    assert [out.name for out in left_out(path)] == ["picture.png", "inner.zip"]
    assert [item.source for item in find(tmp_path)] == [item.source for item in items]
    assert [out.name for out in left_out(tmp_path)] == ["picture.png", "inner.zip"]


def test_names_in_an_archive_write_nowhere(tmp_path: Path) -> None:
    names = ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a/../../x.txt", "\x1b[31mred.txt"]
    for ending in ENDINGS:
        (tmp_path / f"n{ending}").write_bytes(packed(ending, dict.fromkeys(names, BODY.encode())))
    items = list(find(tmp_path))
    assert len(items) == len(names) * len(ENDINGS)
    for item in items:
        assert isinstance(item.place, Path) and item.folder is not None
        assert item.place.parent == item.folder.path
        assert item.source.isprintable()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"n{ending}" for ending in ENDINGS)


def test_links_and_devices_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "links.tar"
    with tarfile.open(path, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo("link.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    (only,) = find(path)
    assert "holds no file of a known kind" in str(outcome(only))


def test_what_is_unpacked_goes_when_nobody_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "n.zip"
    path.write_bytes(packed(".zip"))
    items = list(find(path))
    folders = [item.folder.path for item in items if item.folder]
    assert len(folders) == len(items)
    sent = pickle.loads(pickle.dumps(replace(items[0], folder=None)))  # to a process, while this one holds it
    assert load(sent) == load(items[0])
    items.clear()
    gc.collect()
    assert not any(folder.exists() for folder in folders)


def test_members_are_unpacked_as_they_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.ingest.archive.TOGETHER", 0)
    path = tmp_path / "n.tar.gz"
    path.write_bytes(packed(".tar.gz", {f"{n}.txt": BODY.encode() for n in range(50)}))
    folders = set()
    for item in find(path):
        assert item.folder is not None
        folders.add(item.folder.path)
        assert sum(folder.exists() for folder in folders) <= 2
    assert len(folders) == 50


def test_a_locked_member_and_a_damaged_one_fail_alone(tmp_path: Path) -> None:
    data = bytearray(packed(".zip", {"a.txt": BODY.encode(), "b.txt": b"b" * 500, "c.txt": BODY.encode()}))
    local, central = (data.find(mark) for mark in (b"PK\x03\x04", b"PK\x01\x02"))
    data[local + 6] |= 1
    data[central + 8] |= 1
    data[data.find(b"b.txt") + 5] ^= 0xFF
    path = tmp_path / "n.zip"
    path.write_bytes(data)
    locked, damaged, good = map(outcome, find(path))
    assert str(locked).endswith(
        "n.zip/a.txt: is locked with a password. Unpack it with the password and give the files."
    )
    assert "n.zip/b.txt: cannot be unpacked" in str(damaged)
    assert isinstance(good, Article)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_cut_archive_gives_what_is_before_the_cut_and_one_item_that_says_so(
    tmp_path: Path, ending: str
) -> None:
    noise = bytes((n * 7919 + n // 3) % 251 for n in range(30_000))
    data = packed(ending, {f"{n}.txt": BODY.encode() + b"\n\n" + noise.hex().encode() for n in range(6)})
    path = tmp_path / f"n{ending}"
    path.write_bytes(data[: len(data) * 2 // 3])
    *before, last = find(path)
    assert isinstance(last.problem, IngestError)
    assert last.source == str(path)
    assert "cannot be read" in last.problem.problem
    if ending != ".zip":  # which has its list of members at the end
        assert [Path(item.source).name for item in before] == ["0.txt", "1.txt", "2.txt", "3.txt"][
            : len(before)
        ]
        assert before


@pytest.mark.parametrize("cut", [0, 1, 511, 512, 600, 1024, 1536, 2047])
def test_a_tar_without_its_end_is_told(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "n.tar"
    path.write_bytes(packed(".tar", {"a.txt": BODY.encode(), "b.txt": BODY.encode()})[:cut])
    *_, last = find(path)
    assert last.problem is not None and last.problem.remedy


@pytest.mark.parametrize("ending", [".zip", ".tar.gz", ".jsonl.gz"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, ending: str) -> None:
    zeros = b"\0" * 30_000_000
    path = tmp_path / f"bomb{ending}"
    path.write_bytes(gzip.compress(zeros) if "jsonl" in ending else packed(ending, {"a.txt": zeros}))
    (only,) = find(path)
    assert only.problem is not None
    assert "unpacks to more than the 10 MB" in only.problem.problem


@pytest.mark.parametrize("ending", ENDINGS)
def test_limits(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"n{ending}"
    path.write_bytes(packed(ending, {f"{n}.txt": BODY.encode() for n in range(5)}))
    *before, last = find(path, limits=Limits(members=3))
    assert len(before) == 3
    assert last.problem is not None and last.problem.problem == "holds more than 3 files"
    *_, last = find(path, limits=Limits(unpacked=200))
    assert last.problem is not None and "unpacks to more than" in last.problem.problem


def test_a_name_or_note_of_a_tar_is_not_held_whatever_its_length(tmp_path: Path) -> None:
    path = tmp_path / "n.tar"
    info = tarfile.TarInfo("a.txt")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2_000_000
    path.write_bytes(info.tobuf() + b"a" * 2_000_384 + bytes(1024))
    (only,) = find(path)
    assert only.problem is not None and "a header has 2000000 bytes" in only.problem.problem


# ---- whatever the bytes ----------------------------------------------------------------------------

SAMPLES = {ending: packed(ending) for ending in ENDINGS}


def check_listed(data: bytes, ending: str, folder: Path) -> Iterable[Item]:
    """The items of such a file: there is at least one."""
    path = folder / f"any{ending}"
    path.write_bytes(data)
    left_out(path)
    items = list(find(path))
    assert items
    return items


def check_any(data: bytes, ending: str, folder: Path) -> None:
    """Each item of such a file is an article or is refused with a remedy."""
    for item in check_listed(data, ending, folder):
        outcome(item)


@given(ending=st.sampled_from(ENDINGS), data=st.binary(max_size=1500))
@settings(deadline=None, max_examples=150)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, ending: str, data: bytes) -> None:
    check_any(data, ending, tmp_path_factory.mktemp("any"))


@given(
    ending=st.sampled_from(ENDINGS),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6)), min_size=1, max_size=4),
    cut=st.integers(0, 400),
)
@settings(deadline=None, max_examples=150)
def test_any_change_of_a_sample(
    tmp_path_factory: pytest.TempPathFactory, ending: str, changes: list[tuple[int, bytes]], cut: int
) -> None:
    data = bytearray(SAMPLES[ending])
    for at, new in changes:
        data[at % len(data) : at % len(data) + len(new)] = new
    check_any(bytes(data[: len(data) - cut]), ending, tmp_path_factory.mktemp("any"))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_unpacks_all_at_once_is_left_packed(tmp_path: Path, method: int) -> None:
    """Of 400 bytes bzip2 makes 400 MB before anybody can count them."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bomb.txt", b"0" * 50_000_000, method)
        archive.writestr("good.txt", f"Lima and Quito talk\n\n{BODY}", zipfile.ZIP_DEFLATED)
    bomb, good = map(outcome, find(path))
    assert isinstance(bomb, IngestError)
    assert "not by deflate" in bomb.problem
    assert isinstance(good, Article)
