"""Signs a PDF: an invisible signature field that has a name and a place in the structure tree, and a PAdES B-B signature in it.

typst's page itself says to people that it is signed; the field is for machines and for screen readers, so that the claim of
PDF/UA-1 holds after signing too (ISO 14289-1, 7.18.4: every widget is nested in a Form element and has a `/TU`).
"""

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from maarif.support.documents.cms import frame_of
from maarif.support.keys.queries import Ring
from maarif.support.keys.types import Purpose

FIELD: Final = "maarif"
_Number: Any = generic.NumberObject  # pyHanko does not type them
_Dictionary: Any = generic.DictionaryObject
_SPEC: Final = SigFieldSpec(
    sig_field_name=FIELD,
    invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=False),
)


def sign(pdf: bytes, *, ring: Ring, moment: datetime, tooltip: str) -> bytes:
    """The PDF with one certifying signature over all of it, by the document key of the moment."""
    key = ring.active(Purpose.DOCUMENTS, moment)
    frame = frame_of(key)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    steps = PdfCMSEmbedder(new_field_spec=_SPEC).write_cms(field_name=FIELD, writer=writer)
    field = next(steps)
    _place_in_structure(writer, field, tooltip)
    placeholder = SignatureObject(
        timestamp=moment, subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * frame.room, name=None
    )
    steps.send(
        SigObjSetup(
            sig_placeholder=placeholder,
            mdp_setup=SigMDPSetup(md_algorithm="sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES),
        )
    )
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256", in_place=False))
    steps.send(frame.sign(prepared.document_digest, ring.signer(key)))
    signed: bytes = output.getvalue()
    return signed


def _place_in_structure(writer: Any, field: Any, tooltip: str) -> None:
    """Gives the field its name for screen readers, and a Form element at the end of the document's structure."""
    tree: Any = writer.root["/StructTreeRoot"]
    parents, kids, place = tree["/ParentTree"], tree["/K"], int(tree["/ParentTreeNextKey"])
    document, page = kids[0], writer.find_page_for_modification(0)[0]
    form = writer.add_object(
        _dictionary(
            Type=pdf_name("/StructElem"),
            S=pdf_name("/Form"),
            P=kids.raw_get(0),
            K=_dictionary(Type=pdf_name("/OBJR"), Obj=field, Pg=page),
        )
    )
    widget = field.get_object()
    widget[pdf_name("/TU")] = pdf_string(tooltip)
    widget[pdf_name("/StructParent")] = _Number(place)
    document["/K"].append(form)
    parents["/Nums"].extend([_Number(place), form])
    tree[pdf_name("/ParentTreeNextKey")] = _Number(place + 1)
    writer.update_container(document["/K"])
    writer.update_container(parents["/Nums"])
    writer.update_container(tree)


def _dictionary(**entries: Any) -> Any:
    """A PDF dictionary from names without their slash."""
    return _Dictionary({pdf_name(f"/{name}"): value for name, value in entries.items()})
