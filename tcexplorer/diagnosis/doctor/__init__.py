"""The signature doctor: which mistake makes this request's signature wrong.

A signature cannot be reversed, but a mistake can be tried: when signing with it gives the very signature that
was sent, it is proven. `examine` tries every known mistake and every pair of them.
"""

from tcexplorer.diagnosis.doctor.compare import differences
from tcexplorer.diagnosis.doctor.evidence import MarkedLine, marked_lines, starred
from tcexplorer.diagnosis.doctor.examine import examine
from tcexplorer.diagnosis.doctor.request import ServicesOf
from tcexplorer.diagnosis.doctor.verdict import Cause, Certainty, Expected, Outcome, Sent, Tried, Verdict

__all__ = [
    "Cause",
    "Certainty",
    "Expected",
    "MarkedLine",
    "Outcome",
    "Sent",
    "ServicesOf",
    "Tried",
    "Verdict",
    "differences",
    "examine",
    "marked_lines",
    "starred",
]
