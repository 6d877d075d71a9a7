# SPDX-License-Identifier: Apache-2.0
"""The page of calls says of each where it may be made."""

from aiomonero.methods import catalogue
from tools.generators import rpc_reference

PAGE = rpc_reference.files()[rpc_reference.PAGE]


def _row(call: str) -> list[str]:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{call}("))
    return [cell.strip() for cell in line.split(" | ")]


def test_every_method_is_on_the_page() -> None:
    """None is forgotten because its topic is in no class."""
    methods = [*catalogue.of_daemon().values(), *catalogue.of_wallet().values()]
    missing = {method.name for method in methods if f"{method.name}`" not in PAGE}

    assert set() == missing


def test_a_call_for_everybody_and_one_for_the_owner() -> None:
    """The columns are versions, from old to new."""
    assert _row("get_info")[2:6] == ["all"] * 4
    assert _row("sync_info")[2:6] == ["owner"] * 4


def test_a_call_that_went_away() -> None:
    """0.19 no longer has payment."""
    assert _row("rpc_access_pay")[2:6] == ["all", "all", "all", "no"]


def test_other_names_are_told() -> None:
    """Paths have their slash."""
    assert _row("get_info")[1] == "`get_info`, `/get_info`, `/getinfo`"
    assert _row("save_bc")[1] == "`/save_bc`"


def test_what_comes_back_is_described_under_the_name_that_it_has_here() -> None:
    """The name on the wire is none of the reader's business."""
    assert "`upload_kib_per_second: int`" in PAGE
    assert "msgspec.field" not in PAGE


def test_a_call_that_makes_others_is_where_all_of_them_are() -> None:
    """Both methods are named."""
    assert _row("iterate_pool")[1] == ("`/get_transaction_pool_hashes`, `/get_transactions`, `/gettransactions`")
    assert _row("iterate_pool")[2:6] == ["all"] * 4


def test_wallets_have_versions_of_their_own() -> None:
    """What the restricted mode of newer ones no longer does is told."""
    assert _row("create_account")[2:5] == ["all", "all", "owner"]
