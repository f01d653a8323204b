"""What is made after the canonical request: the string to sign, the key and its derivation, right and wrong."""
