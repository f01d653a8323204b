"""A server on this machine that answers like the cloud, keeps what it was sent, and says what was wrong."""
