"""The door for ODK Collect and KoboCollect: the questions of a round for a pass, answers sealed at receipt.

What these programs know of a phone and its owner (device, user name, times, places) is neither asked for nor
looked at: only the answers to the round's own questions are read out of what arrives.
"""

from cmm.web.openrosa.views import openrosa

__all__ = ["openrosa"]
