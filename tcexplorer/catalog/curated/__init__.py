"""What no official package has, written by us: areas, titles, aliases and the categories of documentation."""
