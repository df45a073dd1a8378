"""The files that are about Asterisk itself: what it loads, logs and keeps, and who may steer it."""

from services.telephony.asterisk.configuration.plan import Plan

_MODULES = {
    "the ground": ("res_timing_timerfd", "res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_crypto"),
    "SIP": (
        *("res_http_websocket", "res_pjproject", "res_pjsip", "res_pjsip_session", "res_pjsip_sdp_rtp"),
        *("res_pjsip_pubsub", "res_pjsip_registrar", "res_pjsip_endpoint_identifier_user"),
        *("res_pjsip_endpoint_identifier_ip", "res_pjsip_authenticator_digest"),
        *("res_pjsip_outbound_authenticator_digest", "res_pjsip_acl", "res_pjsip_caller_id", "res_pjsip_dtmf_info"),
        *("res_pjsip_dlg_options", "res_pjsip_header_funcs", "res_pjsip_nat", "res_pjsip_notify"),
        *("res_pjsip_rfc3326", "res_pjsip_logger", "chan_pjsip", "res_security_log"),
    ),
    "voices: RTP, SRTP, codecs, files, music": (
        *("res_rtp_asterisk", "res_srtp", "codec_ulaw", "codec_alaw", "codec_g722", "codec_resample"),
        *("format_wav", "format_pcm", "format_sln", "res_musiconhold", "res_mutestream"),
    ),
    "calls between two and more": (
        *("bridge_builtin_features", "bridge_builtin_interval_features", "bridge_holding", "bridge_native_rtp"),
        *("bridge_simple", "bridge_softmix", "chan_bridge_media", "app_confbridge"),
    ),
    "the dialplan": (
        *("pbx_config", "app_dial", "app_queue", "app_playback", "app_read", "app_mixmonitor", "app_stack"),
        *("app_userevent", "app_verbose", "app_exec", "app_chanspy", "app_senddtmf", "app_bridgewait", "app_record"),
        *("app_echo", "app_originate", "app_playtones"),
    ),
    "what the dialplan computes with": (
        *("func_callerid", "func_channel", "func_cdr", "func_cut", "func_db", "func_devstate", "func_global"),
        *("func_groupcount", "func_hangupcause", "func_logic", "func_math", "func_periodic_hook", "func_strings"),
        *("func_timeout", "func_uri", "func_version", "func_pjsip_endpoint", "func_pjsip_contact", "func_pjsip_aor"),
    ),
    # chan_pjsip, app_queue and MixMonitor look for these and complain where they are missing.
    "what others ask for": (
        *("res_stasis", "res_agi", "res_speech", "res_manager_devicestate"),
        *("res_geolocation", "res_pjsip_diversion", "res_pjsip_path", "res_pjsip_refer", "res_sorcery_realtime"),
    ),
    "records": ("cdr_csv", "cdr_manager"),
}


def modules(plan: Plan) -> str:  # noqa: ARG001 - one shape for all files
    """Returns modules.conf: a short list instead of everything that is installed."""
    lines = ["[modules]", "; Only what a hotline needs: what is not loaded cannot be attacked.", "autoload = no"]
    for about, names in _MODULES.items():
        lines += ["", f"; {about}", *(f"load = {name}.so" for name in names)]
    return "\n".join(lines)


def asterisk(plan: Plan) -> str:  # noqa: ARG001
    """Returns asterisk.conf. The folders are the ones that the package was built for."""
    return """[options]
; Unique ids of channels begin with the second in which the call came, so they do not repeat after a restart.
verbose = 0
nocolor = yes
"""


def manager(plan: Plan) -> str:
    """Returns manager.conf: one user, one network, only what our server needs."""
    m = plan.manager
    return f"""[general]
enabled = yes
webenabled = no
bindaddr = {m.host}
port = {m.port}
; Each event says when it happened, by Asterisk's own clock.
timestampevents = yes
; Whoever does not sign in at once is put out.
authtimeout = 5
authlimit = 20

[{m.user}]
secret = {m.secret}
; First nobody, then our server.
deny = 0.0.0.0/0.0.0.0
permit = {m.allowed}
; Events that our server reads, and what it may do. No shell and no files: "command", "config" and "all" are not among them.
read = call,agent,dtmf,user,reporting,system
write = call,agent,originate,reporting,system
writetimeout = 1000
"""


def logger(plan: Plan) -> str:  # noqa: ARG001
    """Returns logger.conf. The queue log is the evidence that our figures are checked against."""
    return """[general]
dateformat = %F %T
queue_log = yes
queue_log_to_file = yes

[logfiles]
console => error
messages => notice,warning,error
; Failed sign-ins of telephones and of the manager interface, for fail2ban and the like.
security => security
"""


def cdr(plan: Plan) -> str:  # noqa: ARG001
    """Returns cdr.conf: a line for each call, also for those that nobody answered."""
    return """[general]
enable = yes
unanswered = yes

[csv]
usegmtime = yes
loguniqueid = yes
loguserfield = yes
"""


def empty(about: str) -> str:
    """Returns a file that a module looks for, and that has nothing to say."""
    return f"; {about}\n"


def only_general(about: str) -> str:
    """Returns a file that a module looks for, with nothing but its heading."""
    return f"; {about}\n[general]\n"


def indications(plan: Plan) -> str:  # noqa: ARG001
    """Returns indications.conf: China's tones, 450 Hz (ITU-T E.180, supplement 2)."""
    return """[general]
country = cn

[cn]
description = China
ringcadence = 1000,4000
dial = 450
busy = 450/350,0/350
ring = 450/1000,0/4000
congestion = 450/700,0/700
"""
