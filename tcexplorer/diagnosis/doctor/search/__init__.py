"""Signing once more under every mistake, and under every pair of mistakes, until the signature sent comes out.

What depends on few choices is computed once: canonical requests, strings to sign and keys are combined, not made
anew. A hit is a proof: it equals the whole signature.
"""
