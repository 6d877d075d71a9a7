# SPDX-License-Identifier: Apache-2.0
"""Alert and recording rules of Prometheus, as values: which trouble is worth a person's time, and for how long first.

`groups` puts them together for nodes, miners or the operator; one topic's rules stand in its own file. Every rule holds
where a target has no other labels than `job` and `instance`; where it has `namespace` and `set`, sets are told apart.
A new alert needs a page docs/how-to/alerts/NAME.md and a case of its own in tests/promtool.
"""
