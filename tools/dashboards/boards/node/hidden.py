# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P beside the daemon: are they there, can the node be reached over them, and has it peers there?"""

from tools.dashboards.board import Row
from tools.dashboards.panel import NO_YES, UP_DOWN, YES_NO, Color, Lines, Stat, States, Step, Unit

_PART = (Step(0, Color.RED), Step(0.3, Color.ORANGE), Step(0.6, Color.GREEN))
_WHOLE = (Step(0, Color.RED), Step(1, Color.GREEN))

ROW = Row(
    "Tor and I2P",
    (
        Stat("Tor", {"": "max(monero_tor_up{@})"}, words=UP_DOWN),
        Stat("Tor is ready", {"": "max(monero_tor_ready{@})"}, words=YES_NO),
        Stat("Tor has joined", {"": "max(monero_tor_bootstrapped_ratio{@})"}, Unit.SHARE, steps=_WHOLE),
        Stat("Version of tor", {"": "max by (version) (monero_tor_info{@})"}, label="version"),
        Stat("I2P", {"": "max(monero_i2p_up{@})"}, words=UP_DOWN),
        Stat("I2P is ready", {"": "max(monero_i2p_ready{@})"}, words=YES_NO),
        Stat("I2P is reached", {"": "max by (status) (monero_i2p_network_status{@})"}, label="status"),
        Stat("Version of i2pd", {"": "max by (version) (monero_i2p_info{@})"}, label="version"),
        States(
            "The ways through Tor and I2P",
            {
                "tor hears of the network": "max(monero_tor_network_live{@})",
                "tor has a circuit": "max(monero_tor_circuit_established{@})",
                "tor is ready": "max(monero_tor_ready{@})",
                "i2pd is ready": "max(monero_i2p_ready{@})",
            },
            words=YES_NO,
            width=12,
        ),
        States(
            "What can be looked up",
            {
                "onion {{service}} {{key}}": "max by (service, key) (monero_tor_service_published{@})",
                "i2p {{service}} {{key}}": "max by (service, key) (monero_i2p_service_published{@})",
            },
            words=YES_NO,
            width=12,
        ),
        States(
            "What is wrong",
            {
                "tor: {{code}}": "max by (code) (monero_tor_problem{@})",
                "i2p: {{code}}": "max by (code) (monero_i2p_problem{@})",
            },
            words=NO_YES,
            sentence="The words of the agents; the status of the node's set has their sentences.",
            width=24,
            height=6,
        ),
        Lines(
            "Peers over Tor and I2P",
            {"{{direction}} {{zone}}": 'sum by (direction, zone) (monero_peers{@, zone=~"tor|i2p"})'},
            is_stair=True,
            starts_at_zero=True,
        ),
        Lines(
            "Introduction points",
            {"{{service}} {{key}}": "max by (service, key) (monero_tor_introduction_points{@})"},
            is_stair=True,
            starts_at_zero=True,
        ),
        Lines(
            "Started and configured again",
            {
                "tor started": "max(monero_tor_restarts_total{@})",
                "tor configured": "max(monero_tor_reloads_total{@})",
                "i2pd started": "max(monero_i2p_restarts_total{@})",
                "i2pd configured": "max(monero_i2p_reloads_total{@})",
            },
            is_stair=True,
            starts_at_zero=True,
        ),
        Lines("Known routers of I2P", {"routers": "max(monero_i2p_known_routers{@})"}, starts_at_zero=True, width=12),
        Stat(
            "Tunnels that were built",
            {"": "max(monero_i2p_tunnel_success_ratio{@})"},
            Unit.SHARE,
            steps=_PART,
            width=12,
            height=8,
            has_trend=True,
        ),
    ),
    is_closed=True,
)
