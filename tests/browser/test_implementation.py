"""The overview of a cycle's winners and the diary on a project's page: both widths, both colour schemes."""

import pytest
from django.urls import reverse

from tests.browser.looks import assert_good_looks
from tests.factories.butce import ImplementationFactory, ImplementationStepFactory


@pytest.mark.django_db(transaction=True)
def test_overview_leads_to_the_project_and_its_diary(page):
    work = ImplementationFactory(state="delayed", percentage=25, delay_reason="Yüklenici sözleşmeyi bıraktı.")
    ImplementationStepFactory(implementation=work)

    page.goto(reverse("butce:implementation_overview", args=[work.proposal.cycle.slug]))
    assert_good_looks(page)
    page.get_by_role("row").get_by_role("link", name=work.proposal.title).click()

    assert page.get_by_role("heading", name="Uygulama").is_visible()
    assert page.get_by_text("Zemin hazırlandı").is_visible()
    assert_good_looks(page)
