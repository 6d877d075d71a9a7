# SPDX-License-Identifier: Apache-2.0
"""Running programs: a failure carries the end of the output and what to do."""

import sys

import pytest

from images import BuildError, program

HANGS = "import threading; threading.Event().wait()"


def test_a_failure_shows_the_end_of_the_output_and_the_hint():
    """The reason is in the last lines; the hint says what to do about it."""
    code = "print('\\n'.join(map(str, range(100)))); raise SystemExit(3)"

    with pytest.raises(BuildError) as failure:
        program.run([sys.executable, "-c", code], timeout_seconds=30, hint="is the disk full?")

    lines = str(failure.value).splitlines()
    assert lines[0].endswith("failed with exit code 3:")
    assert lines[1:] == [f"  {number}" for number in range(85, 100)] + ["is the disk full?"]


def test_a_program_that_hangs_is_given_up():
    """No build waits for ever."""
    with pytest.raises(BuildError, match=r"did not finish in 0 s\ntry again"):
        program.run([sys.executable, "-c", HANGS], timeout_seconds=0.01, hint="try again")


def test_a_present_program_is_not_installed(monkeypatch):
    """Nothing is asked of apt when there is nothing to do."""
    monkeypatch.setattr(program, "run", lambda *_, **__: pytest.fail("apt was called"))

    program.require("sh", "dash")


def test_a_missing_program_is_installed_with_what_it_needs(monkeypatch):
    """The package's name can differ from the program's, and there can be several."""
    calls = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    monkeypatch.setattr(program, "run", lambda command, **_: calls.append(command))

    program.require("mmdebstrap", "mmdebstrap-package", "gpg")

    assert [command[1] for command in calls] == ["update", "install"]
    assert calls[-1][-2:] == ["mmdebstrap-package", "gpg"]


def test_without_apt_the_message_says_what_is_missing(monkeypatch):
    """On other distributions a person has to install it."""
    monkeypatch.setattr("shutil.which", lambda _: None)

    with pytest.raises(BuildError, match="install skopeo yourself"):
        program.require("skopeo", "skopeo")
