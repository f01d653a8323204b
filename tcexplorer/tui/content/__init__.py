"""What pages say, as lines: pure functions of what they describe."""
