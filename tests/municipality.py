"""A small OpenID Connect provider on a local port: the municipality's sign-in, as far as tests need it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from allauth.socialaccount.providers import registry
from django.utils import timezone

from tests.factories.konsey.identity import NUMBER

CLAIMS = {
    "sub": "vatandas-7",
    "name": "Ayşe Yıldız",
    "tc_kimlik_no": NUMBER,
    "birthdate": "1985-04-23",
    "ilce": "KONAK",
    "mahalle": "ALSANCAK MAH.",
}


class Municipality:
    """A small OpenID Connect provider: discovery, token and user info. ``claims`` are what it says about anybody."""

    def __init__(self):
        self.claims = dict(CLAIMS)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(municipality):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer(municipality.discovery() if "well-known" in self.path else municipality.claims)

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                token = jwt.encode(municipality.id_token(), "secret-of-thirty-two-characters--", algorithm="HS256")
                self._answer({"access_token": "a", "token_type": "Bearer", "id_token": token})

            def _answer(self, body):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *args):
                pass

        return Handler

    def discovery(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def id_token(self):
        now = int(timezone.now().timestamp())
        return {**self.claims, "iss": self.issuer, "aud": "portal", "iat": now, "exp": now + 300}


@pytest.fixture
def municipality(settings) -> Iterator[Municipality]:
    provider = Municipality()
    settings.OIDC_ENABLED = True
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": settings.OIDC_PROVIDER_ID,
                    "name": "Belediye hesabı",
                    "client_id": "portal",
                    "secret": "x",
                    "settings": {"server_url": provider.issuer},
                }
            ],
        }
    }
    registry.load()
    yield provider
    provider.server.shutdown()
    provider.server.server_close()
