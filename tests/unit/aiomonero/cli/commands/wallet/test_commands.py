# SPDX-License-Identifier: Apache-2.0
"""`monero wallet`: what the commands ask, what they show, and that they ask before they pay."""

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aiomonero.cli.commands.wallet import confirming
from aiomonero.cli.commands.wallet.group import group
from aiomonero.methods import catalogue
from aiomonero.transport import base
from aiomonero.wallet.rpc import WalletRpc

SOMEBODY = "48LjwvMbeEniTbZuLLVE14HSVZeVZeGZQ8gdEmrjQUNJPFAdtrHqNaUSMT1Xhzehxyj21vSMuJ5358BnD5BEM8vANHn83Zy"
HASH = "ab" * 32
MADE = {"tx_hash": HASH, "amount": 25 * 10**10, "fee": 10**7, "weight": 1500}


class Server:
    """Gives each method the answer that stands for it and remembers what it was asked."""

    def __init__(self, answers: dict[str, object]) -> None:
        self._answers = answers
        self.asked: list[tuple[str, Any]] = []

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        raise AssertionError("RPC is never a GET")

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        request = json.loads(body)
        self.asked.append((request["method"], request.get("params")))
        return json.dumps({"result": self._answers.get(request["method"], {})}).encode()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command against a server with prepared answers."""

    def call(
        *words: str, answers: dict[str, object] | None = None, **more: Any
    ) -> tuple[Result, list[tuple[str, Any]]]:
        server = Server(answers or {})

        @contextlib.asynccontextmanager
        async def opened(options: object) -> AsyncIterator[WalletRpc]:
            yield WalletRpc(server, "http://wallet:1")

        monkeypatch.setattr(group, "_open", opened)
        return CliRunner().invoke(group, list(words), **more), server.asked

    return call


def test_every_method_is_a_command() -> None:
    """A new method that nobody can type fails this test."""
    expected = {name.replace("_", "-") for name in catalogue.of_wallet()}

    assert set(group.commands) == expected


def test_a_balance_is_shown_in_xmr(run: Any) -> None:
    """And the server's own numbers are told to programs."""
    balance = {"balance": 25 * 10**10, "unlocked_balance": 0, "blocks_to_unlock": 3, "time_to_unlock": 0}

    shown, asked = run("get-balance", "--address-index", "2", answers={"get_balance": balance})
    told, _ = run("get-balance", "--json", answers={"get_balance": balance})

    assert "0.25 XMR" in shown.output
    assert json.loads(told.output)["balance"] == 25 * 10**10
    assert asked[0][1] == {"account_index": 0, "address_indices": [2], "all_accounts": False, "strict": False}


def test_a_payment_is_not_sent_unseen(run: Any) -> None:
    """Where nobody can be asked, nothing is asked of the wallet either."""
    result, asked = run("transfer", "--to", SOMEBODY, "0.25")

    assert (result.exit_code, asked) == (2, [])
    assert "--yes" in result.output


def test_a_payment_is_sent_at_once_where_that_was_said(run: Any) -> None:
    """In one call, which asks for the key of the transaction too."""
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
                "get_tx_key": True,
            },
        )
    ]


@pytest.mark.parametrize(("answer", "is_sent"), [("y\n", True), ("n\n", False)])
def test_a_person_is_asked_before_a_payment(
    run: Any, monkeypatch: pytest.MonkeyPatch, answer: str, is_sent: bool
) -> None:
    """With amount and fee; the transaction is made, and sent only after that."""
    monkeypatch.setattr(confirming, "_is_anybody_there", lambda: True)
    answers = {"transfer": {**MADE, "tx_metadata": "beef"}, "relay_tx": {"tx_hash": HASH}}

    result, asked = run("transfer", "--to", SOMEBODY, "0.25", answers=answers, input=answer)

    assert "Send 0.25 XMR for a fee of 0.00001 XMR?" in result.output
    assert asked[0][1]["do_not_relay"] is True
    assert asked[1:] == ([("relay_tx", {"hex": "beef"})] if is_sent else [])
    assert (result.exit_code == 0) is is_sent


def test_a_seed_comes_from_a_file_and_is_not_shown(run: Any, tmp_path: Any) -> None:
    """Neither it nor the password is an argument."""
    (tmp_path / "seed").write_text("abbey abbey\n")
    made = {"address": SOMEBODY, "seed": "abbey abbey", "info": "restored", "was_deprecated": False}

    result, asked = run(
        "restore-deterministic-wallet",
        *("--filename", "w", "--seed-file", str(tmp_path / "seed")),
        answers={"restore_deterministic_wallet": made},
        env={"MONERO_WALLET_PASSWORD": "hush"},
    )

    assert SOMEBODY in result.output
    assert "abbey" not in result.output
    assert (asked[0][1]["seed"], asked[0][1]["password"]) == ("abbey abbey", "hush")


def test_key_images_travel_as_json(run: Any, tmp_path: Any) -> None:
    """What one command prints the other one reads."""
    images = {"offset": 1, "signed_key_images": [{"key_image": HASH, "signature": "cd"}]}
    exported, _ = run("export-key-images", "--json", answers={"export_key_images": images})
    (tmp_path / "images").write_text(exported.output)

    _, asked = run("import-key-images", "--file", str(tmp_path / "images"))

    assert asked == [("import_key_images", images)]


def test_a_set_to_describe_is_one_or_the_other(run: Any) -> None:
    """Naming none, or both, is wrong usage."""
    result, asked = run("describe-transfer")

    assert (result.exit_code, asked) == (2, [])


def test_an_amount_that_is_none_is_wrong_usage(run: Any) -> None:
    """Nothing is guessed where money is spent."""
    result, asked = run("transfer", "--to", SOMEBODY, "1,5", "--yes")

    assert (result.exit_code, asked) == (2, [])


def test_what_was_only_made_is_sent_later(run: Any, tmp_path: Any) -> None:
    """The document of one command is what the other one takes."""
    made, asked = run(
        *("transfer", "--to", SOMEBODY, "0.25", "--do-not-relay", "--json"),
        answers={"transfer": {**MADE, "tx_metadata": "beef"}},
    )
    (tmp_path / "made").write_text(made.output)

    sent, later = run("relay-tx", "--metadata-file", str(tmp_path / "made"), answers={"relay_tx": {"tx_hash": HASH}})

    assert asked[0][1]["do_not_relay"] is True
    assert later == [("relay_tx", {"hex": "beef"})]
    assert HASH in sent.output


@pytest.mark.parametrize("document", ["{", "{}", '{"tx_metadata": ""}'])
def test_what_holds_no_transaction_is_wrong_usage(run: Any, tmp_path: Any, document: str) -> None:
    """Before anybody is asked."""
    (tmp_path / "made").write_text(document)

    result, asked = run("relay-tx", "--metadata-file", str(tmp_path / "made"))

    assert (result.exit_code, asked) == (2, [])
