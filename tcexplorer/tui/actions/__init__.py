"""The action pane: search box, list, rows and the tree of all services."""
