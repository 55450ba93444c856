"""The auditor's desk."""

from django.urls import reverse

from konsey import audit
from konsey.models import AuditEntry


def test_audit_list_names_the_act_in_turkish(admin_client, burak):
    audit.record(by=burak, action="admin.changed", obj=burak, before={"name": "A"}, after={"name": "B"})

    page = admin_client.get(reverse("admin:konsey_auditentry_changelist")).content.decode()

    assert "Kayıt değiştirildi" in page
    assert "Burak Işık" in page


def test_audit_entry_page_opens_and_offers_no_change(admin_client, burak):
    entry = audit.record(by=burak, action="admin.changed", obj=burak)

    page = admin_client.get(reverse("admin:konsey_auditentry_change", args=[entry.pk])).content.decode()

    assert 'name="_save"' not in page


def test_audit_download_is_recorded(admin_client, admin_user, burak):
    audit.record(by=burak, action="admin.changed", obj=burak, reason="=CMD|calc")
    address = reverse("admin:konsey_auditentry_export")

    assert admin_client.get(address).status_code == 200
    answer = admin_client.post(address, {"columns": ["at", "by_label", "reason"], "kind": "csv"})

    assert "'=CMD|calc" in answer.content.decode()
    assert AuditEntry.objects.filter(action="audit.exported", by=admin_user).count() == 1
