"""The screen: an app, its screens and widgets, a registry of commands, pages as plain values."""
