"""The tests can't reach the network, and a warning is an error."""

import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError


def test_network_is_out_of_reach() -> None:
    with (
        socket.socket() as outward,
        warnings.catch_warnings(action="ignore"),
        pytest.raises(SocketConnectBlockedError),
    ):
        # An address for documentation (RFC 5737): nobody answers there.
        outward.connect(("192.0.2.1", 80))


def test_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="as any other"):
        warnings.warn("as any other", stacklevel=1)
