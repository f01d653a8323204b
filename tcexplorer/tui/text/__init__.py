"""Text with a role instead of a colour, made safe to show, and selected with the mouse."""
