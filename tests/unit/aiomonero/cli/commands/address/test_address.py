# SPDX-License-Identifier: Apache-2.0
"""`monero address`: what it prints, where its secrets come from, and what it refuses."""

import json

import pytest
from click.testing import CliRunner, Result

from aiomonero.cli import app
from aiomonero.keys import address, mnemonic
from aiomonero.keys.derivation import Index, Keys
from aiomonero.keys.language import Language
from aiomonero.testing import daemons
from aiomonero.types.network import Network

WORDS = (
    "ghetto axis costume tapestry nanny oars bygones serving pact jukebox tadpoles gimmick awning nearby mobile "
    "vehicle lipstick rash itches hover wrong bamboo lesson loaded lesson"
)
KEYS = Keys.derive(mnemonic.decode(WORDS).spend)
PRIMARY = str(KEYS.address(Network.MAINNET))
OTHER = daemons.ADDRESS


def run(*arguments: str, given: str = "", environment: dict[str, str] | None = None) -> Result:
    """Run the command without a terminal."""
    return CliRunner().invoke(app.monero, ["address", *arguments], input=given, env=environment)


def answer(*arguments: str, given: str = "") -> object:
    """Run the command, and read the JSON that it prints."""
    result = run(*arguments, "--json", given=given)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("name", "network"), [(each.value, each) for each in Network] + [("fakechain", Network.REGTEST)]
)
def test_generate_prints_a_seed_and_what_follows_from_it(name: str, network: Network) -> None:
    """The words lead to the keys and the address that stand beside them."""
    made = answer("generate", "--network", name, "--language", "Русский язык")

    found = mnemonic.decode(made["mnemonic"])
    keys = Keys.derive(found.spend)
    assert found.language is Language.RUSSIAN
    assert (made["secret_spend_key"], made["secret_view_key"]) == (keys.spend.reveal(), keys.view.reveal())
    assert made["address"] == str(keys.address(network))
    assert made["network"] == network


def test_generate_makes_another_seed_each_time() -> None:
    """Nobody gets the seed of somebody else."""
    assert answer("generate")["mnemonic"] != answer("generate")["mnemonic"]


@pytest.mark.parametrize(
    "arguments",
    [("--language", "Latin"), ("--language", "EnglishOld"), ("--passphrase", "hush"), ("--network", "moon")],
)
def test_generate_refuses_what_it_cannot_do(arguments: tuple[str, ...]) -> None:
    """Nothing is printed that might be taken for what was asked for."""
    result = run("generate", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")


def test_inspect_says_what_an_address_holds() -> None:
    """Keys and payment id are those that the address was made of."""
    integrated = str(address.decode(PRIMARY).integrated("0123456789abcdef"))

    assert answer("inspect", integrated) == {
        "network": "mainnet",
        "kind": "integrated",
        "public_spend_key": KEYS.spend.public,
        "public_view_key": KEYS.view.public,
        "payment_id": "0123456789abcdef",
        "standard_address": PRIMARY,
    }
    assert PRIMARY in run("inspect", integrated).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((PRIMARY[:-1],), "95 or 106 characters"),
        ((PRIMARY[:-1] + "X",), "checksum"),
        ((PRIMARY[:-1] + "\N{ESCAPE}",), "character 95"),
        ((PRIMARY, "--network", "stagenet"), "mainnet, not of stagenet"),
    ],
    ids=["short", "mistyped", "a control character", "of another network"],
)
def test_inspect_names_what_is_wrong(arguments: tuple[str, ...], words: str) -> None:
    """A sentence without a trace, and the exit code of wrong usage."""
    result = run("inspect", *arguments)

    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert "\N{ESCAPE}" not in result.output


def test_integrated_puts_a_payment_id_in() -> None:
    """The one that was given, or a random one."""
    assert answer("integrated", PRIMARY, "--payment-id", "0123456789ABCDEF")["payment_id"] == "0123456789abcdef"

    first, second = (answer("integrated", PRIMARY) for _ in range(2))
    assert first["payment_id"] != second["payment_id"]
    assert str(address.decode(first["address"]).standard()) == PRIMARY


@pytest.mark.parametrize("payment_id", ["1", "x" * 16, "0" * 64])
def test_integrated_refuses_what_is_no_payment_id(payment_id: str) -> None:
    """Payment ids have 16 hexadecimal digits."""
    assert run("integrated", PRIMARY, "--payment-id", payment_id).exit_code == 2


@pytest.mark.parametrize(
    "secret", [WORDS, WORDS.replace(" ", "\n"), KEYS.spend.reveal()], ids=["words", "lines", "key"]
)
def test_subaddresses_of_a_seed(secret: str) -> None:
    """Words, on one line or many, and the spend key lead to the same addresses."""
    made = answer(
        "subaddress", "--account", "2", "--index", "7", "--count", "2", "--secret-file", "-", given=secret + "\n"
    )

    expected = [str(KEYS.address(Network.MAINNET, Index(2, number))) for number in (7, 8)]
    assert [each["address"] for each in made] == expected
    assert [(each["account"], each["index"]) for each in made] == [(2, 7), (2, 8)]


def test_subaddresses_of_a_watched_wallet() -> None:
    """The view key and the first address are enough, and say which network it is."""
    first = str(KEYS.address(Network.TESTNET))

    made = answer("subaddress", "--watch", first, "--secret-file", "-", given=KEYS.view.reveal())

    assert made == [{"account": 0, "index": 1, "address": str(KEYS.address(Network.TESTNET, Index(0, 1)))}]


def test_the_last_subaddress_is_the_last() -> None:
    """Counting ends where indices do."""
    made = answer("subaddress", "--index", str(2**32 - 1), "--count", "5", "--secret-file", "-", given=WORDS)

    assert [each["index"] for each in made] == [2**32 - 1]


@pytest.mark.parametrize(
    ("arguments", "secret"),
    [
        ((), WORDS.replace("nanny", "granny")),
        ((), WORDS.replace("nanny oars", "oars nanny")),
        ((), KEYS.spend.reveal()[:-1]),
        (("--watch", PRIMARY), KEYS.spend.reveal()),
        (("--watch", PRIMARY), WORDS),
        (("--watch", OTHER), KEYS.view.reveal()),
        (("--watch", PRIMARY, "--network", "stagenet"), KEYS.view.reveal()),
    ],
    ids=["a wrong word", "swapped words", "half a key", "no view key", "words", "of another wallet", "another network"],
)
def test_wrong_secrets_are_not_repeated(arguments: tuple[str, ...], secret: str) -> None:
    """The error says what is wrong, in none of the secret's words."""
    result = run("subaddress", *arguments, "--secret-file", "-", given=secret)

    assert (result.exit_code, result.stdout) == (2, "")
    assert not {word for word in secret.split() if len(word) > 5} & set(result.output.split())


def test_secrets_come_from_the_environment_too() -> None:
    """Where no file is named; and there is no option that takes the secret itself."""
    by_seed = run("subaddress", environment={"MONERO_SEED": WORDS})
    by_key = run("subaddress", "--watch", PRIMARY, environment={"MONERO_VIEW_KEY": KEYS.view.reveal()})

    assert str(KEYS.address(Network.MAINNET, Index(0, 1))) in by_seed.stdout
    assert by_key.stdout == by_seed.stdout
    assert run("subaddress", "--seed", WORDS).exit_code == 2
    assert "MONERO_SEED" in run("subaddress").stderr
