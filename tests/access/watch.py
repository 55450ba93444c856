"""Who may open the pages about the portal's state."""

from tests.access.table import Row

# The probe for everything fails here: no worker runs beside the tests.
ACCESS = {
    "health": Row(visitor="login", resident=403, clerk=200),
    "health_alive": Row(visitor=200, resident=200, clerk=200),
    "health_ready": Row(visitor=200, resident=200, clerk=200),
    "health_complete": Row(visitor=503, resident=503, clerk=503),
}
