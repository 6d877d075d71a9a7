# SPDX-License-Identifier: Apache-2.0
"""The environment of the command is written down."""

import re
from pathlib import Path

from aiomonero import cli
from aiomonero.cli.session import variables

SOURCES = Path(cli.__file__).parent


def test_no_variable_is_read_that_the_reference_does_not_tell() -> None:
    """Names are in the registry alone, and each of them says what it stands for."""
    known = {value for name, value in vars(variables).items() if name.isupper() and isinstance(value, str)}
    elsewhere = {
        name
        for path in SOURCES.rglob("*.py")
        if path.name != "variables.py"
        for name in re.findall(r"[\"$](MONERO_[A-Z_]+)", path.read_text())
    }

    assert set(variables.INSTEAD_OF) == known
    assert elsewhere <= known
