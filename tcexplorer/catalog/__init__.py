"""What can be called: every published action, its schema, documentation, examples and error codes."""
