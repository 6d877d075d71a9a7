# SPDX-License-Identifier: Apache-2.0
"""Errors show what a person needs."""

from localkube import errors


def test_tail_shows_the_last_lines(tmp_path):
    """A long log is cut at the front."""
    log = tmp_path / "kubelet.log"
    log.write_text("".join(f"line {number}\n" for number in range(5000)))

    shown = errors.tail(log).splitlines()

    assert shown[-1] == "  line 4999"
    assert len(shown) == 12


def test_tail_of_nothing_says_so(tmp_path):
    """An empty log and a missing one look different."""
    (tmp_path / "empty.log").touch()

    assert errors.tail(tmp_path / "empty.log") == "  (empty)"
    assert "No such file" in errors.tail(tmp_path / "missing.log")


def test_not_ready_names_problem_log_and_remedy(tmp_path):
    """What, how long, where to look, what to do."""
    log = tmp_path / "etcd.log"
    log.write_text("disk full\n")

    text = str(errors.NotReadyError("etcd does not answer", 90, log))

    for part in ("etcd does not answer, 90 s long", str(log), "disk full", "localkube down"):
        assert part in text
