"""What can be asked for: the categories of the district's catalogue, and the questions that go with them."""

import threading
from datetime import datetime

from services.contracts.open311 import Attribute, AttributeValue, Service, ServiceDefinition
from services.contracts.tickets import Catalogue, Category
from services.errors import InvalidFields, NotFound
from services.server.channels.open311.settings import Datatype, Open311Settings, Question
from services.server.kernel import Kernel
from services.server.tickets import catalogue
from services.server.transaction import Transaction


class Offers:
    """The catalogue, read once for each of its versions."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._lock = threading.Lock()
        self._known: Catalogue | None = None

    def catalogue(self, tx: Transaction) -> Catalogue:
        """Returns the catalogue as it is now."""
        with self._lock:
            if self._known is None or self._known.version != catalogue.version(tx):
                self._known = catalogue.read(tx)
            return self._known


def offered(found: Catalogue, wanted: Open311Settings) -> list[Category]:
    """Returns the categories that are services: the lowest of the tree, or of its chosen parts."""
    parents = {category.parent for category in found.categories}
    lowest = [category for category in found.categories if category.code not in parents]
    if not wanted.categories:
        return lowest
    return [one for one in lowest if any(one.code.startswith(code) for code in wanted.categories if code)]


def questions_of(code: str, wanted: Open311Settings) -> list[Question]:
    """Returns the questions of a service: those of all services first, its own last."""
    beginnings = [code[:length] for length in range(len(code) + 1)]
    return [question for beginning in beginnings for question in wanted.questions.get(beginning, [])]


def services(found: Catalogue, wanted: Open311Settings, language: str) -> list[Service]:
    """Returns the list of services."""
    names = {category.code: _name(category, language) for category in found.categories}
    return [
        Service(
            service_code=one.code,
            service_name=names[one.code],
            description=" / ".join(names[code] for code in _line(one.code) if code in names),
            metadata=bool(questions_of(one.code, wanted)),
            type="batch" if wanted.answer_with_token else "realtime",
            keywords=", ".join(word for word in (one.name, one.english) if word),
            group=names.get(one.parent, ""),
        )
        for one in offered(found, wanted)
    ]


def definition(found: Catalogue, wanted: Open311Settings, code: str) -> ServiceDefinition:
    """Returns the questions of a service.

    Raises:
        NotFound: there is no such service.
    """
    require(found, wanted, code)
    return ServiceDefinition(
        service_code=code,
        attributes=[
            Attribute(
                variable=question.variable,
                code=question.code,
                datatype=question.datatype.value,
                required=question.required,
                datatype_description=question.datatype_description or None,
                order=order,
                description=question.description,
                values=[AttributeValue(key=choice.key, name=choice.name) for choice in question.values],
            )
            for order, question in enumerate(questions_of(code, wanted), start=1)
        ],
    )


def require(found: Catalogue, wanted: Open311Settings, code: str) -> Category:
    """Returns the category of a service.

    Raises:
        NotFound: there is no such service.
    """
    for category in offered(found, wanted):
        if category.code == code:
            return category
    raise NotFound("service_code")


def answers(questions: list[Question], given: dict[str, list[str]]) -> list[str]:
    """Checks the answers to the questions of a service; returns them as lines to read.

    Raises:
        InvalidFields: fields are named ``attribute[CODE]``.
    """
    problems: dict[str, tuple[str, dict[str, object]]] = {}
    lines = []
    known = {question.code: question for question in questions if question.variable}
    for code in given.keys() - known.keys():
        problems[f"attribute[{code}]"] = ("unknown_field", {})
    for code, question in known.items():
        values = [value.strip() for value in given.get(code, []) if value.strip()]
        if not values:
            if question.required:
                problems[f"attribute[{code}]"] = ("required", {})
            continue
        problem = _problem(question, values)
        if problem:
            problems[f"attribute[{code}]"] = (problem, {"limit": _LONGEST})
        else:
            names = {choice.key: choice.name for choice in question.values}
            lines.append(f"{question.description}：{'、'.join(names.get(value, value) for value in values)}")
    if problems:
        raise InvalidFields(problems)
    return lines


_LONGEST = 2_000


def _problem(question: Question, values: list[str]) -> str:
    if any(len(value) > _LONGEST for value in values):
        return "too_long"
    if len(values) > 1 and question.datatype is not Datatype.MULTI:
        return "bad_value"
    match question.datatype:
        case Datatype.SINGLE | Datatype.MULTI:
            return "" if {choice.key for choice in question.values}.issuperset(values) else "not_a_choice"
        case Datatype.NUMBER:
            return "" if _is_number(values[0]) else "bad_value"
        case Datatype.DATETIME:
            return "" if _is_moment(values[0]) else "bad_value"
    return ""


def _is_number(value: str) -> bool:
    try:
        return abs(float(value)) < 1e300
    except ValueError:
        return False


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _line(code: str) -> list[str]:
    return [code[:length] for length in range(2, len(code) + 1, 2)]


def _name(category: Category, language: str) -> str:
    return category.name if language.startswith("zh") else category.english or category.name
