"""Metadata: title, author, language and the standards a document keeps to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

_PRODUCER = "VVE-portaal"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{described}
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_ALTERNATIVES = (
    '<{name}><rdf:Alt><rdf:li xml:lang="x-default">{value}</rdf:li></rdf:Alt></{name}>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a document says about itself."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    created: datetime


def write_metadata(pdf: Pdf, metadata: Metadata) -> None:
    """Write the same words in the catalog, the Info dictionary and XMP."""
    root = pdf.Root
    root.Lang = String(metadata.language)
    # Without Suspects, which is false by default: poppler calls it an error when given.
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for page in pdf.pages:
        page.Tabs = Name.S
    _list_files_once(root)
    _write_info(pdf, metadata)
    stream = Stream(pdf, xmp_packet(metadata))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    root.Metadata = stream


def xmp_packet(metadata: Metadata) -> bytes:
    moment = metadata.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _XMP.format(
        language=escape(metadata.language),
        described=_described(metadata),
        producer=_PRODUCER,
        created=moment,
    ).encode()


def _list_files_once(root: Object) -> None:
    """WeasyPrint names every file inside the document twice."""
    if "/AF" in root:
        files = {one.objgen: one for one in root.AF.as_list()}
        root.AF = Array(files.values())


def _described(metadata: Metadata) -> str:
    author = f"<rdf:Seq><rdf:li>{escape(metadata.author)}</rdf:li></rdf:Seq>"
    lines = [_ALTERNATIVES.format(name="dc:title", value=escape(metadata.title))]
    if metadata.author:
        lines.append(f"<dc:creator>{author}</dc:creator>")
    if metadata.subject:
        subject = escape(metadata.subject)
        lines.append(_ALTERNATIVES.format(name="dc:description", value=subject))
    if metadata.keywords:
        lines.append(f"<pdf:Keywords>{escape(metadata.keywords)}</pdf:Keywords>")
    return "\n".join(lines)


def _write_info(pdf: Pdf, metadata: Metadata) -> None:
    moment = metadata.created.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in {
        "/Title": metadata.title,
        "/Author": metadata.author,
        "/Subject": metadata.subject,
        "/Keywords": metadata.keywords,
        "/Producer": _PRODUCER,
        "/CreationDate": moment,
        "/ModDate": moment,
    }.items():
        if value:
            pdf.docinfo[key] = value
