"""A credential from environment variables, under the names of the CLI and of the Terraform provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.credentials.credential import CredentialError, checked
from tcexplorer.credentials.profile import ENVIRONMENT
from tcexplorer.credentials.source import CredentialSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.credentials.profile import Profile
    from tcexplorer.credentials.source import Means
    from tcexplorer.protocol.model import Credential

ID, KEY = "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"
TOKENS = ("TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN")
REGION = "TENCENTCLOUD_REGION"


@dataclass(frozen=True, slots=True)
class EnvironmentProvider:
    profile: Profile
    means: Means

    async def get(self, now: float) -> Credential:  # noqa: ARG002 - when it expires is not said
        return from_environment(self.means.environment)


SOURCE = CredentialSource(
    ENVIRONMENT,
    EnvironmentProvider,
    "key from the environment",
    "environment (TENCENTCLOUD_SECRET_ID, _SECRET_KEY)",
    waits=False,
)


def from_environment(environment: Mapping[str, str]) -> Credential:
    """The credential in TENCENTCLOUD_SECRET_ID, _SECRET_KEY and _TOKEN (or _SECURITY_TOKEN).

    Raises CredentialError naming the variable that is missing or empty, or that has blanks around its value.
    """
    missing = [name for name in (ID, KEY) if not environment.get(name)]
    if missing:
        empty = [name for name in missing if name in environment]
        why = f"{' and '.join(missing)} {'is empty' if empty == missing else 'not set'}"
        raise CredentialError(f"{why}; set {ID} and {KEY} (and {TOKENS[0]} for a temporary key)")
    token = next((environment[name] for name in TOKENS if environment.get(name)), None)
    return checked(environment[ID], environment[KEY], token, names=(ID, KEY, TOKENS[0]))
