"""The request pane: form, suggestions, JSON editor, field help, preview."""
