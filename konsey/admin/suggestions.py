"""The type-ahead of the clerks' forms, with a trace where it shows people."""

import json
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse

from konsey import audit


class RecordedSuggestions(AutocompleteJsonView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        if getattr(self.model_admin, "personal_data", False):
            shown = [row["id"] for row in json.loads(answer.content)["results"]]
            audit.listed(
                by=request.user,
                model=self.model_admin.model,
                ids=shown,
                query=request.GET.urlencode(),
                action="personal.searched",
            )
        return answer
