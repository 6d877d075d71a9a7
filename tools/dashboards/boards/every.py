# SPDX-License-Identifier: Apache-2.0
"""All dashboards, in the order in which a person gets from one to the next."""

from tools.dashboards.boards import fleet, miners, network, operator
from tools.dashboards.boards.node import dashboard

ALL = (fleet.FLEET, network.NETWORK, dashboard.NODE, miners.MINERS, operator.OPERATOR)
