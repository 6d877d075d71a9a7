# SPDX-License-Identifier: Apache-2.0
"""A closed network: a StatefulSet and an address for each ordinal."""
