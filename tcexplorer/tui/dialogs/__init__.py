"""Windows over the main screen: each is a file; the generic base is `base`."""
