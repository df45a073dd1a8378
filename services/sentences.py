"""The sentences of :mod:`services.errors`, in Chinese and in English. A sentence says what happened, to what, and what the person can do now."""

SENTENCES: dict[str, tuple[str, str]] = {
    # code: (Simplified Chinese, English); {names} are filled from the error's details
    "not_signed_in": ("登录已失效，请重新登录。", "You are not signed in any more. Please sign in again."),
    "wrong_password": ("用户名或密码不正确，请重新输入。", "User name or password is wrong. Please try again."),
    "account_locked": (
        "密码连续输错，账号已暂时锁定，请 {minutes} 分钟后再试，或联系管理员。",
        "Too many wrong passwords: the account is locked. Try again in {minutes} minutes or ask an administrator.",
    ),
    "not_allowed": ("您没有权限执行此操作（需要：{permission}）。", "You may not do this (needed: {permission})."),
    "not_found": (
        "没有找到{what}，可能已被删除，请刷新后再试。",
        "{what} was not found. It may be gone; refresh and try again.",
    ),
    "stale_version": (
        "这条记录刚被他人修改，请比较两个版本后再保存。",
        "Somebody else has just changed this. Compare both versions, then save.",
    ),
    "version_missing": (
        "保存请求缺少版本号，请刷新后再试。",
        "The request does not say which version it changes. Refresh and try again.",
    ),
    "invalid_fields": (
        "有 {count} 处内容需要修改后才能保存。",
        "{count} field(s) need a correction before this can be saved.",
    ),
    "required": ("此项必须填写。", "This must be filled in."),
    "too_long": ("内容过长，最多 {limit} 个字。", "Too long: at most {limit} characters."),
    "paste_too_long": (
        "未粘贴任何内容：要粘贴的有 {length} 个字，这里还能放 {room} 个字。",
        "Nothing was pasted: the text has {length} characters, and {room} more fit here.",
    ),
    "too_short": ("内容过短，至少 {limit} 个字。", "Too short: at least {limit} characters."),
    "too_few": ("请至少填写 {limit} 项。", "Please give at least {limit}."),
    "not_a_choice": ("请从列表中选择。", "Please choose from the list."),
    "stands_twice": ("与另一行重复，每项只能有一行。", "Another row says the same. Each may stand there once."),
    "clears_where_raised": (
        "解除值比触发值更严重，告警一触发就会解除。请调整其中一项。",
        "This clears where it is still worse than where it is raised. Please change one of the two.",
    ),
    "part_unfinished": (
        "第 {number} 部分未填完整：请从列表中选择单位，并填写标题和办理内容。",
        "Part {number} is not complete: choose its unit from the list, and say its title and what it has to do.",
    ),
    "bad_value": ("格式不正确，请检查后重新填写。", "This is not in the expected form. Please check it."),
    "unknown_code": (
        "没有这个代码：{value}，请从列表中选择。",
        "There is no such code: {value}. Please choose from the list.",
    ),
    "unknown_field": (
        "服务器不认识此项，请更新程序。",
        "The server does not know this field. Please update the program.",
    ),
    "unit_or_level": (
        "请填写承办单位，或选择由镇街、村居承办，两者只能选一。",
        "Either a unit, or the town's or village's own centre: one of them, and not both.",
    ),
    "file_not_read": (
        "无法读取文件 {file}：不是所需的格式，或已损坏。",
        "The file {file} could not be read: it is damaged, or not in the form that is needed.",
    ),
    "no_unit_column": (
        "文件 {file} 缺少“承办单位”一列。请先导出，在导出的表格中修改后再读取。",
        "{file} has no column “Unit name”. Export the lines first, change that table, and read it again.",
    ),
    "row_without_day": (
        "文件 {file} 第 {row} 行的日期“{written}”无法识别，应如 2027-01-01。",
        "Row {row} of {file} does not begin with a day: “{written}”. Write it as 2027-01-01.",
    ),
    "bad_request": ("请求格式不正确：{why}", "The request is malformed: {why}"),
    "conflict": ("现在不能这样做：{why}", "This cannot be done now: {why}"),
    "wrong_state": (
        "当前状态下不能执行此操作，可能已有人处理，请刷新。",
        "This cannot be done in the present state. Somebody may have changed it; refresh.",
    ),
    "step_not_allowed": (
        "此步骤不由您办理，请由负责的角色或单位办理。",
        "This step is not yours: it takes another role or another unit.",
    ),
    "decide_first": (
        "{what}尚未审核，请先审核。",
        "{what} is still to be decided. Decide it first.",
    ),
    "nothing_pending": (
        "没有待处理的{what}，可能已有人处理，请刷新。",
        "{what} is not there to be decided any more. Somebody may have done so; refresh.",
    ),
    "needs_meeting": (
        "此工单已退回 {count} 次，须经联席会商决定承办单位。",
        "This ticket was returned {count} times: a joint meeting has to decide who handles it.",
    ),
    "no_meeting_needed": (
        "退回不足 {count} 次的工单直接派单，无需会商。",
        "A ticket returned fewer than {count} times is simply dispatched.",
    ),
    "nobody_to_redo": (
        "此工单没有承办单位，请改用重新受理。",
        "No unit has handled this ticket. Reopen it instead.",
    ),
    "not_own_dispatch": (
        "这不是您派出的工单，请由派单员撤回。",
        "You have not dispatched this ticket; a dispatcher can recall it.",
    ),
    "nothing_linked": (
        "此工单没有关联的工单。",
        "This ticket is not linked with any other.",
    ),
    "too_late_to_undo": (
        "超过 {minutes} 分钟，不能再撤销办结；请改用重新受理。",
        "After {minutes} minutes a close cannot be undone. Reopen it instead.",
    ),
    "said_by_citizen": (
        "这是市民本人作出的评价，不能撤销；如需再办，请发起重办。",
        "The citizen said so themselves, and that is not undone. Have it redone instead.",
    ),
    "parts_open": (
        "还有拆分出的工单没有办结，请等全部办结后再回复、并单或撤单。",
        "Parts of this ticket are still open. Finish all of them first.",
    ),
    "parts_of_parts": ("拆分出的工单不能再拆分。", "A part of a ticket cannot be split again."),
    "nobody_below": ("已是最低一级，没有下级单位可以下派。", "There is no unit below to delegate to."),
    "nobody_above": ("已是最高一级，没有上级单位可以上报。", "There is no unit above to escalate to."),
    "away": ("此人现不在岗，请另选一位同事。", "This person is away now. Please choose somebody else."),
    "change_over": (
        "此项变更已生效或已撤回，不能再撤回。",
        "This change is in force or was taken back already; it cannot be taken back.",
    ),
    "unit_in_use": (
        "{unit}仍有 {tickets} 件未办结工单、{people} 名人员、{rules} 条派单规则，请指定承接单位后再撤销。",
        "{unit} still has {tickets} open ticket(s), {people} person(s), {rules} dispatch rule(s). Name a successor.",
    ),
    "category_in_use": (
        "分类“{category}”仍有 {tickets} 件未办结工单、{below} 个下级分类、{rules} 条派单规则，请先移走下级并指定接替的分类。",
        "Category {category} has {tickets} open ticket(s), {below} below it, {rules} rule(s). Empty it, name a successor.",
    ),
    "place_not_empty": (
        "“{place}”下还有 {below} 个村居，或由{unit}负责，请先移走下级、撤销或改派该单位。",
        "{place} has {below} village(s) in it, or {unit} looks after it. Empty it and give that unit another place first.",
    ),
    "place_in_use": (
        "“{place}”仍有 {tickets} 件未办结工单、{rules} 条派单规则、{others} 个传感器或事件，请指定接替的地点。",
        "{place} has {tickets} open ticket(s), {rules} dispatch rule(s), {others} sensor(s) or matter(s). Name a successor.",
    ),
    "skill_needed": (
        "“{skill}”是所有来电最后的去处，不能停用。",
        "{skill} is where every caller falls back to. It cannot be retired.",
    ),
    "skill_in_use": (
        "“{skill}”仍在使用：{count} 名人员（{people}），队列方案第 {plans} 版，{waiting} 个来电或待回拨，"
        "人工关闭 {closed} 处。请先改好再停用。",
        "{skill} is still needed: {count} person(s) ({people}), queue plans of version {plans}, {waiting} call(s) or"
        " call-back(s), closed by hand: {closed}. Change these first.",
    ),
    "less_than_near": (
        "不能低于同一地点的相似度（{least}%）。",
        "This cannot be less than for the same place ({least} %).",
    ),
    "not_for_villages": (
        "此事项属部门职责（依据：{basis}），不得下派给{unit}，请派给部门或镇街。",
        "This is a department's matter (by {basis}) and not for {unit}. Give it to the department or the town.",
    ),
    "is_below": (
        "所选单位是（或届时将成为）被变更单位的下级，请另选单位。",
        "That unit lies below the one that is changed, or will do so by then. Please choose another one.",
    ),
    "against_plan": (
        "“{unit}”已有变更计划于 {day} 生效，与本次变更冲突。请先撤回该计划，或另选单位、日期。",
        "A change of “{unit}” is planned for {day}, and could not be done after this. Take it back first, or choose another unit or"
        " day.",
    ),
    "plan_needed": (
        "“{unit}”于 {day} 生效的变更计划以此为前提。请先撤回该计划，再撤回本计划。",
        "The change of “{unit}” that is planned for {day} builds on this one. Take that one back first.",
    ),
    "taken_without_kind": (
        "“{value}”不是系统已知的诉求类型，已按内容判定类型并收下，请核对。",
        "“{value}” is no kind that is known; the row is taken with the kind that its words suggest. Please check it.",
    ),
    "not_below": ("只能下派给本单位的下级。", "Only a unit below can be delegated to."),
    "too_far": ("最长 {days} 天，请选择更早的日期。", "At most {days} days from now. Please choose an earlier date."),
    "ends_too_early": ("结束时间须晚于开始时间。", "It has to end after it begins."),
    "overlapping": (
        "时段之间有重叠，请改为互不重叠的时段，或合并成一段。",
        "These hours overlap. Change them so that they follow each other, or make one of them.",
    ),
    "not_in_future": ("请选择将来的时间。", "Please choose a moment in the future."),
    "too_soon": (
        "距上次回访不足 {hours} 小时，请换个时间再打。",
        "The last try was less than {hours} hours ago. Call again at another time.",
    ),
    "no_message_back": (
        "此工单的渠道不能向市民发送消息，请用电话回访。",
        "The way this ticket came by brings no messages to the citizen. Call them instead.",
    ),
    "no_public_address": (
        "还没有设置回访页面的公开网址，请联系管理员，或用电话回访。",
        "Nobody has set the public address of the follow-up page. Ask an administrator, or call.",
    ),
    "nobody_to_ask": (
        "应回访的市民都已回访或已发送评价链接。",
        "Everybody who asked about this has answered, is out of reach, or was sent a link.",
    ),
    "answered_before": (
        "此人已经评价，超过 {minutes} 分钟不能更改。",
        "This citizen has answered; after {minutes} minutes that is not changed any more.",
    ),
    "bad_link": (
        "链接不正确，请使用消息中的完整链接。",
        "This link is not right. Please use the whole link out of the message.",
    ),
    "link_used": (
        "这个链接已经使用过，或已由工作人员电话回访，不需要再填写。谢谢！",
        "This link was used already, or somebody has called meanwhile. Nothing more is needed. Thank you!",
    ),
    "link_expired": (
        "链接已过期，工作人员会给您打电话。",
        "This link is too old. Somebody will call you instead.",
    ),
    "not_a_whole": ("三项权重之和须为 100%。", "The three shares must add up to 100 %."),
    "instruction_open": (
        "领导批示件须经承办、回访后办结，不能直接结束。",
        "A leader's instruction ends only when its ticket was handled and the citizen was asked.",
    ),
    "voices_wait": (
        "另有 {count} 人反映同一事项并已并入此工单，须一并答复，不能撤单；请继续办理，或先将他们的工单拆开。",
        "{count} other(s) asked about the same and wait for this answer. Go on with it, or take their tickets apart first.",
    ),
    "others_merged": (
        "已有其他工单并入此工单，请把它们一起并入，或先拆开。",
        "Other tickets were merged into this one. Unmerge them first, or merge the other way round.",
    ),
    "confidential_apart": (
        "保密工单不能并入非保密工单。",
        "A confidential ticket cannot be merged into one that is not.",
    ),
    "last_administrator": (
        "至少要保留一名有效的管理员。",
        "At least one active administrator must remain.",
    ),
    "already_exists": ("{what}已存在，请换一个。", "{what} exists already. Please choose another."),
    "same_time": (
        "他人刚刚提交了相同的内容，请刷新后再试。",
        "Somebody has just saved the same thing. Refresh and try again.",
    ),
    "reference_gone": (
        "未能保存：其中引用的一项内容已不存在。请刷新后重试；仍不行，请把编号 {reference} 告诉管理员。",
        "Not saved: something it refers to is not there any more. Refresh and try again; if that does not help, tell the administrator {reference}.",
    ),
    "key_reused": (
        "同一个提交编号用于了不同的内容，请重新提交。",
        "The same submission key was used for different content. Please submit again.",
    ),
    "key_missing": ("写入请求缺少 Idempotency-Key。", "A write needs an Idempotency-Key header."),
    "bad_cursor": (
        "翻页位置已失效，请从第一页重新开始。",
        "The page cursor is not valid. Start again from the first page.",
    ),
    "too_large": ("内容过大（上限 {limit}），请缩小后再试。", "Too large (limit {limit}). Please make it smaller."),
    "too_many": ("请求过于频繁，请稍后再试。", "Too many requests. Please wait a moment."),
    "server_busy": (
        "服务器繁忙，请稍后再试；已填写的内容不会丢失。",
        "The server is busy. Try again shortly; nothing typed is lost.",
    ),
    "storage_full": (
        "磁盘空间不足，暂时无法保存；内容仍在屏幕上，请联系管理员清理磁盘。",
        "The disk is full and nothing can be saved now. Your text is still on the screen; ask for disk space.",
    ),
    "dealt_with": (
        "您的另一个窗口已经处理了这一项，这里不需要再做什么。",
        "Another window of yours has dealt with this already. Nothing more is to be done here.",
    ),
    "filed_elsewhere": (
        "此草稿已在您的另一个窗口提交，这里改动的内容没有提交，也没有丢失；请复制到新的草稿，或修改已提交的工单。",
        "Another window of yours has filed this draft. What differs here was not filed and is still on the screen: "
        "copy it into a new draft, or change the filed ticket.",
    ),
    "store_unavailable": (
        "本机文件暂时无法打开，请关闭其他窗口后再登录；文件里的内容没有改动。",
        "The file on this machine cannot be opened now. Close other windows and sign in again; nothing in it was changed.",
    ),
    "store_set_aside": (
        "本机文件损坏，已另存为 {file} 并重建，找回 {count} 项草稿和待提交内容；已提交的工单都在服务器上。",
        "The file on this machine was damaged. It was set aside as {file} and made anew; {count} draft(s) and unsent "
        "item(s) were carried over. Everything that was sent is at the server.",
    ),
    "internal": (
        "服务器内部错误（编号 {reference}），已记录；已填写的内容不会丢失。",
        "The server made an error (reference {reference}). It was recorded; nothing typed is lost.",
    ),
    "unreachable": (
        "无法连接服务器，已转为离线工作；内容会在恢复后自动提交。",
        "The server cannot be reached. You are working offline; everything is sent when it is back.",
    ),
    "timed_out": ("服务器响应超时，请稍后再试。", "The server did not answer in time. Please try again."),
    "bad_certificate": (
        "服务器证书无效，为保护数据已拒绝连接，请联系管理员。",
        "The server's certificate is not valid. The connection was refused to protect data; ask an administrator.",
    ),
    "server_too_new": (
        "服务器版本（{server}）高于本程序（{client}），请更新程序。",
        "The server ({server}) is newer than this program ({client}). Please update the program.",
    ),
    "server_too_old": (
        "服务器版本（{server}）低于本程序（{client}），请联系管理员升级服务器。",
        "The server ({server}) is older than this program ({client}). Ask an administrator to update it.",
    ),
    "schema_too_new": (
        "数据库（{server}）由更新版本的程序建立，本程序（{client}）不能使用，请更新程序。",
        "The database ({server}) was made by a newer version than this one ({client}). Please update the program.",
    ),
    "schema_unreleased": (
        "数据库（{server}）由尚未发布的版本建立，结构与本程序不同，没有改动。请用建立它的版本导出数据，或将数据库移到别处后重新开始。",
        "The database ({server}) was made by an unreleased version, in another structure; nothing in it was changed. Export its data "
        "with the version that made it, or move the database away and start anew.",
    ),
    "zone_unknown": (
        "没有时区“{zone}”。请使用 IANA 时区名称，如 {example}。",
        "There is no time zone “{zone}”. Use an IANA name, such as {example}.",
    ),
    "zone_missing": (
        "本机没有本区时区“{zone}”的资料，无法正确显示和计算时间，请更新程序。",
        "This machine knows nothing of the district's time zone “{zone}”, so no time would be right. Please update the program.",
    ),
    "zone_settled": (
        "本区的时区是 {zone}，建立时已经确定，不能改为 {wanted}。请去掉 --zone 后重试。",
        "The district's time zone is {zone}. It was chosen when the district was created and cannot become {wanted}. "
        "Please try again without --zone.",
    ),
    "training_set_aside": (
        "培训区由其他版本建立，已按本版本重建；原来的文件保留为 {file}。",
        "The training district was made by another version and has been made anew; the earlier file is kept as {file}.",
    ),
    "no_database": (
        "这里还没有数据库，请检查地址。",
        "There is no database here yet. Please check the address.",
    ),
    "database_in_use": (
        "数据库正在使用，请先停止服务器。",
        "The database is in use. Stop the server first.",
    ),
    "restore_not_empty": (
        "数据库里已有数据；确实要用备份替换时，请加上 --replace。",
        "The database holds data already. To give it up for the backup, add --replace.",
    ),
    "not_a_backup": (
        "{file} 不是可用的备份文件。",
        "{file} is not a backup that can be used.",
    ),
    "program_missing": (
        "没有找到 {program}，请安装 PostgreSQL 客户端工具。",
        "{program} was not found. Please install PostgreSQL's client programs.",
    ),
    "espeak_missing": (
        "未找到 espeak-ng，请先安装该软件包，或自行录制提示音。",
        "espeak-ng was not found. Install that package, or record the prompts yourself.",
    ),
    "tool_failed": ("{tool} 运行失败：{why}", "{tool} failed: {why}"),
    "outdated_proposal": (
        "条目在建议提出后已更新，请在最新版本上重新提出建议。",
        "The article has changed since this was proposed. Please propose again from the present version.",
    ),
    "call_gone": ("这通电话已结束或已转给他人。", "This call has ended or has gone to somebody else."),
    "holding_call": (
        "您还有通话未结束，请先结束或转出通话。",
        "You still have a call. End it or transfer it first.",
    ),
    "nobody_asked": (
        "没有可撤回的邀请：此时没有为这通电话呼叫任何人。",
        "There is no invitation to take back: nobody is being rung for this call.",
    ),
    "other_console": (
        "您的账号正在另一台终端上接听，请在那里操作，或选择在本机接管。",
        "Another console of yours is on duty. Work there, or choose to take over here.",
    ),
    "no_number": (
        "来电未显示号码，无法按号码处理。",
        "The caller's number is withheld, so nothing can be done by number.",
    ),
    "queue_open": (
        "该队列已开放，请刷新。",
        "This queue is open already. Refresh.",
    ),
    "block_decided": (
        "该号码已有处理决定，请刷新列表。",
        "Something was decided about this number already. Refresh the list.",
    ),
    "never_blocked": (
        "这是紧急或公共热线，或列入不拦截名单的号码，不能拦截。",
        "This is an emergency or hotline number, or one of the list of those never blocked.",
    ),
    "call_back_taken": (
        "该回拨已由{name}领取，请选择其他回拨。",
        "{name} has already taken this call-back. Please choose another.",
    ),
    "call_back_closed": (
        "该回拨已办结，请刷新列表。",
        "This call-back is closed already. Refresh the list.",
    ),
    "call_back_early": (
        "未到回拨时间，请在 {at} 之后回拨。",
        "It is too early to call this citizen. Call after {at}.",
    ),
    "call_back_not_taken": (
        "您没有领取该回拨，请先领取。",
        "You have not taken this call-back. Take it first.",
    ),
    "agent_busy": (
        "{name}现在不能接听，请换一位同事或转回队列。",
        "{name} cannot take the call now. Choose somebody else or send it back to the queue.",
    ),
    "not_a_number": ("“{value}”不是电话号码。", "“{value}” is no telephone number."),
    "not_dialable": (
        "这不是可以拨打的国内号码：只能有数字、+86、区号和分机，3 至 20 位。",
        "This is no number of this country that can be called: digits, +86, area code and extension only, 3 to 20 digits.",
    ),
    "exchange_lost": (
        "与电话交换机的连接已中断，通话操作暂不可用：请直接使用话机，连接恢复后再试。",
        "The exchange is not heard now, so calls cannot be steered from here: use the telephone itself, and try again once it is.",
    ),
    "unit_without_telephone": (
        "该单位没有登记电话，无法转接：请在“设置 › 单位与值班”中登记。",
        "This unit has no telephone to put callers through to: it is kept in Settings, Units and duty.",
    ),
    "call_elsewhere": (
        "这位来电人已不在您看到的位置，请查看最新情况后再试。",
        "This caller is not where you saw them any more. Look again before you move them.",
    ),
    "no_queue": (
        "电话系统中还没有该技能组的队列，无法转入。请管理员重新运行 tongfu pbx configure 并让电话系统载入配置。",
        "The exchange has no queue for this skill yet. An administrator runs tongfu pbx configure and lets the exchange load it.",
    ),
    "no_desk": (
        "您没有话务台，无法接听来电。请管理员为您加上话务员角色。",
        "You have no desk to take callers at. An administrator gives you the agent's role as well.",
    ),
    "not_answered": (
        "对方还没有接听。接通后才能转接、驻留或邀请他人。",
        "Whoever you are calling has not answered yet. Send them on, park them or bring somebody in once they have.",
    ),
    "third_there": (
        "已有第三方在通话中，请先让其退出。",
        "Somebody else is in this call already. Let them go first.",
    ),
    "no_telephone": (
        "您没有话机分机，无法监听。请管理员重新运行 tongfu pbx configure 为您分配。",
        "You have no telephone at the exchange. An administrator gives you one with tongfu pbx configure.",
    ),
    "simulated_colleague": (
        "这个账号由模拟话务员使用，您不能用它接听来电。请用 agent01、agent02 或 lead02 签入话务。",
        "A simulated colleague works with this account, so you cannot take calls with it. Sign in as agent01, agent02 or lead02.",
    ),
    "no_training": (
        "本服务器没有开启培训模式。",
        "This server does not run in training mode.",
    ),
    "no_agent_state": ("您还没有签入话务，请先签入。", "You are not on duty yet. Go on duty first."),
    "already_claimed": (
        "这通电话已由{name}领取，请选择其他电话。",
        "{name} has already claimed this call. Please choose another.",
    ),
    "own_call": (
        "这通电话由您本人接听，不能自己给自己质检，请选择其他电话。",
        "You handled this call yourself and cannot score it. Please choose another.",
    ),
    "not_for_scoring": (
        "只有已接通并结束的电话才能质检。",
        "Only a call that was answered and has ended can be scored.",
    ),
    "unanswered": (
        "还有 {count} 道题没有作答，请答完后再提交。",
        "{count} question(s) have no answer yet. Please answer them, then submit.",
    ),
    "nothing_scored": (
        "所有题目都选了“不适用”，无法得出分数，请至少给一道题打分。",
        "Every question is marked not applicable, so there is no score. Please answer at least one.",
    ),
    "not_applicable_refused": ("这道题不能选“不适用”。", "This question may not be marked not applicable."),
    "other_inspector": (
        "申诉须由另一位质检员答复，请交给同事处理。",
        "Another inspector has to answer this appeal. Please leave it to a colleague.",
    ),
    "colleague_refused": (
        "{name}不能参加这次校准：参加的须是在职质检员，且没有接听过这通电话。",
        "{name} cannot take part: it has to be an active inspector who did not handle this call.",
    ),
    "too_few_scorings": (
        "至少要有两人提交评分才能对比，目前提交了 {count} 人。",
        "At least two have to submit before there is something to compare; {count} so far.",
    ),
    "notes_missing": (
        "还有 {count} 处分歧没有写明理由，请写完后再定稿。",
        "{count} difference(s) have no note yet. Please say why, then agree.",
    ),
    "no_certificate": (
        "此处无法生成证书。请用 openssl 生成后以 --certificate 和 --key 指定。",
        "No certificate can be made here. Make one (openssl req -x509 …) and name it by --certificate and --key.",
    ),
    "no_recording": (
        "这通电话没有录音，请按通话时间线和工单评分，并告知管理员。",
        "There is no recording of this call. Score it by its timeline and ticket, and tell an administrator.",
    ),
    "recording_waits": (
        "这通电话的录音还没有入库，请稍后再打开。",
        "The recording of this call is not in the store yet. Please open the call again later.",
    ),
    "recording_unreadable": (
        "这通电话的录音文件无法读取，请按通话时间线和工单评分，并告知管理员。",
        "The recording of this call cannot be read. Score it by its timeline and ticket, and tell an administrator.",
    ),
    "recording_disk_full": (
        "通话时交换机磁盘已满，没有录音，请按通话时间线和工单评分。",
        "The exchange's disk was full during this call, so there is no recording. Score it by its timeline and ticket.",
    ),
    "recording_deleted": (
        "这通电话的录音已按保存期规定于 {date} 删除。",
        "The recording of this call was deleted on {date} under the rules of retention.",
    ),
    "recording_key_lost": (
        "录音的密钥 {key} 不在服务器的密钥文件里，无法解密。请管理员从密钥备份中找回这一行。",
        "The key {key} of this recording is not in the server's file of keys, so nobody can decrypt it. An administrator has to put that line back from the keys' backup.",
    ),
    "recording_keys_unreadable": (
        "录音密钥文件 {file} 无法读取，或其中有一行不是密钥。请从备份恢复。",
        "The file of the recordings' keys, {file}, cannot be read or a line of it is no key. Put it back from its backup.",
    ),
    "recording_damaged": (
        "录音文件损坏或被改动过，无法播放。请告知管理员，从备份恢复。",
        "The file of this recording is damaged or was changed, so it cannot be played. Tell an administrator; it has to come from a backup.",
    ),
    "recording_changed": (
        "这段录音在收听期间更新过，请重新打开这通电话。",
        "This recording was made anew while it played. Open the call again.",
    ),
    "why_missing": (
        "听不属于自己质检任务的录音，须写明理由。",
        "To listen to a call that is not yours to inspect, say what for.",
    ),
    "not_held": ("这段录音没有被保全。", "This recording is not held."),
    "already_held": ("这段录音已被保全。", "This recording is held already."),
    "no_mark": (
        "文件里找不到导出标记：可能不是从本系统导出，或只剩不到四秒。",
        "No mark of an export was found: the file may not come from this system, or less than four seconds are left.",
    ),
    "signature_missing": (
        "请求没有签名，或签名的各项格式不正确。",
        "The request is not signed, or a part of the signature is not in its form.",
    ),
    "bad_signature": (
        "签名不正确，请检查接入编号、密钥和签名内容。",
        "The signature is wrong. Check the client, the secret and what is signed.",
    ),
    "clock_skew": (
        "请求时间与服务器相差超过 {seconds} 秒，请校准时钟后重新签名。",
        "The timestamp is more than {seconds} s from the server's clock. Set the clock right and sign again.",
    ),
    "replayed": (
        "此签名请求已经收到过；如需重发，请换用新的随机串重新签名。",
        "This very request was received before. To send again, sign again with a new nonce.",
    ),
    "bad_digest": (
        "请求内容与签名中的摘要不符。",
        "The body is not the one whose digest was signed.",
    ),
    "channel_off": (
        "此渠道目前没有开通，请联系管理员。",
        "This channel is not open at present. Please ask an administrator.",
    ),
    "unknown_jurisdiction": (
        "本接口不受理该辖区（jurisdiction_id）的诉求。",
        "This endpoint does not serve that jurisdiction_id.",
    ),
    "wrong_api_key": (
        "缺少有效的 api_key，请向管理员申请。",
        "A valid api_key is needed. Please ask an administrator for one.",
    ),
    "wrong_code": (
        "编号或查询码不正确，请核对后再试。",
        "The number or the code is wrong. Please check both and try again.",
    ),
    "intake_otherwise": (
        "此编号先前已提交，但内容不同；先前的诉求（{number}）仍然有效。",
        "This id came before with other content. The earlier request ({number}) stands.",
    ),
    "bad_file_name": (
        "文件名无效，请改名后再上传（不能含有路径）。",
        "This file name cannot be used. Please rename the file; a name must not be a path.",
    ),
    "bad_file_type": (
        "不接受此类文件（{name}），请上传图片、录音、视频、PDF、Office 文档或文本。",
        "This kind of file is not taken ({name}). Send pictures, sound, video, PDF, Office documents or text.",
    ),
    "bad_archive": (
        "此压缩文件不安全（解压后过大、含程序或路径异常），请解压后分别上传。",
        "This archive is not safe to open (too large unpacked, programs in it, or odd paths). Send the files one by one.",
    ),
    "bad_range": ("请求的录音片段超出范围。", "The part of the recording asked for does not exist."),
    "scorecard_fault": (
        "评分标准有误：{fault}，请改正后再保存。",
        "The scorecard is wrong: {fault}. Please correct it.",
    ),
    "period_too_long": (
        "时间跨度最长 {days} 天，请缩短后再试。",
        "At most {days} days at once. Please shorten the period.",
    ),
    "bad_table": (
        "无法读取此表格（{why}），请使用带表头的 xlsx 或 csv 文件（UTF-8 或 GB18030 编码）。",
        "This table cannot be read ({why}). Please give xlsx or csv (UTF-8 or GB18030) with headings.",
    ),
    "bad_mapping": (
        "没有这样的对应关系：{wish}。可用的字段：{fields}",
        "There is no such column or field: {wish}. Fields: {fields}",
    ),
    "no_mapping": (
        "没有适合此文件表头的列对应关系（{board}：{headings}）。请在“设置 › 受理渠道 › 留言板列对应”中指定，或用 --map 列名=字段。",
        "No mapping of columns fits the headings of this file ({board}: {headings}). Say which column is which in "
        "Settings › Channels › Columns of boards, or with --map column=field.",
    ),
    "column_twice": (
        "列“{column}”已用于另一项，一列只能对应一项。",
        "The column “{column}” is used for another field already; one column holds one field.",
    ),
    "imported_otherwise": (
        "此编号先前已导入，但内容不同，未作更改。",
        "This number was imported before with other content; nothing was changed.",
    ),
    "no_clock": (
        "这张工单没有正在计时的此项时限，无法调整。",
        "This ticket has no such limit running, so it cannot be changed.",
    ),
    "unexpected": ("程序遇到意外错误：{why}", "Something unexpected went wrong: {why}"),
}

THINGS = {
    "change": ("变更", "The change"),
    "account": ("账号", "The account"),
    "agent": ("话务员", "The agent"),
    "alarm": ("告警", "The alarm"),
    "article": ("知识条目", "The article"),
    "attachment": ("附件", "The attachment"),
    "block": ("拦截记录", "The blocked number"),
    "board_mapping": ("列对应", "The mapping of columns"),
    "file": ("文件", "The file"),
    "calendar_year": ("该年日历", "The year's calendar"),
    "calibration": ("校准", "The calibration"),
    "call": ("通话", "The call"),
    "call_back": ("回拨", "The call-back"),
    "voice_message": ("留言", "The voice message"),
    "category": ("类别", "The category"),
    "channel": ("渠道", "The channel"),
    "place": ("地点", "The place"),
    "skill": ("队列技能", "The queue skill"),
    "dispatch_rules": ("派单目录", "The dispatch catalogue"),
    "evaluation": ("评分", "The evaluation"),
    "join": ("合并记录", "The joining"),
    "matter": ("事件", "The matter"),
    "message": ("来信", "The message"),
    "notice": ("通知", "The notice"),
    "person": ("市民", "The citizen"),
    "proposal": ("修改建议", "The proposal"),
    "route": ("接口", "The route"),
    "scorecard": ("评分表", "The scorecard"),
    "service_code": ("服务编码", "The service_code"),
    "service_request_id": ("诉求编号", "The service_request_id"),
    "thumbnail": ("缩略图", "The small picture"),
    "ticket": ("工单", "The ticket"),
    "token": ("令牌", "The token"),
    "unit": ("单位", "The unit"),
    "view": ("视图", "The view"),
    "trouble": ("待查录音", "The entry about the recording"),
    "export": ("录音副本", "The copy of the recording"),
}
"""What may not be found, in Chinese and English. Those of Open311 keep the names that its clients know."""

ASKED = {
    "return": ("退单申请", "The return"),
    "extension": ("延期申请", "The extension"),
    "answer": ("消息回访", "The question by message"),
}
"""What is asked for and is to be decided or answered, by its code, in Chinese and English."""
