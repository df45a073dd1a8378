"""``tongfu pbx configure``, ``check``, ``on``, ``off``."""

import argparse
import os
import socket
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from services.errors import AppError, sentence
from services.server import terminal
from services.server.accounts import repository as accounts
from services.server.kernel import Kernel
from services.server.pbx import certificate, comparing, feature, prompts, sounds
from services.server.pbx import settings as stored
from services.server.pbx.settings import PbxSettings
from services.server.pbx.words import has, words
from services.server.tickets import catalogue
from services.server.transaction import Transaction
from services.telephony.asterisk import checking
from services.telephony.asterisk.configuration import SECRET_FILES, mark, render, writing
from services.telephony.asterisk.configuration.plan import Carrier, Desk, Manager, Plan, Security
from services.telephony.asterisk.configuration.sip import phones
from services.telephony.asterisk.connection import Access
from services.telephony.asterisk.names import is_skill

PHONES = "phones.csv"


def add_commands(subparsers: "argparse._SubParsersAction[Any]", default_url: str = "") -> None:
    """Adds ``pbx``; each action sets ``handler``, a function of the parsed arguments that returns the exit code."""
    default_url = os.environ.get("TONGFU_DATABASE_URL", default_url)
    parser = subparsers.add_parser("pbx", help="configure and check the telephone exchange (Asterisk)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    writing_ = actions.add_parser("configure", help="write a complete configuration from our people and skills")
    writing_.add_argument("folder", type=Path, help="Asterisk's folder, usually /etc/asterisk")
    writing_.add_argument("--carrier", action="append", default=[], metavar="ADDRESS", help="where calls may come from")
    writing_.add_argument("--number", default="12345", help="the hotline's own: what others see when it calls them")
    writing_.add_argument("--address", default="0.0.0.0", help="where telephones find Asterisk (default: everywhere)")  # noqa: S104
    writing_.add_argument("--sip-port", type=int, default=5060)
    writing_.add_argument("--tls-port", type=int, default=5061)
    writing_.add_argument("--rtp-ports", type=_ports, default=(10_000, 20_000), metavar="FIRST-LAST")
    writing_.add_argument("--media-address", default="", metavar="ADDRESS", help="where voices are sent from")
    writing_.add_argument("--manager-host", default="", metavar="ADDRESS", help="where our server finds Asterisk")
    writing_.add_argument("--manager-port", type=int, default=0)
    writing_.add_argument("--manager-from", default="", metavar="ADDRESS/MASK", help="where our server calls from")
    writing_.add_argument("--certificate", type=Path, help="for TLS; without one, a certificate is made")
    writing_.add_argument("--key", type=Path, help="of the certificate")
    writing_.add_argument("--plain", action="store_true", help="also telephones without TLS and SRTP")
    writing_.add_argument("--recordings", default="/var/spool/asterisk/tongfu", help="where Asterisk records to")
    writing_.add_argument("--recordings-here", default="", help="the same folder as our server sees it")
    writing_.add_argument(
        "--queue-log", default="/var/log/asterisk/queue_log", metavar="FILE", help="the queue log as our server sees it"
    )
    writing_.add_argument("--prompts", type=Path, help="folder with welcome, menu, rate, thanks as audio files")
    writing_.add_argument("--menu", action="append", default=[], type=_choice, metavar="KEY=SKILL")
    writing_.add_argument("--english", default="", metavar="SKILL", help="where callers who ask for English wait")
    writing_.add_argument("--replace", action="store_true", help="also replace files that were changed by hand")
    checking_ = actions.add_parser("check", help="tell in words what is wrong with the exchange")
    checking_.add_argument(
        "folder", type=Path, nargs="?", help="Asterisk's folder, to see what was changed by hand or is not read yet"
    )
    speaking = actions.add_parser("prompts", help="speak what callers hear, in Chinese and English (needs espeak-ng)")
    speaking.add_argument("folder", type=Path, help="gets the shape of Asterisk's sounds: zh/tongfu, zh/digits, en/…")
    speaking.add_argument(
        "--replace", action="store_true", help="speak everything anew, also where there are own recordings"
    )
    speaking.set_defaults(handler=_speak)
    comparing_ = actions.add_parser(
        "compare", help="compare our records and figures with Asterisk's own queue log and call lines"
    )
    comparing.add_arguments(comparing_)
    for action in (
        writing_,
        checking_,
        comparing_,
        actions.add_parser("on", help="let the server use the exchange"),
        actions.add_parser("off", help="let the server leave the exchange alone"),
    ):
        action.add_argument("--database-url", default=default_url, required=not default_url, metavar="URL")
        action.set_defaults(handler=run)


def run(arguments: argparse.Namespace) -> int:
    """Does what the command line says; 1 where something is wrong."""
    language = terminal.language()
    try:
        with terminal.opened(arguments.database_url) as kernel:
            work = {"configure": configure, "check": check, "compare": comparing.compare, "on": _switch, "off": _switch}
            return work[arguments.action](kernel, arguments, language)
    except AppError as error:
        _say(sentence(error.code, language, error.details), wrong=True)
        return 1
    except OSError as error:
        _say(str(error), wrong=True)
        return 1


# -- configure


def configure(kernel: Kernel, arguments: argparse.Namespace, language: str) -> int:
    """Writes the configuration, and remembers what the server needs to know of it."""
    folder: Path = arguments.folder
    kernel.write(catalogue.ensure)
    found = kernel.write(lambda tx: _settings(tx, arguments))
    plan = kernel.read(lambda tx: _plan(tx, found, arguments, _security(folder, arguments)))
    done = writing.write(folder, render(plan), SECRET_FILES, arguments.replace)
    for file in done:
        _say(words(file.outcome.value, language, {"name": file.name, "beside": file.beside}))
    server = arguments.media_address or (plan.address if plan.address != "0.0.0.0" else socket.gethostname())  # noqa: S104
    listed = folder / PHONES
    listed.touch(mode=0o600)
    listed.write_text(phones(list(plan.desks), server), "utf-8")
    _say(words("phones", language, {"name": str(listed)}))
    _say(words("counts", language, {"desks": len(plan.desks), "skills": len(plan.skills)}))
    for key in kernel.read(_left_out):
        _say(words("left_out", language, {"skill": key}), wrong=True)
    known = {key for key, _ in plan.skills}
    # Who was sent to a queue that is not there would be cut off.
    for key in sorted({skill for _, skill in arguments.menu} | {arguments.english} - {""}):
        if key not in known:
            _say(words("no_such_skill", language, {"skill": key}), wrong=True)
    if not plan.carrier.addresses:
        _say(words("no_carrier", language), wrong=True)
    _say(words("next", language))
    return 0


def _settings(tx: Transaction, arguments: argparse.Namespace) -> PbxSettings:
    found = stored.read(tx.connection) or PbxSettings()
    changes: dict[str, Any] = {
        "recordings": arguments.recordings_here or arguments.recordings,
        "queue_log": arguments.queue_log,
    }
    if arguments.manager_host:
        changes["host"] = arguments.manager_host
    if arguments.manager_port:
        changes["port"] = arguments.manager_port
    found = stored.with_telephones(found.model_copy(update=changes), accounts.everyone(tx.connection))
    stored.write(tx, found)
    return found


def _plan(tx: Transaction, found: PbxSettings, arguments: argparse.Namespace, security: Security) -> Plan:
    people = {account.id: account for account in accounts.everyone(tx.connection)}
    desks = [
        Desk(
            key,
            people[key].name,
            telephone.extension,
            telephone.secret,
            [(skill.key, skill.level) for skill in people[key].skills],
        )
        for key, telephone in sorted(found.telephones.items(), key=lambda item: int(item[1].extension))
    ]
    skills = feature.skills(tx)
    more = {"allowed": arguments.manager_from} if arguments.manager_from else {}
    return Plan(
        desks=desks,
        skills=sorted(skills.items()),
        manager=Manager(found.secret, found.host, found.port, found.user, **more),
        carrier=Carrier(arguments.carrier),
        security=security,
        hotline=arguments.number,
        address=arguments.address,
        sip_port=arguments.sip_port,
        tls_port=arguments.tls_port,
        rtp_first=arguments.rtp_ports[0],
        rtp_last=arguments.rtp_ports[1],
        media_address=arguments.media_address,
        recordings=arguments.recordings,
        prompts=sorted({file.stem for file in arguments.prompts.glob("*.wav")}) if arguments.prompts else (),
        menu=[(key, skill) for key, skill in arguments.menu if skill in skills],
        mark=_mark(found, skills),
        english_skill=arguments.english if arguments.english in skills else "",
    )


def _mark(found: PbxSettings, skills: Collection[str]) -> str:
    extensions = {key: telephone.extension for key, telephone in found.telephones.items()}
    return mark.mark(extensions, skills, prompts.texts())


def _security(folder: Path, arguments: argparse.Namespace) -> Security:
    if arguments.certificate:
        return Security(str(arguments.certificate), str(arguments.key or arguments.certificate), arguments.plain)
    name = arguments.media_address or socket.gethostname()
    made, key = certificate.make(folder, name)
    return Security(str(made), str(key), arguments.plain)


def _left_out(tx: Transaction) -> list[str]:
    return [skill.key for skill in catalogue.read(tx).skills if not is_skill(skill.key)]


# -- check


def check(kernel: Kernel, arguments: argparse.Namespace, language: str) -> int:
    """Prints what was found, what is wrong marked; 1 where anything is."""
    wrong = False
    for code, good, details in _findings(kernel, arguments):
        told = f"{code}_bad" if good is not True and has(f"{code}_bad") else code
        mark = {True: "  ", None: "? ", False: "! "}[good]
        _say(mark + words(told, language, details), wrong=good is False)
        wrong = wrong or good is False
    return int(wrong)


def _findings(kernel: Kernel, arguments: argparse.Namespace) -> Iterator[tuple[str, bool | None, dict[str, object]]]:
    found = kernel.read(lambda tx: stored.read(tx.connection))
    if found is None:
        yield "not_configured", False, {}
        return
    if not found.active:
        yield "inactive", None, {}
    desks, skills = kernel.read(feature.directory)
    everyone = kernel.read(lambda tx: accounts.everyone(tx.connection))
    now = _mark(stored.with_telephones(found, everyone), skills)
    written = mark.on_disk(arguments.folder) if arguments.folder else None
    if arguments.folder and written is None:
        yield "nothing_written", False, {"folder": arguments.folder}
    for finding in checking.look(Access(found.host, found.port, found.user, found.secret), desks, skills, now, written):
        yield finding.code, finding.good, dict(finding.details)
    telephones = set(found.telephones)
    without = [
        account.name
        for account in everyone
        if stored.HAS_TELEPHONE.intersection(account.roles)
        and account.active
        and not account.simulated
        and account.id not in telephones
    ]
    if without:
        yield "without_telephone", False, {"count": len(without), "names": ", ".join(without[:8])}
    if found.recordings:
        yield "recordings", os.access(found.recordings, os.R_OK | os.X_OK), {"folder": found.recordings}
    if found.queue_log:
        yield "queue_log", os.access(found.queue_log, os.R_OK) or None, {"name": found.queue_log}
    if arguments.folder and written is not None:
        yield from _heard(arguments.folder)
    changed = writing.changed_by_hand(arguments.folder) if arguments.folder else []
    if changed:
        yield "changed", None, {"names": ", ".join(changed)}


def _heard(folder: Path) -> Iterator[tuple[str, bool | None, dict[str, object]]]:
    """What callers are to hear; calls go on without, in silence."""
    music, missing = sounds.without_music(folder), sounds.missing(folder)
    yield "music", None if music else True, {"folder": music}
    yield "sounds", None if missing else True, {"count": len(missing), "missing": ", ".join(missing[:8])}


def _speak(arguments: argparse.Namespace) -> int:
    """Makes the sounds; needs no database."""
    language = terminal.language()
    try:
        made = [spoken.made for spoken in prompts.make(arguments.folder, arguments.replace)]
    except AppError as error:
        _say(sentence(error.code, language, error.details), wrong=True)
        return 1
    except OSError as error:
        _say(str(error), wrong=True)
        return 1
    _say(words("spoken", language, {"made": sum(made), "kept": len(made) - sum(made), "folder": arguments.folder}))
    return 0


def _switch(kernel: Kernel, arguments: argparse.Namespace, language: str) -> int:
    def switched(tx: Transaction) -> bool:
        found = stored.read(tx.connection)
        if found is not None:
            stored.write(tx, found.model_copy(update={"active": arguments.action == "on"}))
        return found is not None

    done = kernel.write(switched)
    _say(words(arguments.action if done else "not_configured", language), wrong=not done)
    return int(not done)


def _ports(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    ports = int(first), int(last)
    if not 1024 <= ports[0] < ports[1] <= 65535:
        raise argparse.ArgumentTypeError("FIRST-LAST, from 1024 to 65535")
    return ports


def _choice(text: str) -> tuple[str, str]:
    key, _, skill = text.partition("=")
    if key not in list("0123456789*#") or not is_skill(skill):
        raise argparse.ArgumentTypeError("a key of the telephone and a skill, such as 1=social")
    return key, skill


def _say(line: str, wrong: bool = False) -> None:
    print(line, file=sys.stderr if wrong else sys.stdout)
