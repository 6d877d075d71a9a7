# SPDX-License-Identifier: Apache-2.0
"""YAML in and out."""

import pytest

from monero_operator.cli import documents
from monero_operator.cli.documents import Document


def read(tmp_path, text: str) -> list[Document]:
    """Read a file with this text; where its documents stand is told without the folder."""
    path = tmp_path / "a.yaml"
    path.write_text(text)
    return [
        Document(each.where.replace(str(path), "a.yaml"), each.content, each.problem)
        for each in documents.read(str(path))
    ]


def test_documents_are_counted_and_empty_ones_passed_over(tmp_path):
    """A sentence about the third document says so, although the second one is empty."""
    expected = [Document("a.yaml, document 1", {"a": 1}), Document("a.yaml, document 3", {"b": 2})]

    assert expected == read(tmp_path, "a: 1\n---\n# nothing\n---\nb: 2\n")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("1:30", "1:30"),
        ("2026-01-02", "2026-01-02"),
        ("1_0", 10),
        ("0x10", 16),
        ("1.5", 1.5),
        ("-3", -3),
        ("yes", True),
        ("off", False),
        ("~", None),
        ("", None),
        ("5s", "5s"),
        ("'5'", "5"),
    ],
)
def test_plain_words_mean_what_they_mean_to_kubectl(tmp_path, word, meant):
    """Neither dates nor sexagesimal numbers are known there."""
    assert [Document("a.yaml, document 1", {"a": meant})] == read(tmp_path, f"a: {word}\n")


def test_a_key_that_stands_twice_is_a_mistake(tmp_path):
    """The second one would silently win."""
    [found] = read(tmp_path, "a: 1\nb: {c: 1, c: 2}\n")

    assert found.problem == "is no YAML: key 'c' stands twice in line 2"


@pytest.mark.parametrize("text", ["a: [", "a: !!python/object:os.system {}", "\ta: 1", "[" * 1000, "? [a]\n: 1"])
def test_what_is_no_yaml_is_a_problem_of_its_document(tmp_path, text):
    """What stands before it is still read."""
    first, second = read(tmp_path, f"a: 1\n---\n{text}")

    assert Document("a.yaml, document 1", {"a": 1}) == first
    assert second.problem.startswith("is no YAML: ")


def test_a_character_that_no_yaml_has_spoils_the_whole_file(tmp_path):
    """The reader looks at all of it first."""
    [found] = read(tmp_path, "a: 1\n---\na: \x00")

    assert found.problem.startswith("is no YAML: ")


def test_a_file_that_is_missing_or_no_text_or_endless_is_a_problem(tmp_path, monkeypatch):
    """And no traceback."""
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setattr(documents, "MAX_BYTES", 1024)
    (tmp_path / "long").write_text("a" * 1025)

    found = [documents.read(str(tmp_path / name)) for name in ("missing", "bytes", "long")]

    starts = ["cannot be read", "cannot be read", "has more than"]
    assert [start for start, [one] in zip(starts, found, strict=True) if not one.problem.startswith(start)] == []


def test_what_was_written_reads_the_same(tmp_path):
    """Without anchors, and so that texts can follow each other."""
    shared = {"labels": {"a": "1"}}
    contents = [{"one": shared, "two": shared}, {"three": ["<allocated>", "yes"]}]

    text = documents.text(contents[:1]) + documents.text(contents[1:])

    assert "&" not in text
    assert contents == [each.content for each in read(tmp_path, text)]
