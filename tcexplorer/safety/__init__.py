"""What must never leak, and what must never run: secrets, redaction, inert text."""
