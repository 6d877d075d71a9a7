# SPDX-License-Identifier: Apache-2.0
"""Hostile input, invented by libFuzzer and atheris while they watch which code it reaches.

`python -m fuzz` tries every format for a while, `python -m fuzz NAME --replay FILE` one input again. What is read from
the network has a target in `fuzz/targets`; `make fuzz` runs them for long, tests/integration/fuzz for seconds.
"""
