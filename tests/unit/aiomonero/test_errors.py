# SPDX-License-Identifier: Apache-2.0
"""The tree of errors: complete in its picture, and every error knows where it happened."""

import inspect

import pytest

from aiomonero import errors

CLASSES = [value for _, value in inspect.getmembers(errors, inspect.isclass) if issubclass(value, errors.MoneroError)]


@pytest.mark.parametrize("kind", CLASSES)
def test_the_picture_shows_every_error(kind: type[errors.MoneroError]) -> None:
    """The tree at the top of the module names each class of it."""
    assert kind.__name__ in (errors.__doc__ or "")


def test_the_place_is_filled_in_once() -> None:
    """What the innermost place knew is kept, what it did not know is added on the way out."""
    error = errors.Busy("syncs", endpoint="http://a:1").located(endpoint="http://b:2", method="get_info")

    assert error.endpoint == "http://a:1"
    assert error.method == "get_info"
    assert str(error) == "get_info at http://a:1: syncs"


def test_the_cause_is_the_original_exception() -> None:
    """An error that replaces another one leads back to it."""
    original = OSError("gone")

    with pytest.raises(errors.Closed) as caught:
        raise errors.Closed("gone") from original

    assert caught.value.cause is original
