"""A server on this machine that answers like the cloud, keeps what it was sent, and says what was wrong.

To add a rule: a check and a row in `rules.RULES`.
"""
