# SPDX-License-Identifier: Apache-2.0
"""A mining set: one StatefulSet of miners."""
