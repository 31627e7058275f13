"""The agreement as a document: from its content to a PDF, and from nothing else."""

from agreements.documents.agreement import render_agreement

__all__ = ("render_agreement",)
