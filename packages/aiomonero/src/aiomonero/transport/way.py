# SPDX-License-Identifier: Apache-2.0
"""The way to one server: a transport of somebody else, or one of its own that ends with it."""

from aiomonero.transport import base, http, tls
from aiomonero.types import argument
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy


class Way:
    """Goes by the given `transport`, or by a new one; raises ValueError for a login or trust that the given one lacks.

    A proxy beside a given transport is for what is no HTTP.
    """

    def __init__(
        self, given: base.Transport | None, *, login: Login | None, trust: tls.Trust | None, proxy: Proxy | None
    ) -> None:
        argument.check("login", login, Login, 'Login("name", "password")')
        argument.check("trust", trust, tls.Trust, 'Trust(ca_file=Path("ca.pem")) or the like')
        argument.check("proxy", proxy, Proxy, 'Proxy.parse("socks5://127.0.0.1:9050")')
        if given is not None and (login or trust):
            raise ValueError("a transport that is given has its own login and trust: say them where it is made")
        self._own: http.HttpTransport | None = None
        if given is None:
            given = self._own = http.HttpTransport(login=login, trust=trust, proxy=proxy)
        self.transport: base.Transport = given

    def check(self) -> None:
        """Raise LocalProtocolError where it is closed."""
        if self._own is not None:
            self._own.check()

    async def close(self) -> None:
        """Close the connections where they are its own."""
        if self._own is not None:
            await self._own.close()
