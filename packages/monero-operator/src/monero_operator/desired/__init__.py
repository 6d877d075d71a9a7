# SPDX-License-Identifier: Apache-2.0
"""What children look like: one kind of child per file, pure. Builders do not know each other."""
