# SPDX-License-Identifier: Apache-2.0
"""Everything that can go wrong with one daemon; the leaf says whose fault it is and whether waiting would help.

MoneroError                      something about one daemon
├── TransportError               could not talk; waiting may help
│   ├── ConnectFailed            nobody listens there, or the name has no address
│   ├── ProxyRefused             the proxy is away, or does not let us through
│   ├── TimedOut                 no complete answer before the deadline
│   ├── TlsFailed                no secure connection could be agreed on
│   └── Closed                   the connection ended in the middle
├── ProtocolError                the conversation made no sense; waiting does not help
│   ├── LocalProtocolError       we asked something illegal: a bug on our side
│   ├── RemoteProtocolError      the daemon sent nonsense, or more than was agreed
│   └── OtherNetwork             the peer belongs to another Monero network
├── UnsupportedVersion           it is too old or too new for this method
└── DaemonError                  it answered "no"
    ├── Busy                     ask again later; what was asked may have been done in part
    │   └── NotReady             a daemon that syncs or starts, and did nothing: whatever it was can be asked again
    ├── DaemonAway               a wallet lost its daemon: waiting may help, but a payment may be out
    ├── PaymentRequired          it wants to be paid for its answers: ask another one
    ├── Untrusted                another daemon answered in its place: ask later, or take what comes
    ├── NotFound                 no such block, transaction or path
    ├── Restricted               not on this port: ask the unrestricted one
    ├── Unauthorized             a login is missing or wrong
    ├── NoWalletOpen             a wallet server without a wallet: open or make one
    ├── NotEnoughMoney           the wallet has less than that, and waiting does not help
    ├── MoneyLocked              the wallet has it, and some blocks later may spend it
    ├── MethodMissing            it does not know the method: no server of Monero, or older than all we know
    ├── WrongServer              a wallet server where a daemon was meant, or the other way around
    ├── Reorganized              the chain changed while we read it: begin again some blocks earlier
    └── Rejected                 it understood and refuses
        └── TransactionRejected  a transaction breaks the rules that `faults` names
"""

from typing import Self


class MoneroError(Exception):
    """The root: carries which daemon was asked for what; the original exception is `cause`."""

    def __init__(self, message: str, *, endpoint: str = "", method: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.endpoint = endpoint
        self.method = method

    @property
    def cause(self) -> BaseException | None:
        """What was raised first, by whatever the library stands on."""
        return self.__cause__

    def located(self, *, endpoint: str = "", method: str = "") -> Self:
        """Fill in what the place of the error could not know and return the same error."""
        self.endpoint = self.endpoint or endpoint
        self.method = self.method or method
        return self

    def __str__(self) -> str:
        where = " at ".join(part for part in (self.method, self.endpoint) if part)
        return f"{where}: {self.message}" if where else self.message


class TransportError(MoneroError):
    """We could not talk to it."""


class ConnectFailed(TransportError):
    """Nobody listens there, or the name has no address."""


class ProxyRefused(TransportError):
    """The proxy is away, wants another login, or does not do what it was asked for."""


class TimedOut(TransportError):
    """No complete answer came before the deadline."""


class TlsFailed(TransportError):
    """No secure connection could be agreed on."""


class Closed(TransportError):
    """The connection ended in the middle of a conversation."""


class ProtocolError(MoneroError):
    """The conversation made no sense."""


class LocalProtocolError(ProtocolError):
    """We asked something illegal: a bug on our side."""


class RemoteProtocolError(ProtocolError):
    """The daemon sent nonsense, or more than was agreed."""


class OtherNetwork(ProtocolError):
    """The peer belongs to another Monero network."""


class UnsupportedVersion(MoneroError):
    """It is too old or too new for this method."""


class DaemonError(MoneroError):
    """The daemon answered "no"; `code` is its JSON-RPC error code where it gave one."""

    def __init__(self, message: str, *, endpoint: str = "", method: str = "", code: int | None = None) -> None:
        super().__init__(message, endpoint=endpoint, method=method)
        self.code = code


class Busy(DaemonError):
    """Ask again later; what was asked may have been done in part, so a payment is looked for before it is repeated."""


class NotReady(Busy):
    """A daemon that syncs or starts, and said so before it did anything: whatever it was can be asked again."""


class DaemonAway(DaemonError):
    """A wallet lost its daemon: waiting may help, but a payment may be out already."""


class PaymentRequired(DaemonError):
    """It wants to be paid for its answers: ask another one."""


class Untrusted(DaemonError):
    """Another daemon answered in its place, while it synchronizes: ask later, or take what comes."""


class NotFound(DaemonError):
    """There is no such block, transaction or path."""


class Restricted(DaemonError):
    """This port does not offer it: ask the unrestricted one."""


class Unauthorized(DaemonError):
    """A login is missing or wrong."""


class NoWalletOpen(DaemonError):
    """The wallet server has no wallet open: open or make one first."""


class NotEnoughMoney(DaemonError):
    """The wallet has less than that; waiting does not help."""


class MoneyLocked(DaemonError):
    """The wallet has enough, but not yet unlocked: some blocks later it may be spent."""


class MethodMissing(DaemonError):
    """It does not know the method, which all versions have: no server of Monero, or older than all we know."""


class WrongServer(DaemonError):
    """A wallet server where a daemon was meant, or the other way around."""


class Reorganized(DaemonError):
    """Its chain changed while we read it: begin again some blocks earlier."""


class Rejected(DaemonError):
    """It understood and refuses."""


class TransactionRejected(Rejected):
    """A transaction breaks the rules that `faults` names: "double_spend", "fee_too_low" and the like."""

    def __init__(self, message: str, *, faults: frozenset[str], endpoint: str = "", method: str = "") -> None:
        super().__init__(message, endpoint=endpoint, method=method)
        self.faults = faults
