"""The flows that the screen and the shell share, on protocols, so that they run without httpx and keyring."""
