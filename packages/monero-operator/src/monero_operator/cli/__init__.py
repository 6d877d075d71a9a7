# SPDX-License-Identifier: Apache-2.0
"""The command line: what each verb does, documents in and out, and what is wrong with them, in words."""
