"""One JSON document as the many texts that libraries write for it."""
