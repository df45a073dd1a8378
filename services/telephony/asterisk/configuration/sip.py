"""pjsip.conf, rtp.conf: the telephones, the carrier, and how their signalling and voices are protected."""

from collections.abc import Iterator

from services.telephony.asterisk.configuration.plan import Desk, Plan
from services.telephony.asterisk.names import endpoint_of


def pjsip(plan: Plan) -> str:
    """Returns pjsip.conf."""
    return "\n".join([*_general(), *_transports(plan), *_carrier(plan), *_templates(plan), *_desks(plan)])


def rtp(plan: Plan) -> str:
    """Returns rtp.conf."""
    return f"""[general]
; A call needs two ports for each of its ends.
rtpstart = {plan.rtp_first}
rtpend = {plan.rtp_last}
; Voices are taken only from where they first came from: nobody else can speak into a call.
strictrtp = yes
icesupport = no
"""


def _general() -> Iterator[str]:
    yield "[global]"
    yield "type = global"
    yield "user_agent = PBX"
    yield "; A telephone is known by its account; whoever is not one of ours is looked up by address: the carrier."
    yield "endpoint_identifier_order = username,ip"
    yield "; Strangers who try out numbers are forgotten quickly, and their attempts are written to the security log."
    yield "unidentified_request_count = 3"
    yield "unidentified_request_period = 10"
    yield ""


def _transports(plan: Plan) -> Iterator[str]:
    yield from ("[udp]", "type = transport", "protocol = udp", f"bind = {plan.address}:{plan.sip_port}", "")
    if plan.security.certificate:
        yield from ("[tls]", "type = transport", "protocol = tls", f"bind = {plan.address}:{plan.tls_port}")
        yield f"cert_file = {plan.security.certificate}"
        yield f"priv_key_file = {plan.security.key}"
        yield "; TLS 1.2 and newer."
        yield from ("method = tlsv1_2", "")
    else:
        yield "; No certificate was given, so there is no TLS transport. Telephones speak in the clear."
        yield ""


def _carrier(plan: Plan) -> Iterator[str]:
    if not plan.carrier.addresses:
        yield "; No carrier was given (--carrier ADDRESS): no call comes in from outside."
        yield ""
        return
    target = plan.carrier.target or f"sip:{plan.carrier.addresses[0].split('/')[0]}"
    yield from ("[carrier]", "type = endpoint", "context = from-carrier", "transport = udp", "aors = carrier")
    yield from ("disallow = all", "allow = alaw,ulaw")
    yield from _media(plan)
    yield "; What the carrier says about who calls is believed."
    yield from ("trust_id_inbound = yes", "")
    yield from ("[carrier]", "type = aor", f"contact = {target}", "")
    yield "; Calls are taken from these addresses and from nowhere else."
    yield from ("[carrier]", "type = identify", "endpoint = carrier")
    yield from (f"match = {address}" for address in plan.carrier.addresses)
    yield ""


def _templates(plan: Plan) -> Iterator[str]:
    secure = bool(plan.security.certificate) and not plan.security.plain
    yield "; What all agents' telephones have in common."
    yield from ("[desk](!)", "type = endpoint", "context = from-desk", "disallow = all", "allow = alaw,ulaw,g722")
    yield from _media(plan)
    if secure:
        yield "; Signalling by TLS and voices by SRTP, or not at all."
        yield from ("transport = tls", "media_encryption = sdes")
    elif plan.security.certificate:
        yield "; Encrypted where the telephone can."
        yield from ("media_encryption = sdes", "media_encryption_optimistic = yes")
    yield "; A telephone is reached by the line that it has opened: by TLS it has no certificate to be called with."
    yield from ("rewrite_contact = yes", "force_rport = yes", "rtp_symmetric = yes")
    yield "; Tells the desk's display who calls; the number is on the agent's screen as well."
    yield from ("send_pai = yes", "rtp_timeout = 60", "rtp_timeout_hold = 3600", "")
    yield from ("[desk-auth](!)", "type = auth", "auth_type = userpass", "")
    yield from ("[desk-aor](!)", "type = aor", "max_contacts = 1", "remove_existing = yes")
    yield "; A telephone that does not answer is not rung."
    yield from ("qualify_frequency = 20", "qualify_timeout = 2.0", "maximum_expiration = 600", "")


def _desks(plan: Plan) -> Iterator[str]:
    for desk in plan.desks:
        name = endpoint_of(desk.extension)
        yield f"; {_plain(desk.name)}"
        yield f"[{name}](desk)"
        yield from (f"auth = {name}", f"aors = {name}", f'callerid = "{desk.extension}" <{desk.extension}>')
        yield "; Whose telephone it is, in the lines about calls."
        yield f"accountcode = {desk.account_id}"
        yield from (f"[{name}](desk-auth)", f"username = {name}", f"password = {desk.secret}")
        yield from (f"[{name}](desk-aor)", "")


def _media(plan: Plan) -> Iterator[str]:
    yield "; Voices go through Asterisk: only so can they be recorded, held and joined."
    yield "direct_media = no"
    if plan.media_address:
        yield from (f"media_address = {plan.media_address}", "bind_rtp_to_media_address = yes")


def _plain(text: str) -> str:
    """Returns a name as a comment may hold it."""
    return text.replace("\n", " ").replace(";", ",")


def phones(desks: list[Desk], host: str) -> str:
    """Returns the list for whoever sets up the telephones. It holds secrets."""
    lines = ["extension,account,password,server,name"]
    lines += [
        f'{d.extension},{endpoint_of(d.extension)},{d.secret},{host},"{d.name.replace(chr(34), "")}"' for d in desks
    ]
    return "\n".join(lines) + "\n"
