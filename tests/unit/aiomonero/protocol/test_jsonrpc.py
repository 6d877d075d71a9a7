# SPDX-License-Identifier: Apache-2.0
"""JSON-RPC: requests as daemons want them, and every kind of bad answer."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.methods.daemon import refusals
from aiomonero.protocol import jsonrpc


class Count(msgspec.Struct):
    """A result with one required member."""

    count: int


def test_a_request_without_parameters_has_none() -> None:
    """An absent member is understood by every version."""
    assert json.loads(jsonrpc.encode("get_info")) == {"method": "get_info", "jsonrpc": "2.0", "id": "0"}


def test_parameters_may_be_a_list() -> None:
    """A few old methods take positions instead of names."""
    assert json.loads(jsonrpc.encode("submit_block", ("00",)))["params"] == ["00"]


def test_a_result_is_typed() -> None:
    """Unknown members of answer and result are ignored."""
    body = b'{"id":"0","jsonrpc":"2.0","extra":1,"result":{"status":"OK","count":3,"untrusted":false}}'

    assert jsonrpc.decode(body, Count) == Count(3)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-1, errors.Rejected),
        (-2, errors.NotFound),
        (-7, errors.Rejected),
        (-9, errors.NotReady),
        (-14, errors.PaymentRequired),
        (-19, errors.Restricted),
        (-32601, errors.MethodMissing),
        (-32603, errors.Rejected),
        (-32600, errors.LocalProtocolError),
        (-32602, errors.LocalProtocolError),
        (-32700, errors.LocalProtocolError),
    ],
)
def test_an_error_code_says_whose_fault_it_is(code: int, kind: type[errors.MoneroError]) -> None:
    """Each code becomes exactly one kind of error."""
    with pytest.raises(errors.MoneroError) as caught:
        jsonrpc.decode(json.dumps({"error": {"code": code, "message": "m"}}).encode(), Count, refusals.CODES)

    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("BUSY", errors.NotReady),
        ("PAYMENT REQUIRED", errors.PaymentRequired),
        ("Failed", errors.Rejected),
        ("", errors.Rejected),
    ],
)
def test_a_status_other_than_ok_is_a_refusal(status: str, kind: type[errors.MoneroError]) -> None:
    """A refusal is seen before the result, whose members may be missing then."""
    with pytest.raises(kind):
        jsonrpc.decode(json.dumps({"result": {"status": status}}).encode(), Count)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>", id="not JSON"),
        pytest.param(b"{}", id="neither result nor error"),
        pytest.param(b'{"result":{"status":"OK"}}', id="a member is missing"),
        pytest.param(b'{"result":{"status":"OK","count":"3"}}', id="a member of another type"),
        pytest.param(b'{"result":[1]}', id="a result of another shape"),
        pytest.param(b'{"result":' + b"[" * 200_000, id="nested deeper than the stack"),
        pytest.param(b'{"result":{"status":"\xff"}}', id="not UTF-8"),
        pytest.param(b'{"error":{}}', id="an error without a code"),
    ],
)
def test_nonsense_is_the_remote_sides_fault(body: bytes) -> None:
    """No answer whatsoever may surface as another kind of exception."""
    with pytest.raises(errors.RemoteProtocolError):
        jsonrpc.decode(body, Count)


@given(st.binary(max_size=200))
def test_random_bytes_never_escape_the_tree_of_errors(body: bytes) -> None:
    """Whatever arrives, the caller handles one root."""
    with pytest.raises(errors.MoneroError):
        jsonrpc.decode(body, Count)


def test_a_refusal_without_words_is_said_to_be_one() -> None:
    """Wallet servers refuse a daemon so; nobody can look up " (0)"."""
    body = json.dumps({"error": {"code": 0, "message": ""}}).encode()

    with pytest.raises(errors.Rejected, match=r"it gave no reason \(code 0\)"):
        jsonrpc.decode(body, dict, refusals={})
