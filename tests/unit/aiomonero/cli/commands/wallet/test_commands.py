# SPDX-License-Identifier: Apache-2.0
"""`monero wallet`: what the commands ask and show, and that they ask before they destroy."""

import json
from typing import Any

import pytest

from aiomonero.cli.commands.wallet.group import group
from aiomonero.cli.session import asking
from aiomonero.methods import catalogue
from aiomonero.testing import daemons

SOMEBODY = daemons.ADDRESS
HASH = "ab" * 32


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
