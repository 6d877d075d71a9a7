# SPDX-License-Identifier: Apache-2.0
"""Payments by command: they are seen before they are sent, and nothing of a broken one is lost."""

import json
from typing import Any

import pytest

from aiomonero.cli.session import asking
from aiomonero.testing import daemons

SOMEBODY = daemons.ADDRESS
HASH = "ab" * 32
MADE = {"tx_hash": HASH, "amount": 25 * 10**10, "fee": 10**7, "weight": 1500}


def test_a_payment_is_not_sent_unseen(run: Any) -> None:
    """Where nobody can be asked, nothing is asked of the wallet either."""
    result, asked = run("transfer", "--to", SOMEBODY, "0.25")

    assert (result.exit_code, asked) == (2, [])
    assert "--yes" in result.output


def test_a_payment_is_sent_at_once_where_that_was_said(run: Any) -> None:
    """In one call, which asks for no secret."""
    result, asked = run(
        "transfer", "--to", SOMEBODY, "0.25", "--priority", "elevated", "--yes", answers={"transfer": MADE}
    )

    assert HASH in result.output
    assert asked == [
        (
            "transfer",
            {
                "destinations": [{"address": SOMEBODY, "amount": 25 * 10**10}],
                "priority": 3,
            },
        )
    ]


@pytest.mark.parametrize(("answer", "is_sent"), [("y\n", True), ("n\n", False)])
def test_a_person_is_asked_before_a_payment(
    run: Any, monkeypatch: pytest.MonkeyPatch, answer: str, is_sent: bool
) -> None:
    """With amount and fee; the transaction is made, and sent only after that."""
    monkeypatch.setattr(asking, "is_anybody_there", lambda: True)
    answers = {"transfer": {**MADE, "tx_metadata": "beef"}, "relay_tx": {"tx_hash": HASH}}

    result, asked = run("transfer", "--to", SOMEBODY, "0.25", answers=answers, input=answer)

    assert "Send 0.25 XMR for a fee of 0.00001 XMR?" in result.output
    assert asked[0][1]["do_not_relay"] is True
    assert asked[1:] == ([("relay_tx", {"hex": "beef"})] if is_sent else [])
    assert (result.exit_code == 0) is is_sent


def test_an_amount_that_is_none_is_wrong_usage(run: Any) -> None:
    """Nothing is guessed where money is spent."""
    result, asked = run("transfer", "--to", SOMEBODY, "1,5", "--yes")

    assert (result.exit_code, asked) == (2, [])


@pytest.mark.parametrize("look", [(), ("--json",)], ids=["for people", "for programs"])
def test_what_was_only_made_is_sent_later(run: Any, tmp_path: Any, look: tuple[str, ...]) -> None:
    """What one command prints is what the other one takes; the amount is told beside it."""
    made, asked = run(
        *("transfer", "--to", SOMEBODY, "0.25", "--do-not-relay", *look),
        answers={"transfer": {**MADE, "tx_metadata": "beef"}},
    )
    (tmp_path / "made").write_text(made.stdout)

    sent, later = run(
        "relay-tx", "--yes", "--metadata-file", str(tmp_path / "made"), answers={"relay_tx": {"tx_hash": HASH}}
    )

    assert "0.25 XMR" in made.stderr
    assert asked[0][1]["do_not_relay"] is True
    assert later == [("relay_tx", {"hex": "beef"})]
    assert HASH in sent.output


@pytest.mark.parametrize(
    "document", ["{", "{}", '{"tx_metadata": ""}', '{"tx_metadata_list": 5}', '{"tx_metadata_list": ["a", 5]}', ""]
)
def test_what_holds_no_transaction_is_wrong_usage(run: Any, tmp_path: Any, document: str) -> None:
    """Before anybody is asked."""
    (tmp_path / "made").write_text(document)

    result, asked = run("relay-tx", "--metadata-file", str(tmp_path / "made"))

    assert (result.exit_code, asked) == (2, [])


SWEPT = {
    "tx_hash_list": ["aa" * 32, "bb" * 32, "cc" * 32],
    "amount_list": [1, 2, 3],
    "fee_list": [4, 5, 6],
    "tx_metadata_list": ["01", "02", "03"],
}


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("consent", [(), ("--yes",)], ids=["asked", "said beforehand"])
def test_a_payment_that_breaks_halfway_tells_what_is_left(run: Any, tmp_path: Any, consent: tuple[str, ...]) -> None:
    """What was sent is named, and the rest printed as relay-tx takes it."""
    answers = {"sweep_all": SWEPT, "relay_tx": [{"tx_hash": "aa" * 32}, None]}

    broken, _ = run("sweep-all", "--to", SOMEBODY, *consent, answers=answers, input="y\n")
    (tmp_path / "rest").write_text(broken.stdout)
    _, asked = run("relay-tx", "--yes", "--metadata-file", str(tmp_path / "rest"))

    assert broken.exit_code == 1
    assert f"sent {'aa' * 32}" in broken.stderr
    assert "1 of 3 transactions were sent" in broken.stderr
    assert [params["hex"] for _, params in asked] == ["02"]


def test_a_key_is_shown_to_who_asked_for_it_alone(run: Any) -> None:
    """It proves a payment, which is nobody's business but the payer's."""
    _, plain = run("transfer", "--to", SOMEBODY, "0.25", "--yes", answers={"transfer": MADE})
    told, asked = run(
        "transfer", "--to", SOMEBODY, "0.25", "--yes", "--tx-key", answers={"transfer": {**MADE, "tx_key": "k3y"}}
    )

    assert "get_tx_key" not in plain[0][1]
    assert asked[0][1]["get_tx_key"] is True
    assert "k3y" in told.output


@pytest.mark.usefixtures("somebody")
def test_what_was_sent_needs_no_metadata_any_more(run: Any) -> None:
    """It was asked for to send the transaction, not to show it."""
    answers = {"transfer": {**MADE, "tx_metadata": "beef"}, "relay_tx": {"tx_hash": HASH}}

    result, _ = run("transfer", "--to", SOMEBODY, "0.25", "--json", answers=answers, input="y\n")

    assert json.loads(result.stdout)["tx_metadata"] == ""


@pytest.mark.parametrize("kind", ["unsigned_txset", "multisig_txset"])
def test_a_wallet_that_cannot_sign_alone_gives_the_set_alone(run: Any, kind: str) -> None:
    """On standard output, whole, as sign-transfer and sign-multisig take it; the amount is told beside it."""
    blob = "ab" * 20_000
    answers = {"transfer": {**MADE, "tx_hash": "", kind: blob}}

    result, _ = run("transfer", "--to", SOMEBODY, "0.25", "--yes", answers=answers)

    assert result.stdout == blob + "\n"
    assert "0.25 XMR for a fee of 0.00001 XMR" in result.stderr


def test_nothing_to_send_is_said(run: Any) -> None:
    """Wallets of today have no dust."""
    result, _ = run("sweep-dust", "--yes", answers={"sweep_dust": {}})

    assert result.output == "there is nothing to send\n"
