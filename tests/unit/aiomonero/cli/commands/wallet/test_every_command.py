# SPDX-License-Identifier: Apache-2.0
"""Every command of `monero wallet` is run: it asks its method, shows a person a line to look for, and a program JSON.

Answers are those of real wallet servers where a release gave one that was captured.
"""

import contextlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aiomonero.cli.commands.wallet.group import group
from aiomonero.cli.session import variables
from aiomonero.testing.fakenode import FakeNode
from aiomonero.wallet.rpc import WalletRpc

CAPTURED = sorted((Path(__file__).parents[5] / "vectors" / "wallet").glob("*.json"))
SOMEBODY = "48LjwvMbeEniTbZuLLVE14HSVZeVZeGZQ8gdEmrjQUNJPFAdtrHqNaUSMT1Xhzehxyj21vSMuJ5358BnD5BEM8vANHn83Zy"
HASH = "ab" * 32
OTHER = "cd" * 32
IMAGES = {"offset": 1, "signed_key_images": [{"key_image": HASH, "signature": "cd"}]}
ROUND = {"address": SOMEBODY, "multisig_info": "MultisigxV2next"}
WALLET = {"address": SOMEBODY, "info": "Wallet has been restored", "seed": "", "was_deprecated": False}
MADE = {"tx_hash": HASH, "amount": 25 * 10**10, "fee": 10**7, "weight": 1500}
SPLIT = {"tx_hash_list": [HASH], "amount_list": [25 * 10**10], "fee_list": [10**7], "weight_list": [1500]}
DESCRIBED = {
    "amount_in": 5, "amount_out": 4, "ring_size": 16, "unlock_time": 0, "payment_id": "", "change_amount": 1,
    "change_address": SOMEBODY, "fee": 10**7, "dummy_outputs": 0, "extra": "",
    "recipients": [{"address": SOMEBODY, "amount": 4}],
}  # fmt: skip

WRITTEN: dict[str, object] = {
    "describe_transfer": {"desc": [DESCRIBED]},
    "exchange_multisig_keys": ROUND,
    "export_key_images": IMAGES,
    "export_multisig_info": {"info": "MultisigxInfo"},
    "export_outputs": {"outputs_data_hex": "4d6f6e65726f"},
    "generate_from_keys": WALLET,
    "get_languages": {"languages": ["English"], "languages_local": ["English"]},
    "get_multisig_key_exchange_booster": ROUND,
    "get_version": {"version": 65562, "release": True},
    "import_key_images": {"height": 7, "spent": 10**12, "unspent": 2 * 10**12},
    "import_multisig_info": {"n_outputs": 3},
    "import_outputs": {"num_imported": 3},
    "is_multisig": {"multisig": True, "ready": True, "threshold": 2, "total": 3},
    "make_multisig": ROUND,
    "make_uri_multi": {"uri": f"monero:{SOMEBODY}?tx_amount=1"},
    "parse_uri_multi": {"uri": {"recipients": [{"address": SOMEBODY, "amount": "1"}]}},
    "prepare_multisig": ROUND,
    "query_key": {"key": HASH},
    "restore_deterministic_wallet": WALLET,
    "set_log_categories": {"categories": "*:WARNING"},
    "sign_multisig": {"tx_data_hex": "beef", "tx_hash_list": [HASH]},
    "sign_transfer": {"signed_txset": "beef", "tx_hash_list": [HASH]},
    "submit_multisig": {"tx_hash_list": [HASH]},
    "submit_transfer": {"tx_hash_list": [HASH]},
    "sweep_all": SPLIT,
    "sweep_single": MADE,
    "transfer_split": SPLIT,
}
"""Answers that were not captured, as they hold secrets or need other wallets."""
SILENT = frozenset({
    "auto_refresh", "change_wallet_password", "close_wallet", "create_wallet", "finalize_multisig", "open_wallet",
    "set_daemon", "set_log_level", "setup_background_sync", "start_background_sync", "start_mining",
    "stop_background_sync", "stop_mining", "stop_wallet", "store",
})  # fmt: skip
"""Methods whose answer is empty."""

NO = ("good no", "not good")
"""Answers to a check that did not come out well, which is told by the exit code too."""

COMMANDS = {
    f"add-address-book --wallet-address {SOMEBODY} --description friend": "0",
    "auto-refresh --disable": "disabled",
    "change-wallet-password --wallet-password-file FILE --new-password-file FILE": "changed",
    f"check-reserve-proof --wallet-address {SOMEBODY} --signature ReserveProof": "total 486.492122781282 XMR",
    f"check-spend-proof --tx-hash {HASH} --signature SpendProof": "not good",
    f"check-tx-key --tx-hash {HASH} --wallet-address {SOMEBODY} --tx-key-file FILE": "received 1 XMR",
    f"check-tx-proof --tx-hash {HASH} --wallet-address {SOMEBODY} --signature OutProof": "received 1 XMR",
    "close-wallet": "closed",
    "create-account --label x": "account index 1",
    "create-address --label x": "1 897PKg15z",
    "create-wallet --filename w": "made and open",
    "delete-address-book --index 0": "removed",
    "describe-transfer --unsigned-txset-file FILE": "fee 0.00001 XMR",
    "edit-address-book --index 0 --description x": "changed",
    "estimate-tx-size-and-weight --inputs 2 --outputs 2": "weight 1536",
    "exchange-multisig-keys --info-file FILE": "MultisigxV2next",
    "export-key-images": f"{HASH} cd",
    "export-multisig-info": "MultisigxInfo",
    "export-outputs": "4d6f6e65726f",
    "finalize-multisig": "nothing was done",
    f"freeze --key-image {HASH}": "frozen",
    f"frozen --key-image {HASH}": "not frozen",
    f"generate-from-keys --filename w --wallet-address {SOMEBODY} --view-key-file FILE": "Wallet has been restored",
    "get-account-tags": "rainy for bad weather 1",
    "get-accounts": "total balance 489.543128581282 XMR",
    "get-address": "0 4ASReGKb",
    "get-address-book": "0 48LjwvMb",
    f"get-address-index --wallet-address {SOMEBODY}": "major 0 minor 2",
    "get-attribute --key k": "42",
    "get-balance": "unlocked balance 175.909277970868 XMR",
    "get-bulk-payments --min-block-height 1": "121 6bc238c9",
    "get-default-fee-priority": "unimportant",
    "get-height": "116",
    "get-languages": "English English",
    "get-multisig-key-exchange-booster --info-file FILE --threshold 2 --signers 3": "MultisigxV2next",
    "get-payments --payment-id 0123456789abcdef": "121 6bc238c9",
    "get-reserve-proof": "ReserveProofV2",
    f"get-spend-proof --tx-hash {HASH}": "SpendProofV1",
    f"get-transfer-by-txid --tx-hash {HASH}": "fee 0.04",
    "get-transfers": "out 713e2865",
    f"get-tx-key --tx-hash {HASH}": "f92b36e7",
    f"get-tx-notes --tx-hash {HASH} --tx-hash {OTHER}": HASH,
    f"get-tx-proof --tx-hash {HASH} --wallet-address {SOMEBODY}": "OutProofV2",
    "get-version": "rpc version 1.26",
    "import-key-images --file IMAGES": "spent 1 XMR unspent 2 XMR",
    "import-multisig-info --info-file FILE": "3",
    "import-outputs --file FILE": "3",
    "incoming-transfers": "34 35.182124011582 XMR",
    "is-multisig": "threshold 2 total 3",
    "label-account --account-index 0 --label x": "labelled",
    "label-address --address-index 1 --label x": "labelled",
    "make-integrated-address": "payment id 0123456789abcdef",
    "make-multisig --info-file FILE --threshold 2": "MultisigxV2next",
    f"make-uri --wallet-address {SOMEBODY} --amount 0.25": "monero:48Ljwv",
    f"make-uri-multi --to {SOMEBODY} 1": "monero:48Ljwv",
    "open-wallet --filename w": "open",
    f"parse-uri --uri monero:{SOMEBODY}": "amount 0.5 XMR",
    f"parse-uri-multi --uri monero:{SOMEBODY}": f"{SOMEBODY} 1",
    "prepare-multisig": "MultisigxV2next",
    "query-key --key-type view_key": HASH,
    "refresh": "blocks fetched 1",
    "relay-tx --metadata-file FILE --yes": "082ea023",
    "rescan-blockchain": "rescanned",
    "rescan-spent": "rescanned",
    "restore-deterministic-wallet --filename w --seed-file FILE": "Wallet has been restored",
    f"scan-tx --tx-hash {HASH}": "scanned",
    "set-account-tag-description --tag t --description d": "described",
    "set-attribute --key k --value v": "stored",
    "set-daemon --daemon-address http://127.0.0.1:18081": "set",
    "set-log-categories --categories *:WARNING": "*:WARNING",
    "set-log-level --level 1": "logging at level 1",
    "set-subaddress-lookahead --major 1 --minor 2": "set",
    f"set-tx-notes --note {HASH} text": "noted",
    "setup-background-sync --type reuse-wallet-password": "set up",
    "sign --data text": "SigV2",
    "sign-multisig --txset-file FILE": "beef",
    "sign-transfer --unsigned-txset-file FILE": "beef",
    f"split-integrated-address --integrated-address {SOMEBODY}": "payment id 0123456789abcdef",
    "start-background-sync": "started",
    "start-mining": "mining",
    "stop-background-sync": "stopped",
    "stop-mining": "stopped",
    "stop-wallet --yes": "stopped",
    "store": "saved",
    "submit-multisig --txset-file FILE --yes": HASH,
    "submit-transfer --signed-txset-file FILE --yes": HASH,
    f"sweep-all --to {SOMEBODY} --yes": "0.25 XMR fees 0.00001 XMR",
    "sweep-dust --yes": "there is nothing to send",
    f"sweep-single --to {SOMEBODY} --key-image {HASH} --yes": "0.25 XMR fee 0.00001 XMR",
    "tag-accounts --tag t --account-index 0": "tagged",
    f"thaw --key-image {HASH}": "thawed",
    f"transfer --to {SOMEBODY} 0.25 --yes": "amount 1 XMR fee 0.041173 XMR",
    f"transfer-split --to {SOMEBODY} 0.25 --yes": "0.25 XMR fees 0.00001 XMR",
    "untag-accounts --account-index 0": "untagged",
    f"validate-address --wallet-address {SOMEBODY}": "valid yes",
    f"verify --data text --wallet-address {SOMEBODY} --signature SigV2": "good no",
}
"""Each command, and what a person sees of its answer."""


def _name(line: str) -> str:
    return line.partition(" ")[0]


Run = Callable[..., tuple[Result, FakeNode]]


def captured() -> dict[str, object]:
    """Return the newest captured answer to each method."""
    found: dict[str, object] = {}
    for path in CAPTURED:
        found |= {name: exchange["result"] for name, exchange in json.loads(path.read_bytes()).items()}
    return found


ANSWERS = {**captured(), **WRITTEN, **{name: {} for name in SILENT}}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command against a wallet server with an answer to everything; its files hold what a wallet might say."""
    (tmp_path / "FILE").write_text("beef\n")
    (tmp_path / "IMAGES").write_text(json.dumps(IMAGES))
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[Result, FakeNode]:
        fake = FakeNode(ANSWERS)

        @contextlib.asynccontextmanager
        async def opened(options: object) -> AsyncIterator[WalletRpc]:
            yield WalletRpc(fake.transport(), "http://wallet:1")

        monkeypatch.setattr(group, "_open", opened)
        return CliRunner(env={variables.WALLET_PASSWORD: "hush"}).invoke(group, list(words)), fake

    return call


@pytest.mark.parametrize(("line", "shown"), COMMANDS.items(), ids=map(_name, COMMANDS))
def test_every_command_asks_its_method_and_shows_the_answer(run: Run, line: str, shown: str) -> None:
    """A line for people, one document for programs."""
    table, fake = run(*line.split(" "))
    document, _ = run(*line.split(" "), "--json")

    expected = 1 if shown in NO else 0
    assert (table.exit_code, document.exit_code) == (expected, expected), table.output + document.output
    assert [call.name for call in fake.calls] == [_name(line).replace("-", "_")]
    assert shown in " ".join(table.stdout.split())
    json.loads(document.stdout)


def test_no_command_is_left_out() -> None:
    """A new command needs a line in this file."""
    assert sorted(group.commands) == sorted(map(_name, COMMANDS))


def test_no_answer_is_invented_where_one_was_captured() -> None:
    """A captured answer replaces the one that stands here."""
    assert not (WRITTEN.keys() | SILENT) & captured().keys()
