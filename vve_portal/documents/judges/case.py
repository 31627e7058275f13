"""A file as it lies before the judges: in a folder, with what is to be trusted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


@dataclass(frozen=True, slots=True)
class Case:
    """One file in a folder that disappears afterwards."""

    pdf: bytes
    folder: Path
    file: Path
    # Each authority in a file of its own, and all of them in one.
    authorities: tuple[Path, ...]
    bundle: Path


@contextmanager
def open_case(pdf: bytes, certificates: Sequence[x509.Certificate]) -> Iterator[Case]:
    """Lay a file before the judges."""
    with TemporaryDirectory(prefix="oordeel-") as name:
        folder = Path(name)
        file, bundle = folder / "document.pdf", folder / "authorities.pem"
        file.write_bytes(pdf)
        pems = [certificate.public_bytes(Encoding.PEM) for certificate in certificates]
        bundle.write_bytes(b"".join(pems))
        paths = [folder / f"authority-{place}.pem" for place in range(len(pems))]
        for path, pem in zip(paths, pems, strict=True):
            path.write_bytes(pem)
        yield Case(pdf, folder, file, tuple(paths), bundle)
