"""The order of the repairs: from what WeasyPrint wrote to bytes ready for the check."""

import io
from collections.abc import Sequence

import pikepdf

from vve_portal.documents.repair.artifacts import mark_artifacts
from vve_portal.documents.repair.fields import SignatureField, reserve_fields
from vve_portal.documents.repair.figures import repair_figures
from vve_portal.documents.repair.links import repair_links
from vve_portal.documents.repair.lists import repair_lists
from vve_portal.documents.repair.metadata import Metadata, write_metadata
from vve_portal.documents.repair.painting import paint_labels_first
from vve_portal.documents.repair.seams import join_sections
from vve_portal.documents.repair.streams import save
from vve_portal.documents.repair.structure import Structure
from vve_portal.documents.repair.tables import repair_tables


def repair(
    raw: bytes, *, metadata: Metadata, signature_fields: Sequence[SignatureField] = ()
) -> bytes:
    """Repair a tagged PDF of WeasyPrint; the same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        structure = Structure.read(pdf)
        repair_links(structure)
        join_sections(structure)
        structure.prune()
        repair_lists(structure)
        repair_tables(structure)
        repair_figures(structure)
        structure.prune()
        paint_labels_first(structure)
        mark_artifacts(structure)
        reserve_fields(structure, signature_fields)
        structure.write_back()
        write_metadata(pdf, metadata)
        return save(pdf)
