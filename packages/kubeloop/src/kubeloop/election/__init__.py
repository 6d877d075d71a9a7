# SPDX-License-Identifier: Apache-2.0
"""One leader among many processes, by a Lease: who may write, until when, and who follows."""
