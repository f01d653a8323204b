"""Texts of other programs as calls and requests: one file a kind of text; `detect` says which kind one is."""
