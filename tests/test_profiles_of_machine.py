"""Profiles of the machine: config.toml, environment and sandbox, and the contexts of calls as each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tcexplorer.compose import machine_profiles, new_sandbox, open_session, sandbox_profile
from tcexplorer.credentials.profile import Profile
from tcexplorer.workbench.profiles import ProfileError
from tests.builders import SECRET_ID
from tests.conftest import machine_at

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.compose import Machine
    from tcexplorer.sandbox.sandbox import Sandbox

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


async def test_config_environment_and_sandbox_are_listed_as_they_are_now(
    machine: Machine, catalogue: Catalogue
) -> None:
    profiles = machine_profiles(machine, catalogue)
    assert [one.name for one in await profiles.listed()] == ["environment", "sandbox"]
    machine.paths.config.mkdir(parents=True)
    machine.paths.config_file.write_text('[profiles.dev]\nregion = "ap-guangzhou"\n')
    assert [one.name for one in await profiles.listed()] == ["dev", "environment", "sandbox"]


async def test_without_a_key_there_is_no_environment(tmp_path: Path, catalogue: Catalogue) -> None:
    profiles = machine_profiles(machine_at(tmp_path, {}), catalogue)
    assert [one.name for one in await profiles.listed()] == ["sandbox"]


async def test_a_damaged_config_is_one_line(machine: Machine, catalogue: Catalogue) -> None:
    machine.paths.config.mkdir(parents=True)
    machine.paths.config_file.write_text("[profiles.dev]\nregoin = 1\n")
    with pytest.raises(ProfileError, match="did you mean region") as caught:
        await machine_profiles(machine, catalogue).listed()
    assert "\n" not in str(caught.value)


async def test_the_environment_s_key_is_taken(machine: Machine, catalogue: Catalogue) -> None:
    profiles = machine_profiles(machine, catalogue)
    context = await profiles.context((await profiles.listed())[0])
    assert context.credential is not None
    assert context.credential.secret_id == SECRET_ID


async def test_the_sandbox_starts_once_and_stops(machine: Machine, catalogue: Catalogue) -> None:
    profiles = machine_profiles(machine, catalogue)
    first = await profiles.context(sandbox_profile())
    assert first.is_sandbox
    assert first.sandbox is not None
    assert (await profiles.context(sandbox_profile())).sandbox == first.sandbox
    await profiles.close()


async def test_a_keyring_that_has_no_such_key_is_one_line(tmp_path: Path, catalogue: Catalogue) -> None:
    profiles = machine_profiles(machine_at(tmp_path, NO_KEYRING), catalogue)
    with pytest.raises(ProfileError) as caught:
        await profiles.context(Profile("nobody"))
    assert "\n" not in str(caught.value)


async def test_what_watches_the_sandbox_ends_with_it(
    machine: Machine, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Sandbox] = []

    def noted(*given: Any, **options: Any) -> Any:
        sandbox, credential = new_sandbox(*given, **options)
        made.append(sandbox)
        return sandbox, credential

    monkeypatch.setattr("tcexplorer.compose.new_sandbox", noted)
    profiles = machine_profiles(machine, catalogue)
    await profiles.context(sandbox_profile())
    session = await open_session(machine, None, catalogue=catalogue)
    assert [len(one.observers) for one in made] == [1, 1]
    await profiles.close()
    await session.close()
    assert [len(one.observers) for one in made] == [0, 0]
