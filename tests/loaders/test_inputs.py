"""Finding files, opening them plain or compressed, reading text of unknown encoding."""

from __future__ import annotations

import errno
import gzip
import io
import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import InputError, UsageError
from loaders.base import Input, Source
from loaders.inputs import find_inputs, open_counted, open_stream, read_text
from tests.loaders.events import file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from loaders.base import Event, Options


def _nothing(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
    yield from ()


SOURCE = Source("sample", _nothing, "A sample.", "works", (".jsonl", ".jsonl.gz"), stdin=True)
NO_STDIN = Source("sample", _nothing, "A sample.", "works", (".jsonl",), stdin=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ("b.jsonl", "a.JSONL.GZ", "deep/er/c.jsonl", "notes.txt", ".hidden/d.jsonl", ".e.jsonl"):
        (tmp_path / name).write_text("{}")
    return tmp_path


def _names(folder: Path, inputs: Sequence[Input]) -> list[str]:
    return [str(item.path.relative_to(folder)) for item in inputs if item.path]


def test_a_folder_gives_its_files_in_order_without_hidden_and_foreign_ones(folder: Path) -> None:
    assert _names(folder, find_inputs([str(folder)], SOURCE)) == ["a.JSONL.GZ", "b.jsonl", "deep/er/c.jsonl"]


def test_a_pattern_gives_files_and_folders(folder: Path) -> None:
    found = find_inputs([f"{folder}/*.jsonl", f"{folder}/dee*"], SOURCE)
    assert _names(folder, found) == ["b.jsonl", "deep/er/c.jsonl"]


def test_a_named_file_is_taken_whatever_its_ending_and_once(folder: Path) -> None:
    path = str(folder / "notes.txt")
    (found,) = find_inputs([path, f"{folder}/deep/../notes.txt"], SOURCE)
    assert (found.name, found.size) == (path, 2)


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    odd = tmp_path / "works[1].jsonl"
    odd.write_text("{}")
    assert [item.path for item in find_inputs([str(odd)], SOURCE)] == [odd]


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    (item,) = find_inputs(["-"], SOURCE)
    assert (item.path, item.name) == (None, "standard input")
    buffer = io.TextIOWrapper(io.BytesIO(gzip.compress(b'{"id":1}')))
    monkeypatch.setattr(sys, "stdin", buffer)
    with open_stream(item) as stream:
        assert stream.read() == b'{"id":1}'
    assert not buffer.closed
    with pytest.raises(UsageError, match="standard input"):
        find_inputs(["-"], NO_STDIN)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.jsonl", "no such file or folder"),
        ("*.nothing", "no file matches"),
        (".hidden/none", "no such"),
        ("deep", "holds no file for the source sample"),
    ],
)
def test_paths_that_hold_nothing_are_errors(folder: Path, name: str, words: str) -> None:
    (folder / "deep/er/c.jsonl").unlink()
    with pytest.raises(InputError, match=words):
        find_inputs([str(folder / name)], SOURCE)


@pytest.mark.parametrize(
    ("source", "words"), [(SOURCE, r"load sample - < .*pipe\.jsonl"), (NO_STDIN, "in a file")]
)
@pytest.mark.parametrize("pattern", ["pipe.jsonl", "p*.jsonl"])
def test_a_pipe_is_no_file(tmp_path: Path, source: Source, words: str, pattern: str) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(InputError, match="pipe or a device") as caught:
        find_inputs([str(tmp_path / pattern)], source)
    assert re.search(words, str(caught.value.remedy))
    with pytest.raises(InputError, match="holds no file"):
        find_inputs([str(tmp_path)], source)


def test_a_link_to_nothing_is_said_and_ends(tmp_path: Path) -> None:
    (tmp_path / "*.jsonl").symlink_to(tmp_path / "gone")
    with pytest.raises(InputError, match="no such file"):
        find_inputs([str(tmp_path / "*.jsonl")], SOURCE)


def test_a_name_in_another_encoding_is_said_as_far_as_it_can_be(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + "/名簿.jsonl".encode("cp932"))
    with open(path, "wb") as out:  # noqa: PTH123  # the name is no text
        out.write(b"{}")
    for given in (path, str(tmp_path)):
        (item,) = find_inputs([given], SOURCE)
        assert item.name.startswith(f"{tmp_path}/")
        assert "\ufffd" in item.name
        item.name.encode()
        with open_stream(item) as stream:
            assert stream.read() == b"{}"


def test_links_in_circles_end(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.jsonl").symlink_to("self.jsonl")
    assert _names(tmp_path, find_inputs([str(tmp_path)], SOURCE)) == ["a.jsonl"]
    with pytest.raises(InputError, match=r"self\.jsonl"):
        find_inputs([str(tmp_path / "self.jsonl")], SOURCE)


def test_a_folder_that_may_not_be_read_is_no_empty_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = os.scandir

    def shut(path: str) -> object:
        if os.fspath(path).endswith("deep"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", shut)
    with pytest.raises(InputError, match=r"deep.*cannot be opened"):
        find_inputs([str(folder)], SOURCE)


def test_a_name_longer_than_names_may_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        find_inputs([str(tmp_path / ("x" * 300))], SOURCE)


def test_no_path_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        find_inputs([], SOURCE)


def test_gzip_is_told_by_its_bytes_and_may_have_several_members(tmp_path: Path) -> None:
    data = gzip.compress(b"one\n") + gzip.compress(b"two\n")
    item = file(tmp_path / "plain.jsonl", data)
    with open_counted(item) as stream:
        assert stream.read(2) == b"on"
        assert stream.read() == b"e\ntwo\n"
        assert stream.consumed == len(data) == item.size
    assert open_stream(file(tmp_path / "really.gz", b"plain")).read() == b"plain"


@pytest.mark.parametrize("size", [b"", b"\x1f"])
def test_files_shorter_than_the_gzip_mark(tmp_path: Path, size: bytes) -> None:
    assert open_stream(file(tmp_path / "short", size)).read() == size


@pytest.mark.parametrize("cut", [4, 25, 200, -1])
def test_a_truncated_gzip_names_file_and_byte(tmp_path: Path, cut: int) -> None:
    whole = gzip.compress(bytes(i * i % 251 for i in range(5000)))
    item = file(tmp_path / "cut.jsonl.gz", whole[:cut])
    with pytest.raises(InputError, match=r"cut\.jsonl\.gz: the compressed file .* byte \d+"):
        open_stream(item).read()


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(bytes(i * i % 251 for i in range(5000)), mtime=0))
    whole[-6] ^= 255
    with pytest.raises(InputError, match="damaged"):
        open_stream(file(tmp_path / "bad.gz", bytes(whole))).read()


def test_a_folder_in_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        open_stream(Input(tmp_path, "folder", None))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp932", "cp932")],
)
def test_encodings_are_told(tmp_path: Path, encoding: str, found: str) -> None:
    text = "組織名,備考\n東京大学,髙橋さんの①\n"
    assert read_text(file(tmp_path / "a.csv", text.encode(encoding))) == (text, found)


def test_western_text_is_not_taken_for_japanese(tmp_path: Path) -> None:
    item = file(tmp_path / "a.csv", "name\nUniversität zu Köln\nÉcole à côté\n".encode("latin-1"))
    with pytest.raises(InputError, match="unknown encoding"):
        read_text(item)
    assert "Köln" in read_text(item, fallback="latin-1")[0]


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\x00\x01binary", b"\xff\xfe\x00"])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.csv"):
        read_text(file(tmp_path / "a.csv", data))


def test_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    packed = file(tmp_path / "a.csv.gz", gzip.compress(b"x" * 5000))
    with pytest.raises(InputError, match="longer than"):
        read_text(packed, limit=4999)
    assert len(read_text(packed, limit=5000)[0]) == 5000
