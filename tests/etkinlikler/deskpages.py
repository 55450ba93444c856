"""What a record's page at the desk sends when nothing on it is changed."""

from typing import Any


def sheet_of(client, address: str, **more: Any) -> dict[str, Any]:
    """Return the fields of the page at ``address`` as its browser would send them, and ``more``."""
    page = client.get(address)
    forms, counts = [page.context["adminform"].form], {}
    for part in page.context["inline_admin_formsets"]:
        forms += [*part.formset.initial_forms, part.formset.management_form]
        # The empty rows to write into are left out.
        counts[f"{part.formset.prefix}-TOTAL_FORMS"] = part.formset.initial_form_count()
    fields = {each.add_prefix(name): _typed(each[name].value()) for each in forms for name in each.fields}
    return {**fields, **counts, **more}


def _typed(value: Any) -> Any:
    if value is None or value is False:
        return ""
    return value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "strftime") else value
