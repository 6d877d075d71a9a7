# SPDX-License-Identifier: Apache-2.0
"""Packet rules of a pod: what may leave it, by the user that sends it. An init step; nothing stays running."""
