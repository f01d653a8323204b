"""Signing once more under every mistake, and under every pair of them, until the signature sent comes out.

It knows nothing of single mistakes: `pipeline` runs stages of signing with changes and remembers what they made,
`space` tries the mistakes of a table. A hit is a proof: it equals the whole signature.
"""
