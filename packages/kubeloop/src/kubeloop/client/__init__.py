# SPDX-License-Identifier: Apache-2.0
"""Talking to the API server: a protocol of six methods (`base`) and its implementation over HTTP (`http`).

Bytes travel upward undecoded; whoever asked knows the struct. aiohttp is imported here and in `server` only.
"""
