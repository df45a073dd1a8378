"""What citizens are told, in Chinese and in English: a district's own words (``texts``), those that are carried where it has none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from services.contracts.channels import CitizenNotice
from services.contracts.texts import NoticeText
from services.server.texts import repository

SENTENCES: dict[CitizenNotice, tuple[str, str]] = {
    CitizenNotice.ACCEPTED: ("您的诉求已受理，正在安排承办单位。", "Your request was received and is being assigned."),
    CitizenNotice.DISPATCHED: (
        "您的诉求已转交承办单位办理。",
        "Your request was passed on to the unit that handles it.",
    ),
    CitizenNotice.EXTENDED: (
        "您的诉求情况较复杂，办理时间已延长，敬请谅解。",
        "Your request takes longer than usual; more time was granted for it.",
    ),
    CitizenNotice.SUSPENDED: (
        "您的诉求暂需等待，到期后继续办理，敬请谅解。",
        "Your request has to wait for a while; work on it goes on afterwards.",
    ),
    CitizenNotice.REPLIED: ("您的诉求已有答复。", "Your request was answered."),
    CitizenNotice.CLOSED: ("您的诉求已办结，感谢您的反映。", "Your request is closed. Thank you for telling us."),
    CitizenNotice.WITHDRAWN: ("您的诉求已按您的要求撤销。", "Your request was withdrawn as you asked."),
    CitizenNotice.MERGED: (
        "您的诉求与另一件诉求为同一事项，已合并办理，结果将一并答复您。",
        "Your request is about the same matter as another and is handled with it; you will get the same answer.",
    ),
    CitizenNotice.ASKED: (
        "您的诉求已有答复，请评价办理结果，一分钟即可完成。",
        "Your request was answered. Please tell us how it went; it takes a minute.",
    ),
    CitizenNotice.CORRECTED: (
        "更正：刚才的通知有误，您的诉求尚未办结，仍在办理中，敬请谅解。",
        "Correction: what you were just told was a mistake. Your request is still being handled; please excuse us.",
    ),
}


class Sentences:
    """What is told on each occasion, as it was in force when it was told: what a citizen has read stays as they have read it."""

    def __init__(self, connection: Connection) -> None:
        self._versions = [
            (since, {each["notice"]: (each["text"], each["english"]) for each in told})
            for since, told in repository.notices(connection)
        ]

    def said(self, notice: CitizenNotice, at: datetime, words: str, language: str = "zh") -> str:
        """Returns the sentence of a notice, and below it what was said beside it: a reply, a reason.

        Args:
            notice: the occasion.
            at: when it was told.
            words: what stands below.
            language: Chinese unless it is another one.
        """
        own = next((told for since, told in self._versions if since <= at), {})
        sentence = own.get(notice.value, SENTENCES[notice])[0 if language.startswith("zh") else 1]
        return f"{sentence}\n{words}" if words else sentence


def whole(own: Sequence[Mapping[str, Any]]) -> list[NoticeText]:
    """Returns what is told on every occasion: a version's own sentences, those that the program carries where it has none."""
    said = {each["notice"]: NoticeText.model_validate(each) for each in own}
    return [
        said.get(notice.value) or NoticeText(notice=notice, text=text, english=english)
        for notice, (text, english) in SENTENCES.items()
    ]
