# SPDX-License-Identifier: Apache-2.0
"""What a person or a program sees of an answer or of an error."""
