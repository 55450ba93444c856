#!/bin/sh
# Runs once before web, worker and beat of a new version start.
set -eu
python manage.py migrate --no-input
python manage.py sync_roles
python manage.py import_places
python manage.py collectstatic --no-input
python manage.py maintenance_page "$STATIC_ROOT/bakim.html"
