"""What people hand in as files: checked by content, never trusted by name, stored under random names."""

from konsey.uploads.keeping import delete_after_commit, discarded_on_error
from konsey.uploads.names import random_name
from konsey.uploads.office import OFFICE_KINDS, check_office
from konsey.uploads.pdf import check_pdf
from konsey.uploads.pictures import (
    PICTURE_WIDTHS,
    RenderedPicture,
    delete_picture,
    open_picture,
    render_picture,
    store_picture,
    true_widths,
)

__all__ = [
    "OFFICE_KINDS",
    "PICTURE_WIDTHS",
    "RenderedPicture",
    "check_office",
    "check_pdf",
    "delete_after_commit",
    "delete_picture",
    "discarded_on_error",
    "open_picture",
    "random_name",
    "render_picture",
    "store_picture",
    "true_widths",
]
