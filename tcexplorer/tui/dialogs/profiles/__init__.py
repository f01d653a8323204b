"""The profiles: list, form, and the welcome of a session without a key."""
