"""Schema ↔ form ↔ parameters, without a widget."""
