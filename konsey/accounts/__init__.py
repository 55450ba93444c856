"""django-allauth fitted to the portal: normal-form e-mail, letters through the outbox, a second step for staff."""
