# SPDX-License-Identifier: Apache-2.0
"""What was found wrong: told as long as it is so, logged once, and never with a word of a secret."""

import logging

from monero_agent import trial
from monero_agent.findings import Findings
from monero_agent.problems import Problem

KEY, NOW = Problem("KeyMissing", "there is no key"), Problem("ProgramEnded", "it ended")


async def test_what_was_found_is_told_until_it_is_found_no_more(caplog):
    """With what is wrong now, each once; the log has it when it is new."""

    async def refuse(found):
        found += [KEY, KEY]
        raise trial.refused("tor", ["line 3 of torrc", "line 3 of torrc"], ["Bridge", "secret"])

    async def follow(_):
        pass

    findings = Findings()
    assert [await findings.of(refuse), await findings.of(refuse)] == [False, False]

    told = findings.told(NOW, None)
    assert [each["code"] for each in told] == ["KeyMissing", "ConfigInvalid", "ProgramEnded"]
    assert told[1]["message"] == "tor does not take line 3 of torrc; the log of its container says why"
    assert [each for each in caplog.messages if each.startswith("KeyMissing")] == ["KeyMissing: there is no key"]
    assert "secret" in caplog.text
    assert caplog.records[0].levelno == logging.ERROR

    assert await findings.of(follow)
    assert findings.told() == []
