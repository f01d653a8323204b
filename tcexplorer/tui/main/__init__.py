"""The main screen: what every command does, and the controllers that are its attributes."""
