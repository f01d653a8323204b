"""The response pane. A tab is a file and a row in `tabs`."""
