"""The sentences of ``tongfu pbx``, in Chinese and English."""

from collections.abc import Mapping

_SENTENCES: dict[str, tuple[str, str]] = {
    # configure
    "written": ("已写入：{name}", "Written: {name}"),
    "unchanged": ("未变动：{name}", "As it was: {name}"),
    "kept": (
        "{name} 已被人工修改，保持不动；新内容在 {beside}，请比较后合并，或加 --replace。",
        "{name} was changed by hand and is left alone. The new text is in {beside}: compare the two, or use --replace.",
    ),
    "replaced": (
        "{name} 已被人工修改，按要求替换；原文件在 {beside}。",
        "{name} was changed by hand and is replaced, as asked. The old one is {beside}.",
    ),
    "taken_over": ("{name} 原有文件另存为 {beside}。", "{name} was there before; it is kept as {beside}."),
    "phones": (
        "话机账号和密码：{name}（仅供配置话机，请妥善保管）。",
        "Accounts and passwords of the telephones: {name} (for whoever sets them up; keep it safe).",
    ),
    "counts": (
        "共 {desks} 部话机、{skills} 个技能队列。",
        "{desks} telephones, {skills} queues.",
    ),
    "spoken": (
        "已生成 {made} 段语音，保留原有 {kept} 段：{folder}。将其中 zh、en 两个文件夹复制到 Asterisk 的 sounds 目录。",
        "{made} sounds were made, {kept} were left as they are: {folder}. Copy its zh and en into Asterisk's sounds folder.",
    ),
    "no_carrier": (
        "未指定运营商线路（--carrier 地址）：外线打不进来。",
        "No line to the telephone network was given (--carrier ADDRESS): no call comes in from outside.",
    ),
    "left_out": (
        "技能 {skill} 的代码不能作为队列名，已略过。",
        "The key of skill {skill} cannot name a queue; it is left out.",
    ),
    "no_such_skill": (
        "目录中没有技能 {skill}，菜单不指向它。",
        "There is no skill {skill}; nothing in the menu leads there.",
    ),
    "next": (
        "下一步：让 Asterisk 重新读取配置（systemctl restart asterisk），然后运行 tongfu pbx check。",
        "Next: let Asterisk read it (systemctl restart asterisk), then run tongfu pbx check.",
    ),
    # check
    "not_configured": (
        "尚未配置交换机：请先运行 tongfu pbx configure。",
        "No exchange is configured yet: run tongfu pbx configure first.",
    ),
    "inactive": (
        "服务器暂不使用交换机（tongfu pbx on 启用）。",
        "The server does not use the exchange at present (tongfu pbx on).",
    ),
    "reached": ("已连上 Asterisk（{host}:{port}）。", "Asterisk is reached at {host}:{port}."),
    "unreachable": (
        "连不上 {host}:{port}。Asterisk 是否在运行？manager.conf 是否已生效？",
        "Nobody answers at {host}:{port}. Is Asterisk running, and has it read manager.conf?",
    ),
    "refused": (
        "Asterisk 拒绝了登录：它读到的 manager.conf 与我们的密码或地址不符。请重新运行 configure 并重启 Asterisk。",
        "Asterisk refuses the sign-in: its manager.conf has another secret or does not permit this address. Run configure "
        "again and restart Asterisk.",
    ),
    "broke_off": ("检查中断：{why}", "The look was broken off: {why}"),
    "version": ("Asterisk {version}（已测试 {oldest} 至 {newest}）。", "Asterisk {version} (tested: {oldest} to {newest})."),
    "clock": (
        "两边时钟相差 {seconds} 秒。超过 2 秒时请校时（NTP）。",
        "The two clocks differ by {seconds} s. Above 2 s, set them by NTP.",
    ),
    "modules": ("模块齐全。", "All modules are loaded."),
    "modules_bad": (
        "缺少模块：{missing}。请检查 modules.conf 和安装包。",
        "Modules are missing: {missing}. Look at modules.conf and at what is installed.",
    ),
    "queues": ("{count} 个队列齐全。", "All {count} queues are there."),
    "queues_bad": (
        "缺少队列：{missing}。请重新运行 configure 并重启 Asterisk。",
        "Queues are missing: {missing}. Run configure again and restart Asterisk.",
    ),
    "telephones": ("{count} 个话机账号齐全。", "All {count} telephone accounts are there."),
    "telephones_bad": (
        "缺少话机账号：{missing}。请重新运行 configure 并重启 Asterisk。",
        "Telephone accounts are missing: {missing}. Run configure again and restart Asterisk.",
    ),
    "signed_in": ("话机均已注册。", "Every telephone is signed in."),
    "signed_in_bad": (
        "{count} 部话机未注册：{missing} 等。下班时正常；上班时请检查话机的账号和网线。",
        "{count} telephones are not signed in: {missing}. As it should be after work; else look at their accounts and cables.",
    ),
    "duty_without_telephone": (
        "已上岗但话机未注册：{missing}。来电会轮空。",
        "On duty without a telephone that is signed in: {missing}. Calls pass them by.",
    ),
    "carrier": ("运营商线路已配置。", "The line to the telephone network is configured."),
    "carrier_bad": ("没有运营商线路：外线打不进来。", "There is no line to the telephone network: no call comes in."),
    "blocking": ("拦截检查已配置。", "Blocked numbers are looked for."),
    "blocking_bad": (
        "配置由旧版本生成，不检查被拦截的号码。请重新运行 configure 并重启 Asterisk。",
        "The configuration is of an earlier version: blocked numbers are let in. Run configure again and restart Asterisk.",
    ),
    "as_now": (
        "交换机配置与当前版本、人员和技能一致。",
        "The configuration is of this release, and of the people and skills of today.",
    ),
    "other_release": (
        "交换机配置由另一版本的通服生成。请用与上次相同的参数重新运行 configure 并重启 Asterisk；人工修改过的文件请从 .new 合并。",
        "The configuration was written by another release of Tongfu. Run configure again with the options of last time and "
        "restart Asterisk; where a file was changed by hand, take over what its .new has.",
    ),
    "people_changed": (
        "配置生成之后，有话机的人员有变动。请重新运行 configure 并重启 Asterisk。",
        "Who has a telephone has changed since the configuration was written. Run configure again and restart Asterisk.",
    ),
    "skills_changed": (
        "配置生成之后，技能有增减。请重新运行 configure 并重启 Asterisk。",
        "Skills were added or taken away since the configuration was written. Run configure again and restart Asterisk.",
    ),
    "not_loaded": (
        "文件中的配置与 Asterisk 正在使用的不同，尚未生效。请重启 Asterisk（systemctl restart asterisk）。",
        "Asterisk has not read the configuration that lies in the files. Restart it (systemctl restart asterisk).",
    ),
    "nothing_written": (
        "{folder} 中没有交换机配置（extensions.conf）。请先运行 configure，或指定正确的目录。",
        "There is no configuration in {folder} (extensions.conf). Run configure first, or name the right folder.",
    ),
    "without_telephone": (
        "{count} 位话务员还没有话机：{names}。请重新运行 configure。",
        "{count} agents have no telephone yet: {names}. Run configure again.",
    ),
    "changed": ("人工修改过的文件：{names}。", "Files changed by hand: {names}."),
    "recordings": ("录音目录可读：{folder}。", "The folder of recordings can be read: {folder}."),
    "recordings_bad": (
        "服务器读不到录音目录 {folder}：录音无法入库。",
        "The server cannot read the folder of recordings, {folder}: recordings are not taken in.",
    ),
    "music": ("等待音乐已就绪。", "There is music for who waits."),
    "music_bad": (
        "{folder} 中没有音乐：排队和保持中的来电人听不到任何声音。请放入有权使用的音乐（8 kHz 单声道 16 位 WAV）。",
        "There is no music in {folder}: who waits or is on hold hears nothing. Put some there that you may play (8 kHz, mono, 16 bit WAV).",
    ),
    "sounds": ("配置用到的语音齐全。", "Every sound that the configuration plays is there."),
    "sounds_bad": (
        "缺少 {count} 个语音：{missing}。请把 tongfu pbx prompts 生成的 zh、en 目录复制到 Asterisk 的 sounds 目录。",
        "{count} sounds are missing: {missing}. Copy zh and en, as tongfu pbx prompts makes them, into Asterisk's folder of sounds.",
    ),
    "queue_log": ("队列日志可读：{name}。", "The queue log can be read: {name}."),
    "queue_log_bad": (
        "服务器读不到队列日志 {name}：服务器停机期间来过又走的电话不会补入（configure --queue-log 指定）。",
        "The server cannot read the queue log, {name}: calls that come and go while it is down are not taken in afterwards "
        "(configure --queue-log names it).",
    ),
    "compared": (
        "与交换机日志核对 {count} 通来电，不一致 {wrong} 通（前为本系统，后为交换机）。",
        "{count} calls compared with the exchange's log; {wrong} differ (ours / the exchange's).",
    ),
    "figures_head": (
        "      本系统   交换机  指标（规则版本 {formula}；交换机日志以秒计，范围为日志所能确定的上下限）",
        "       ours  Asterisk  figure (rules {formula}; the log has whole seconds: from – to is what it allows)",
    ),
    "figures_agree": ("各项指标一致。", "All figures agree."),
    "figures_differ": ("{count} 项指标不一致。", "{count} figures differ."),
    "no_call_lines": ("未找到话单 {name}：只按队列日志核对。", "No call lines at {name}: compared with the queue log alone."),
    "without_line": (
        "{count} 通来电在队列日志中有、话单中没有（交换机中断时如此）：{names}",
        "{count} calls of the queue log have no call line (as when Asterisk is killed): {names}",
    ),
    "figure_offered": ("来电", "offered"),
    "figure_answered": ("接通", "answered"),
    "figure_abandoned": ("放弃", "abandoned"),
    "figure_abandoned_short": ("5 秒内放弃", "abandoned within 5 s"),
    "figure_service_level": ("服务水平（{threshold} 秒）", "service level ({threshold} s)"),
    "figure_service_level_2": ("服务水平二（{threshold} 秒）", "service level 2 ({threshold} s)"),
    "figure_answer_rate_15": ("15 秒接通率", "15-second answer rate"),
    "figure_connection_rate": ("接通率", "connection rate"),
    "figure_abandon_rate": ("放弃率", "abandon rate"),
    "figure_asa": ("平均应答速度", "ASA"),
    "figure_aht": ("平均处理时长", "AHT"),
    "figure_occupancy": ("工时利用率", "occupancy"),
    "figure_callbacks_wished": ("要求回呼", "call-backs wished"),
    "figure_callbacks_due": ("应回呼号码", "numbers to call back"),
    "figure_callbacks_reached": ("已通话", "of those, talked with"),
    "on": ("服务器下次启动时使用交换机。", "The server uses the exchange from its next start."),
    "off": ("服务器下次启动时不再使用交换机；交换机照常接电话。", "The server leaves the exchange alone from its next start; the "
            "exchange goes on taking calls."),
}  # fmt: skip


def words(code: str, language: str, details: Mapping[str, object] | None = None) -> str:
    """Returns a sentence."""
    return _SENTENCES[code][0 if language == "zh" else 1].format(**(details or {}))


def has(code: str) -> bool:
    """Tells whether there is such a sentence."""
    return code in _SENTENCES
