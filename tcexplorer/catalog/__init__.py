"""What can be called: every published action, its schema, documentation, examples and error codes.

To add a way of paging: a function of the action and a row in `paging.IDIOMS`.
"""
