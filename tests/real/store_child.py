"""Uses the machine's keyring in a process of its own: `python -m tests.real.store_child PATIENCE DO:PROFILE…`.

DO is save, load, remove, available or ready. Standard input holds, for each save, a SecretId and a SecretKey on one
line. Prints a line of JSON for each: what came back, or the sentence of a refusal.
"""

from __future__ import annotations

import json
import os
import sys

from tcexplorer.credentials.credential import CredentialError, checked
from tcexplorer.credentials.keyring_store import KeyringStore, system_backend


def one(store: KeyringStore, what: str, profile: str) -> object:
    match what:
        case "save":
            secret_id, secret_key = sys.stdin.readline().split()
            return store.save(profile, checked(secret_id, secret_key))
        case "load":
            credential = store.load(profile)
            return [credential.secret_id, credential.secret_key.reveal()]
        case "remove":
            return store.remove(profile)
        case "available":
            return store.available()
        case _:
            return store.ready()


def main(patience: str, *steps: str) -> None:
    store = KeyringStore(lambda: system_backend(os.environ.get("PYTHON_KEYRING_BACKEND")), patience=float(patience))
    for step in steps:
        what, _, profile = step.partition(":")
        try:
            print(json.dumps(one(store, what, profile)), flush=True)
        except CredentialError as error:
            print(json.dumps({"refused": str(error)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
