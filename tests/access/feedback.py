"""Who may open the accessibility statement and its form."""

from tests.access.table import Row

ACCESS = {
    "accessibility": Row(visitor=200, resident=200, clerk=200),
    "accessibility_feedback": Row(visitor=200, resident=200, clerk=200),
    # Without a report sent before, it leads back to the form.
    "accessibility_feedback_sent": Row(visitor=302, resident=302, clerk=302),
}
