# SPDX-License-Identifier: Apache-2.0
"""Typed calls: the methods of a daemon, a file per topic, and the health that an exporter tells of one."""
