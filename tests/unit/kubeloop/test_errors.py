# SPDX-License-Identifier: Apache-2.0
"""The tree of errors: what the module's docstring draws is what there is."""

from __future__ import annotations

import inspect
import re

from kubeloop import errors


def test_every_error_is_in_the_drawing_and_every_drawn_error_exists():
    """Whoever adds an error says there what the caller can do about it."""
    there = {name for name, value in vars(errors).items() if inspect.isclass(value)}

    assert there == _drawn()


def test_all_errors_have_one_root():
    """One except clause catches whatever comes out of this package on purpose."""
    classes = [value for value in vars(errors).values() if inspect.isclass(value)]

    assert all(issubclass(value, errors.KubeloopError) for value in classes)


def test_clash_names_the_other():
    """A person must find the object that is in the way."""
    clash = errors.Clash("Service", "default", "net", uid="u", controller="MoneroNode net")

    assert str(clash) == "Service default/net exists already, controlled by MoneroNode net"


def _drawn() -> set[str]:
    drawing = (errors.__doc__ or "").strip().splitlines()[2:]
    names = (re.match(r"\w+( · \w+)*", line.lstrip(" │├└─")).group() for line in drawing)
    return {name for several in names for name in several.split(" · ")}
