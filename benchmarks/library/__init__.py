# SPDX-License-Identifier: Apache-2.0
"""What `aiomonero` costs beside the bare tools that it stands on, measured in the same run.

Each section is a module with a `show` that prints its table; `benchmarks.library.__main__` lists them.
"""
