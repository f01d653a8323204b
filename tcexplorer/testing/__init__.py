"""pytest fixtures for code that calls Tencent Cloud: a sandbox instead of the cloud, no account, no network.

pytest loads this with the package installed; nothing of tcexplorer is loaded before a test asks for the fixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.testing.local import LocalSandbox


@pytest.fixture
def tencentcloud_sandbox() -> Iterator[LocalSandbox]:
    """A server on this machine that checks and answers requests as the cloud does, fresh for each test.

    `url`, `endpoint`, `secret_id` and `secret_key` are what an SDK is given (protocol http); `requests` is what came,
    each with its verdict and, where its signature is wrong, the mistakes found; `fail_next(code)` makes it fail.
    """
    from tcexplorer.testing.local import local_sandbox

    with local_sandbox() as running:
        yield running
