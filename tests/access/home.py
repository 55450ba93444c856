"""Who may open the home page, the council's face and the page of the look."""

from tests.access.table import Row

ACCESS = {
    "home": Row(visitor=200, resident=200, clerk=200),
    "set_language": Row(method="post", data={"language": "tr"}, visitor=302, resident=302, clerk=302),
    "colours": Row(visitor=200, resident=200, clerk=200),
    "icon_svg": Row(visitor=200, resident=200, clerk=200),
    "icon_png": Row(args=(192,), visitor=200, resident=200, clerk=200),
    "favicon": Row(visitor=200, resident=200, clerk=200),
    "manifest": Row(visitor=200, resident=200, clerk=200),
    "design": Row(visitor=403, resident=403, clerk=200),
}
