"""Letters to the departments that are asked: to the department's own address and to those named for it."""

from butce.models import Assessment
from konsey import mail
from konsey.models import User


def asked(assessment: Assessment) -> int:
    return _tell(assessment, "butce/assessment_asked", key=str(assessment.pk))


def answer_is_late(assessment: Assessment) -> int:
    """Once for each deadline."""
    return _tell(assessment, "butce/assessment_late", key=f"{assessment.pk}:{assessment.due_on.isoformat()}")


def _tell(assessment: Assessment, letter: str, *, key: str) -> int:
    department = assessment.department
    readers: dict[str, User | None] = {department.email: None} if department.email else {}
    readers |= {person.email: person for person in department.reviewers.all() if person.is_active}
    context = {
        "assessment": assessment,
        "proposal": assessment.proposal,
        "department": department,
        "url": mail.link("admin:butce_assessment_change", assessment.pk),
    }
    return sum(
        mail.queue(
            letter,
            to=address,
            user=person,
            key=f"{key}:{person.pk if person else 'birim'}",
            context=context,
        )
        for address, person in readers.items()
    )
