# SPDX-License-Identifier: Apache-2.0
"""Calls about payment for RPC, against what three versions answered that ask for none."""

import pytest

from aiomonero import errors
from aiomonero.methods.daemon import payment
from tests.support import replay, vectors

CLIENT = "0" * 64

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_there_is_nothing_to_mine_for(version: str) -> None:
    """Without payment all of it is empty or 0."""
    info = await replay.Replay(version, "restricted.json_rpc.rpc_access_info").rpc.rpc_access_info()

    assert (info.hashing_blob, info.seed_hash, info.difficulty, info.cookie, info.credits) == ("", "", 0, 0, 0)


@each_version
async def test_nobody_can_pay(version: str) -> None:
    """The status of the answer is the refusal."""
    paying = replay.Replay(version, "restricted.json_rpc.rpc_access_pay")
    mining = replay.Replay(version, "restricted.json_rpc.rpc_access_submit_nonce")

    with pytest.raises(errors.Rejected, match="Payment not necessary"):
        await paying.rpc.rpc_access_pay(CLIENT, paying_for="x", payment_credits=1)
    with pytest.raises(errors.Rejected, match="Payment not necessary"):
        await mining.rpc.rpc_access_submit_nonce(CLIENT, nonce=1, cookie=1)
    assert paying.params == {"client": CLIENT, **paying.recorded}
    assert mining.params == {"client": CLIENT, **mining.recorded}


@each_version
async def test_there_are_no_accounts(version: str) -> None:
    """These refusals have a code."""
    account = replay.Replay(version, "unrestricted.json_rpc.rpc_access_account")
    data = replay.Replay(version, "unrestricted.json_rpc.rpc_access_data")

    with pytest.raises(errors.Rejected) as of_account:
        await account.rpc.rpc_access_account(CLIENT)
    with pytest.raises(errors.Rejected) as of_data:
        await data.rpc.rpc_access_data()
    assert account.recorded == account.params
    assert (of_account.value.code, of_data.value.code) == (-21, -21)


@each_version
async def test_calls_are_counted_without_payment(version: str) -> None:
    """The proof of work of a block took milliseconds, which is told in nanoseconds."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.rpc_access_tracking")

    counts = {count.rpc: count for count in await daemon.rpc.rpc_access_tracking()}

    assert daemon.recorded == daemon.params
    assert counts["calcpow"].count == 1
    assert counts["calcpow"].time_nanoseconds > 1_000_000


@pytest.mark.parametrize(
    "params",
    [
        payment.ClientParams("s3cret"),
        payment.NonceParams("s3cret", 1, 1),
        payment.PayParams("s3cret", "x", 1),
        payment.AccountParams("s3cret", 0),
    ],
    ids=lambda params: type(params).__name__,
)
def test_a_client_s_signature_is_not_shown(params: object) -> None:
    """It is as good as a login while it is new."""
    assert "s3cret" not in repr(params)
