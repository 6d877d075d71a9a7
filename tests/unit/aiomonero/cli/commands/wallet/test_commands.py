# SPDX-License-Identifier: Apache-2.0
"""`monero wallet`: what the commands ask, what they show, and that they ask before they pay."""

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aiomonero.cli.commands.wallet.group import group
from aiomonero.cli.session import asking
from aiomonero.methods import catalogue
from aiomonero.testing import daemons
from aiomonero.transport import base
from aiomonero.wallet.rpc import WalletRpc

SOMEBODY = daemons.ADDRESS
HASH = "ab" * 32
MADE = {"tx_hash": HASH, "amount": 25 * 10**10, "fee": 10**7, "weight": 1500}


class Server:
    """Gives each method the answer that stands for it, of a list the next one, and remembers what it was asked.

    None is a refusal.
    """

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
        answer = self._answers.get(request["method"], {})
        if isinstance(answer, list):
            answer = answer.pop(0)
        if answer is None:
            return json.dumps({"error": {"code": -4, "message": "refused"}}).encode()
        return json.dumps({"result": answer}).encode()


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


@pytest.mark.parametrize("wrong", [("--to", SOMEBODY, "1,5"), ("--to", SOMEBODY, "1", "--network", "moonnet")])
def test_a_uri_for_several_is_checked_as_a_payment_is(run: Any, wrong: tuple[str, ...]) -> None:
    """Amounts are amounts, and networks exist."""
    result, asked = run("make-uri-multi", *wrong)

    assert (result.exit_code, asked) == (2, [])


def test_a_uri_for_several_has_exact_amounts(run: Any) -> None:
    """As decimal text, which the server wants."""
    _, asked = run("make-uri-multi", "--to", SOMEBODY, "0.250000000001", answers={"make_uri_multi": {"uri": "monero:"}})

    assert [each["amount"] for each in asked[0][1]["recipients"]] == ["0.250000000001"]


def test_a_set_to_describe_is_one_or_the_other(run: Any) -> None:
    """Naming none, or both, is wrong usage."""
    result, asked = run("describe-transfer")

    assert (result.exit_code, asked) == (2, [])


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


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sit somebody at the terminal."""
    monkeypatch.setattr(asking, "is_anybody_there", lambda: True)


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


def test_a_signed_set_goes_round_whole(run: Any, tmp_path: Any) -> None:
    """What sign-transfer prints submit-transfer sends, however long."""
    blob = "ab" * 20_000
    (tmp_path / "unsigned").write_text("cd")
    signed, _ = run(
        *("sign-transfer", "--unsigned-txset-file", str(tmp_path / "unsigned")),
        answers={"sign_transfer": {"signed_txset": blob}},
    )
    (tmp_path / "signed").write_text(signed.stdout)

    _, asked = run("submit-transfer", "--yes", "--signed-txset-file", str(tmp_path / "signed"))

    assert asked == [("submit_transfer", {"tx_data_hex": blob})]


DESTRUCTIVE = (
    "submit-transfer --signed-txset-file {file}",
    "submit-multisig --txset-file {file}",
    "relay-tx --metadata-file {file}",
    "rescan-blockchain --hard",
    "close-wallet --no-save",
    "stop-wallet",
)


@pytest.mark.parametrize("line", DESTRUCTIVE)
def test_what_spends_or_destroys_is_asked_about(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, line: str
) -> None:
    """Nobody there is wrong usage, a no has its exit code, and --yes says it beforehand."""
    (tmp_path / "file").write_text("beef")
    words = line.format(file=tmp_path / "file").split()

    alone = run(*words)
    monkeypatch.setattr(asking, "is_anybody_there", lambda: True)
    refused = run(*words, input="n\n")
    agreed = run(*words, input="y\n", answers={"relay_tx": {"tx_hash": HASH}})
    sure = run(*words, "--yes", answers={"relay_tx": {"tx_hash": HASH}})

    assert [(each[0].exit_code, len(each[1])) for each in (alone, refused, agreed, sure)] == [
        (2, 0),
        (1, 0),
        (0, 1),
        (0, 1),
    ]


def test_what_does_no_harm_is_not_asked_about(run: Any) -> None:
    """A wallet that is saved and closed is only opened again."""
    assert [run(*line.split())[0].exit_code for line in ("close-wallet", "rescan-blockchain")] == [0, 0]


def test_a_password_and_a_new_one_cannot_both_come_from_standard_input(run: Any) -> None:
    """The new one would be empty, and nobody would know."""
    words = ("change-wallet-password", "--wallet-password-file", "-", "--new-password-file", "-")

    result, asked = run(*words, input="old\nnew\n")

    assert (result.exit_code, asked) == (2, [])


SIGNED = ("--signature", "SigV2")
PAID = {"in_pool": False, "confirmations": 3}


@pytest.mark.parametrize(
    ("words", "method", "yes", "no"),
    [
        (("verify", "--data", "x", "--wallet-address", SOMEBODY, *SIGNED), "verify", {"good": True}, {"good": False}),
        (
            ("validate-address", "--wallet-address", "foo"),
            "validate_address",
            {"valid": True, "integrated": False, "subaddress": False, "nettype": "mainnet"},
            {"valid": False, "integrated": False, "subaddress": False, "nettype": ""},
        ),
        (
            ("check-tx-key", "--tx-hash", HASH, "--wallet-address", SOMEBODY, "--tx-key-file", "-"),
            "check_tx_key",
            {**PAID, "received": 1},
            {**PAID, "received": 0},
        ),
        (
            ("check-tx-proof", "--tx-hash", HASH, "--wallet-address", SOMEBODY, *SIGNED),
            "check_tx_proof",
            {**PAID, "received": 1, "good": True},
            {**PAID, "received": 1, "good": False},
        ),
        (("check-spend-proof", "--tx-hash", HASH, *SIGNED), "check_spend_proof", {"good": True}, {"good": False}),
        (
            ("check-reserve-proof", "--wallet-address", SOMEBODY, *SIGNED),
            "check_reserve_proof",
            {"good": True, "total": 5, "spent": 0},
            {"good": False, "total": 0, "spent": 0},
        ),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_no_is_seen_by_the_exit_code(run: Any, words: Any, method: str, yes: Any, no: Any, form: Any) -> None:
    """As a script looks at nothing else; the answer is printed all the same."""
    good, _ = run(*words, *form, answers={method: yes}, input="ab" * 32)
    bad, _ = run(*words, *form, answers={method: no}, input="ab" * 32)

    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert good.output != bad.output != ""


@pytest.mark.parametrize(
    "words",
    [
        ("transfer", "--to", SOMEBODY[:-1] + "z", "1", "--yes"),
        ("sweep-all", "--to", "48", "--yes"),
        ("get-transfer-by-txid", "--tx-hash", "abc"),
        ("get-transfers", "--min-height", str(2**64)),
        ("restore-deterministic-wallet", "--filename", "x", "--restore-height", str(2**64)),
    ],
)
def test_what_cannot_be_meant_is_never_sent(run: Any, words: Any) -> None:
    """Addresses, hashes and heights are looked at here."""
    result, asked = run(*words)

    assert (result.exit_code, asked) == (2, [])


def _entry(kind: str, height: int, timestamp: int) -> dict[str, object]:
    numbers = {"amount": 1, "fee": 0, "height": height, "timestamp": timestamp, "unlock_time": 0}
    flags = {"locked": False, "double_spend_seen": False, "subaddr_index": {"major": 0, "minor": 0}}
    return {"txid": f"{timestamp:064}", "type": kind, **numbers, **flags}


def test_transfers_are_listed_by_height(run: Any) -> None:
    """And what no block holds yet comes last, whatever miners say of the time."""
    found = {"in": [_entry("in", 7, 100), _entry("block", 5, 300)], "pending": [_entry("pending", 0, 50)]}

    result, _ = run("get-transfers", answers={"get_transfers": found})

    lines = [line for line in result.output.splitlines() if line[:1].isdigit()]
    assert [line.split()[0] for line in lines] == ["5", "7", "0"]


def test_rewards_are_a_kind_of_their_own(run: Any) -> None:
    """Servers tell them among what came in."""
    found = {"in": [_entry("in", 7, 100), _entry("block", 5, 300)]}

    result, asked = run("get-transfers", "--kind", "block", "--json", answers={"get_transfers": found})

    assert [each["type"] for each in json.loads(result.output)["in"]] == ["block"]
    assert asked[0][1]["in"] is True


@pytest.mark.parametrize("address", ["foo", "http://", "foo:port"])
def test_a_wallet_is_given_no_daemon_that_is_none(run: Any, address: str) -> None:
    """It would take it, and then fail at everything."""
    result, asked = run("set-daemon", "--daemon-address", address)

    assert (result.exit_code, asked) == (2, [])


@pytest.mark.parametrize("address", ["http://127.0.0.1:18081", "node.example.org:18081", "https://node.example.org"])
def test_a_wallet_is_given_a_daemon(run: Any, address: str) -> None:
    """By a URL, or by host and port."""
    result, asked = run("set-daemon", "--daemon-address", address)

    assert (result.exit_code, asked[0][1]["address"]) == (0, address)


def test_a_missing_secret_names_its_option(run: Any) -> None:
    """As there are several that name a file."""
    result, _ = run("open-wallet", "--filename", "x")

    assert "set MONERO_WALLET_PASSWORD or say --wallet-password-file FILE" in " ".join(result.output.split())


def test_a_password_behind_a_username_is_refused_unseen(run: Any) -> None:
    """What the terminal shows is often kept."""
    result, asked = run("-u", "me:secret", "get-height")

    assert (result.exit_code, asked, "secret" in result.output) == (2, [], False)
