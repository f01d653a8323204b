"""A response as rows, without a widget."""
