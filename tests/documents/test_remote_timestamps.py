"""A timestamp service on the network, made of openssl: code that is not ours."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.documents.conftest import ALDERMAN
from tests.documents.judges import run
from tests.documents.samples import MUNICIPALITY
from tests.factories import NOW
from vve_portal.documents.authority import Authority
from vve_portal.documents.check import check
from vve_portal.documents.signing import Level, raise_level, sign
from vve_portal.documents.timestamps import RemoteTimestamps, TimestampUnavailable
from vve_portal.documents.verifying import verify

CONFIGURATION = """
[tsa]
default_tsa = service
[service]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {authority}/timestamp.pem
certs = {authority}/authority.pem
signer_key = {authority}/timestamp-key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


@pytest.fixture
def service(
    authority: Authority, authority_folder: Path, tmp_path: Path
) -> Iterator[RemoteTimestamps]:
    """An RFC 3161 service that answers on this machine."""
    settings = tmp_path / "tsa.conf"
    (tmp_path / "serial").write_text("01", encoding="ascii")
    settings.write_text(
        CONFIGURATION.format(folder=tmp_path, authority=authority_folder),
        encoding="ascii",
    )

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question, answer = tmp_path / "question.tsq", tmp_path / "answer.tsr"
            question.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            reply = ("-queryfile", question, "-out", answer, "-config", settings)
            run("openssl", "ts", "-reply", *reply)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer.read_bytes())

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield RemoteTimestamps(
        f"http://127.0.0.1:{server.server_port}/", (authority.certificate,)
    )
    server.shutdown()
    thread.join()
    server.server_close()


def test_signature_gets_the_timestamp_of_the_service(
    sealed: bytes, authority: Authority, service: RemoteTimestamps
) -> None:
    signed = sign(
        sealed,
        field=MUNICIPALITY,
        signatory=ALDERMAN,
        authority=authority,
        timestamps=service,
        at=NOW,
    )

    verdict = verify(signed.content, trusted_roots=[authority.certificate], at=NOW)
    assert signed.level is Level.ARCHIVED
    assert check(signed.content, signed=True) == []
    assert verdict.is_good
    signature, stamp = verdict.signatures
    assert stamp.covers_file
    assert signature.claimed_at == NOW
    assert signature.proven_at is not None
    # The service has a clock of its own.
    assert signature.proven_at != NOW


def test_raised_file_gets_the_timestamp_of_the_service(
    authority: Authority, service: RemoteTimestamps, raised: bytes
) -> None:
    content = raise_level(raised, authority=authority, timestamps=service, at=NOW)

    verdict = verify(content, trusted_roots=[authority.certificate], at=NOW)
    assert verdict.is_good
    assert verdict.signatures[-1].covers_file


def test_service_that_answers_nonsense_gives_no_timestamp(
    authority: Authority, service: RemoteTimestamps, tmp_path: Path, raised: bytes
) -> None:
    (tmp_path / "tsa.conf").write_text("[tsa]", encoding="ascii")
    (tmp_path / "answer.tsr").write_bytes(b"onzin")

    with pytest.raises(TimestampUnavailable):
        raise_level(raised, authority=authority, timestamps=service, at=NOW)
