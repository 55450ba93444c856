"""The demo's texts: Markdown files with title, summary and text, parted by blank lines."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Text:
    title: str
    summary: str
    body: str


def read(name: str) -> Text:
    """Return the text of ``<name>.md``."""
    title, summary, body = (*_source(name).split("\n\n", 2), "")[:3]
    return Text(title.strip(), summary.strip(), body.strip())


def questions(name: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return headings with their questions and answers: ``# heading``, ``## question``, then the answer."""
    found = []
    for part in f"\n{_source(name)}".split("\n# ")[1:]:
        heading, *entries = part.split("\n## ")
        pairs = [entry.partition("\n") for entry in entries]
        found.append((heading.strip(), [(question.strip(), answer.strip()) for question, _end, answer in pairs]))
    return found


def _source(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")
