"""The page on which a citizen answers: plain HTML, no scripts, nothing from elsewhere, Chinese and English."""

from collections.abc import Mapping
from html import escape

from services.contracts.lifecycle import Satisfaction
from services.errors import sentence

REASON = 1_000
"""Characters of what may be written."""
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
_WORDS: dict[str, tuple[str, str]] = {
    "title": ("请评价办理结果", "How was your request handled?"),
    "about": ("工单编号：{number}", "Request number: {number}"),
    "contacted": ("承办单位是否与您联系过？", "Has the unit in charge been in touch with you?"),
    "solved": ("问题是否已经解决？", "Is the matter solved?"),
    "satisfaction": ("您对办理结果是否满意？", "Are you satisfied with the result?"),
    "reason": ("您还想说的（可不填）", "Anything else (may be left empty)"),
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    Satisfaction.VERY.value: ("非常满意", "Very satisfied"),
    Satisfaction.SATISFIED.value: ("满意", "Satisfied"),
    Satisfaction.BASICALLY.value: ("基本满意", "Basically satisfied"),
    Satisfaction.DISSATISFIED.value: ("不满意", "Dissatisfied"),
    Satisfaction.VERY_DISSATISFIED.value: ("非常不满意", "Very dissatisfied"),
    "send": ("提交", "Send"),
    "missing": ("请回答以上三个问题。", "Please answer the three questions."),
    "too_long": ("说明过长，最多 1000 字。", "Too long: at most 1000 characters."),
    "done": ("谢谢", "Thank you"),
    "thanks": ("您的评价已收到。", "Your answer has arrived."),
    "again": (
        "您反映的问题将由上级单位再次办理。",
        "The unit above will look at the matter once more.",
    ),
    "other": ("English", "中文"),
    "sorry": ("无法打开", "This cannot be opened"),
}
_STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:36em;margin:2em auto;padding:0 1em;color:#1c2126;background:#fff}"
    "fieldset{border:1px solid #8b929a;border-radius:6px;margin:1em 0;padding:.6em 1em}legend{font-weight:bold}"
    "label{display:block;padding:.4em 0}textarea{width:100%;box-sizing:border-box;font:inherit;min-height:5em}"
    "button{font:inherit;padding:.6em 2em;min-height:2.75em;color:#fff;background:#1a5fb4;border:0;border-radius:6px}.wrong{color:#a4161a;font-weight:bold}"
    "@media(prefers-color-scheme:dark){:root{color-scheme:dark}body{color:#e6e9ec;background:#15181c}"
    "a{color:#8ab4ff}.wrong{color:#ff8f8f}}"
)


def form(number: str, language: str, given: Mapping[str, str] | None = None, problem: str = "") -> str:
    """Returns the questions, with what was answered already."""
    said = given or {}
    grades = [grade.value for grade in Satisfaction]
    asked = "".join(
        _question(name, answers, said.get(name, ""), language)
        for name, answers in (("contacted", ["yes", "no"]), ("solved", ["yes", "no"]), ("satisfaction", grades))
    )
    wrong = f"<p class='wrong' role='alert'>{_say(problem, language)}</p>" if problem else ""
    body = (
        f"<p>{_say('about', language).format(number=escape(number))}</p><form method='post' accept-charset='utf-8'>"
        f"<input type='hidden' name='lang' value='{language}'>{asked}<p><label for='reason'>{_say('reason', language)}"
        f"</label><textarea id='reason' name='reason' maxlength='{REASON}'>{escape(said.get('reason', ''))}</textarea></p>"
        f"{wrong}<p><button type='submit'>{_say('send', language)}</button></p></form>"
    )
    return _page("title", body, language)


def thanks(language: str, again: bool) -> str:
    """Returns what is shown when an answer has arrived."""
    more = f"<p>{_say('again', language)}</p>" if again else ""
    return _page("done", f"<p>{_say('thanks', language)}</p>{more}", language, switch=False)


def refusal(code: str, language: str) -> str:
    """Returns why a link does not open, in words."""
    return _page("sorry", f"<p>{escape(sentence(code, language))}</p>", language)


def _question(name: str, answers: list[str], chosen: str, language: str) -> str:
    choices = "".join(
        f"<label><input type='radio' name='{name}' value='{answer}' required"
        f"{' checked' if answer == chosen else ''}> {_say(answer, language)}</label>"
        for answer in answers
    )
    return f"<fieldset><legend>{_say(name, language)}</legend>{choices}</fieldset>"


def _page(title: str, body: str, language: str, switch: bool = True) -> str:
    other = "en" if language == "zh" else "zh"
    link = f"<p><a href='?lang={other}' lang='{other}'>{_say('other', language)}</a></p>" if switch else ""
    heading = _say(title, language)
    return (
        f"<!doctype html><html lang='{'zh-CN' if language == 'zh' else 'en'}'><head><meta charset='utf-8'>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'><title>{heading}</title>"
        f"<style>{_STYLE}</style></head><body><h1>{heading}</h1>{body}{link}</body></html>"
    )


def _say(name: str, language: str) -> str:
    return escape(_WORDS[name][0 if language == "zh" else 1])
