"""Makes a catalogue file out of the official wheels; standard library and pip only, since the build hook runs it."""
