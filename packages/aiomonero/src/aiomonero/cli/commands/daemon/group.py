# SPDX-License-Identifier: Apache-2.0
"""The group that the topics add their commands to."""

from aiomonero.cli.session import connection
from aiomonero.cli.session.command import ServerGroup
from aiomonero.cli.session.options import DAEMON

group = ServerGroup("daemon", DAEMON, connection.node, explanation="Ask and steer a monerod, and watch it.")
