"""What the roles may do in the events room (`konsey.roles`)."""

from konsey.roles import EDIT, LOOK, Grants, on

_EVENTS = (
    "venue hall event eventpicture eventpartner eventsteward session speaker speakerpicture sessionspeaker "
    "allotment invitation delegation question eventreminder outcome outcomephoto surveyquestion"
)
_PEOPLE = "registration attendee need answer checkin certificate eventmessage surveyanswer eventhistory"
_PARKS = "livingpark parkzone parkhours parkclosure equipment"
_USES = "parkuserequest equipmentloan parkusehistory"

GRANTS: Grants = {
    "events_staff": on("etkinlikler", EDIT, f"{_EVENTS} {_PARKS}")
    | on("etkinlikler", LOOK, f"{_PEOPLE} {_USES}")
    | {"etkinlikler.publish_event", "etkinlikler.message_registered", "etkinlikler.keep_door"}
    | {"etkinlikler.work_registration", "etkinlikler.decide_parkuse", "konsey.export_personal_data"},
    "secretariat": on("etkinlikler", LOOK, f"event delegation registration {_USES} livingpark parkzone"),
    "editor": on("etkinlikler", LOOK, "event outcome speaker"),
}
