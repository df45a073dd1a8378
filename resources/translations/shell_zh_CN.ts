<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Alarms</name>
    <message>
        <source>A caller waits too long</source>
        <translation>来电等待过久</translation>
    </message>
    <message>
        <source>Service level is low</source>
        <translation>服务水平过低</translation>
    </message>
    <message>
        <source>Many callers give up</source>
        <translation>放弃来电过多</translation>
    </message>
    <message>
        <source>Callers wait, nobody has the skill</source>
        <translation>有来电等待，该技能无人在岗</translation>
    </message>
    <message>
        <source>The exchange is not heard</source>
        <translation>与交换机失去联系</translation>
    </message>
    <message>
        <source>Very long break</source>
        <translation>小休过久</translation>
    </message>
    <message>
        <source>Very long wrap-up</source>
        <translation>话后整理过久</translation>
    </message>
    <message>
        <source>Paused for very long</source>
        <translation>暂停过久</translation>
    </message>
    <message>
        <source>Very long call</source>
        <translation>通话过久</translation>
    </message>
    <message>
        <source>Something is wrong</source>
        <translation>出现异常</translation>
    </message>
    <message>
        <source>End breaks, or give more agents the skill.</source>
        <translation>请结束小休，或给更多话务员该技能。</translation>
    </message>
    <message>
        <source>End breaks; look at long calls and wrap-ups.</source>
        <translation>请结束小休，查看过长的通话和话后整理。</translation>
    </message>
    <message>
        <source>Get more agents on duty; have who gave up called back.</source>
        <translation>请增加在岗人员，并安排回拨放弃的来电。</translation>
    </message>
    <message>
        <source>Give an agent the skill: on the board, Ctrl+L.</source>
        <translation>请给一名话务员该技能：在话务员列表中按 Ctrl+L。</translation>
    </message>
    <message>
        <source>Callers are still rung. Tell who looks after the exchange.</source>
        <translation>来电仍会振铃，请通知交换机管理员。</translation>
    </message>
    <message>
        <source>Ask them; put them right if they have left.</source>
        <translation>请询问本人；已离席的请纠正状态。</translation>
    </message>
    <message>
        <source>Ask whether they need help; put them right if they have left.</source>
        <translation>请询问是否需要帮助；已离席的请纠正状态。</translation>
    </message>
    <message>
        <source>They missed a ring. Ask them; sign them off if they have left.</source>
        <translation>振铃未接，请询问本人；已离席的请签出。</translation>
    </message>
    <message>
        <source>Ask whether they need help.</source>
        <translation>请询问是否需要帮助。</translation>
    </message>
    <message>
        <source>{title}: {value}</source>
        <translation>{title}：{value}</translation>
    </message>
</context>
<context>
    <name>Blocks</name>
    <message>
        <source>Abuse</source>
        <translation>辱骂</translation>
    </message>
    <message>
        <source>Threats</source>
        <translation>威胁恐吓</translation>
    </message>
    <message>
        <source>Sexual harassment</source>
        <translation>性骚扰</translation>
    </message>
    <message>
        <source>Prank</source>
        <translation>恶作剧</translation>
    </message>
    <message>
        <source>Calls again and again, keeps lines busy</source>
        <translation>反复拨打、占用线路</translation>
    </message>
    <message>
        <source>Advertising</source>
        <translation>推销广告</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Announcement, then hung up</source>
        <translation>播放提示后挂断</translation>
    </message>
    <message>
        <source>Last in the queue</source>
        <translation>排在队尾</translation>
    </message>
    <message>
        <source>Never blocked</source>
        <translation>不拦截号码</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>已举报</translation>
    </message>
    <message>
        <source>To decide</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>已拦截</translation>
    </message>
    <message>
        <source>Not blocked</source>
        <translation>未拦截</translation>
    </message>
    <message>
        <source>Lifted</source>
        <translation>已解除</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已到期</translation>
    </message>
    <message>
        <source>Reported by {name}</source>
        <translation>{name}举报</translation>
    </message>
    <message>
        <source>Enough reports: to be decided</source>
        <translation>举报达到条件，待审核</translation>
    </message>
    <message>
        <source>Blocked by {name}</source>
        <translation>{name}批准拦截</translation>
    </message>
    <message>
        <source>{name} decided not to block</source>
        <translation>{name}决定不予拦截</translation>
    </message>
    <message>
        <source>Lifted by {name}</source>
        <translation>{name}解除拦截</translation>
    </message>
    <message>
        <source>The end of the block came</source>
        <translation>拦截到期</translation>
    </message>
    <message>
        <source>Let in: {name} put the number on the list of those never blocked</source>
        <translation>恢复呼入：{name}已将号码列入不拦截名单</translation>
    </message>
</context>
<context>
    <name>Clocks</name>
    <message>
        <source>paused</source>
        <translation>暂停计时</translation>
    </message>
    <message>
        <source>{time} over</source>
        <translation>超时 {time}</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>按时</translation>
    </message>
    <message>
        <source>over, paused</source>
        <translation>已超时，暂停计时</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} 天 {hours} 小时</translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} 小时</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Signing for it</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>First contact</source>
        <translation>首次联系</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色预警</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色预警</translation>
    </message>
    <message>
        <source>Told to the leaders</source>
        <translation>已报领导</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>received {at}</source>
        <translation>{at} 受理</translation>
    </message>
    <message>
        <source>counts from {day}</source>
        <translation>自 {day} 起算</translation>
    </message>
    <message>
        <source>limit {limit}</source>
        <translation>时限 {limit}</translation>
    </message>
    <message>
        <source>by line {category} of the dispatch catalogue, version {version}</source>
        <translation>依派单目录第 {version} 版 {category} 条</translation>
    </message>
    <message>
        <source>extended by {limit}</source>
        <translation>延期 {limit}</translation>
    </message>
    <message>
        <source>of a work day {hours} counts</source>
        <translation>工作日仅计 {hours}</translation>
    </message>
    <message>
        <source>{day} is a work day ({name})</source>
        <translation>{day} 上班（{name}调休）</translation>
    </message>
    <message>
        <source>{since} to {until} are off ({name})</source>
        <translation>{since} 至 {until} 休息（{name}）</translation>
    </message>
    <message>
        <source>paused {since} to {until}, {span} of it not counted</source>
        <translation>{since} 至 {until} 暂停，扣除 {span}</translation>
    </message>
    <message>
        <source>{day} is a day off, so the next work day is the last one</source>
        <translation>{day} 休息，顺延至下一工作日</translation>
    </message>
    <message>
        <source>provisional: the calendar of {year} is not published yet</source>
        <translation>暂定：{year} 年工作日历尚未公布</translation>
    </message>
    <message>
        <source>due {at}</source>
        <translation>{at} 到期</translation>
    </message>
    <message>
        <source>done {at}, in time</source>
        <translation>{at} 完成，未超时</translation>
    </message>
    <message>
        <source>paused since {since}</source>
        <translation>自 {since} 起暂停计时</translation>
    </message>
    <message>
        <source>{since} is off ({name})</source>
        <translation>{since} 休息（{name}）</translation>
    </message>
    <message>
        <source>by line {category} at {place} of the dispatch catalogue, version {version}</source>
        <translation>依派单目录第 {version} 版 {category} 条（{place}）</translation>
    </message>
    <message>
        <source>done {at}, too late</source>
        <translation>{at} 完成，已超时</translation>
    </message>
    <message>
        <source>by the calendar</source>
        <translation>工作日历</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>New Year</source>
        <translation>元旦</translation>
    </message>
    <message>
        <source>Spring Festival</source>
        <translation>春节</translation>
    </message>
    <message>
        <source>Qingming Festival</source>
        <translation>清明节</translation>
    </message>
    <message>
        <source>Labour Day</source>
        <translation>劳动节</translation>
    </message>
    <message>
        <source>Dragon Boat Festival</source>
        <translation>端午节</translation>
    </message>
    <message>
        <source>Mid-Autumn Festival</source>
        <translation>中秋节</translation>
    </message>
    <message>
        <source>National Day</source>
        <translation>国庆节</translation>
    </message>
    <message>
        <source>National Day and Mid-Autumn Festival</source>
        <translation>国庆节、中秋节</translation>
    </message>
</context>
<context>
    <name>Closings</name>
    <message>
        <source>{queue} is closed</source>
        <translation>{queue}已关闭</translation>
    </message>
    <message>
        <source>{queue} is closed until {moment}</source>
        <translation>{queue}已关闭，至 {moment}</translation>
    </message>
    <message>
        <source> · </source>
        <translation> · </translation>
    </message>
    <message>
        <source>{reason} ({name}). {treatment}</source>
        <translation>{reason}（{name}）。{treatment}</translation>
    </message>
    <message>
        <source>New callers hear an announcement.</source>
        <translation>新来电只播放提示音。</translation>
    </message>
    <message>
        <source>New callers hear that they will be called back.</source>
        <translation>新来电播放提示音并登记回拨。</translation>
    </message>
    <message>
        <source>New callers may leave a message.</source>
        <translation>新来电可以留言。</translation>
    </message>
    <message>
        <source>{moment} {name} closed it: {reason}</source>
        <translation>{moment} {name}关闭：{reason}</translation>
    </message>
    <message>
        <source>{moment} {name} opened it. {reason}</source>
        <translation>{moment} {name}开放。{reason}</translation>
    </message>
    <message>
        <source>{moment} it opened by itself</source>
        <translation>{moment} 到时自动开放</translation>
    </message>
</context>
<context>
    <name>LifeCycle</name>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>To dispatch</source>
        <translation>待派单</translation>
    </message>
    <message>
        <source>To sign for</source>
        <translation>待签收</translation>
    </message>
    <message>
        <source>In hand</source>
        <translation>办理中</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>Under review</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>To follow up</source>
        <translation>待回访</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>已撤单</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>已并单</translation>
    </message>
    <message>
        <source>Return asked for</source>
        <translation>退单待审</translation>
    </message>
    <message>
        <source>Extension asked for</source>
        <translation>延期待审</translation>
    </message>
    <message>
        <source>signed out; back to the unit&apos;s pool</source>
        <translation>承办人已退出，工单转回本单位待办</translation>
    </message>
    <message>
        <source>no sign of their console; back to the unit&apos;s pool</source>
        <translation>承办人终端失联，工单转回本单位待办</translation>
    </message>
    <message>
        <source>absent; back to the unit&apos;s pool</source>
        <translation>承办人不在岗，工单转回本单位待办</translation>
    </message>
    <message>
        <source>transferred; back to the unit&apos;s pool</source>
        <translation>承办人已调岗，工单转回原单位待办</translation>
    </message>
    <message>
        <source>account closed; back to the unit&apos;s pool</source>
        <translation>承办人账号已停用，工单转回本单位待办</translation>
    </message>
    <message>
        <source>no longer a handler; back to the unit&apos;s pool</source>
        <translation>承办人不再承办，工单转回本单位待办</translation>
    </message>
    <message>
        <source>Asked by message</source>
        <translation>消息回访中</translation>
    </message>
    <message>
        <source>{time} more.</source>
        <translation>延长 {time}。</translation>
    </message>
    <message>
        <source>(took part: {names})</source>
        <translation>（参会：{names}）</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Answer at once</source>
        <translation>直接答复</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>撤回派单</translation>
    </message>
    <message>
        <source>Pass on as an emergency</source>
        <translation>紧急转派</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认知悉</translation>
    </message>
    <message>
        <source>Sign for it</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>指派</translation>
    </message>
    <message>
        <source>Citizen contacted</source>
        <translation>联系市民</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>办理记录</translation>
    </message>
    <message>
        <source>Ask to assist</source>
        <translation>请求协办</translation>
    </message>
    <message>
        <source>Reply of assistance</source>
        <translation>协办回复</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Delegate</source>
        <translation>下派</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>审核通过</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>审核退回</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>退单</translation>
    </message>
    <message>
        <source>Uphold the return</source>
        <translation>同意退单</translation>
    </message>
    <message>
        <source>Refuse the return</source>
        <translation>驳回退单</translation>
    </message>
    <message>
        <source>Ask for an extension</source>
        <translation>申请延期</translation>
    </message>
    <message>
        <source>Grant the extension</source>
        <translation>同意延期</translation>
    </message>
    <message>
        <source>Refuse the extension</source>
        <translation>驳回延期</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复办理</translation>
    </message>
    <message>
        <source>Urge</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Supervise</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>End supervision</source>
        <translation>解除督办</translation>
    </message>
    <message>
        <source>Ask by message</source>
        <translation>消息回访</translation>
    </message>
    <message>
        <source>Ask by telephone instead</source>
        <translation>改为电话回访</translation>
    </message>
    <message>
        <source>Follow up</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Close what everybody has answered</source>
        <translation>全部回访完毕后办结</translation>
    </message>
    <message>
        <source>Have it redone</source>
        <translation>重办</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Take in what was written after the end</source>
        <translation>登记办结后来信</translation>
    </message>
    <message>
        <source>Read, nothing more to do</source>
        <translation>已阅，无需再办</translation>
    </message>
    <message>
        <source>Undo the closing</source>
        <translation>撤销办结</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤单</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>并单</translation>
    </message>
    <message>
        <source>Undo the merging</source>
        <translation>撤销并单</translation>
    </message>
    <message>
        <source>Link with another ticket</source>
        <translation>关联工单</translation>
    </message>
    <message>
        <source>Take a link away</source>
        <translation>取消关联</translation>
    </message>
    <message>
        <source>Decision of a joint meeting</source>
        <translation>联席会商决定</translation>
    </message>
    <message>
        <source>Taken down</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Kept as a draft</source>
        <translation>存为草稿</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Handed over to the successor</source>
        <translation>已移交承接单位</translation>
    </message>
    <message>
        <source>Warned by the clock</source>
        <translation>时限预警</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已受理</translation>
    </message>
    <message>
        <source>Answered and closed</source>
        <translation>直接答复并办结</translation>
    </message>
    <message>
        <source>Dispatched</source>
        <translation>已派单</translation>
    </message>
    <message>
        <source>Recalled</source>
        <translation>已撤回派单</translation>
    </message>
    <message>
        <source>Passed on as an emergency</source>
        <translation>已紧急转派</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>已确认知悉</translation>
    </message>
    <message>
        <source>Signed for</source>
        <translation>已签收</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>已指派</translation>
    </message>
    <message>
        <source>Citizen was contacted</source>
        <translation>已联系市民</translation>
    </message>
    <message>
        <source>Handling recorded</source>
        <translation>已记录办理情况</translation>
    </message>
    <message>
        <source>Asked to assist</source>
        <translation>已请求协办</translation>
    </message>
    <message>
        <source>Assistance replied</source>
        <translation>协办已回复</translation>
    </message>
    <message>
        <source>Split into parts</source>
        <translation>已拆分</translation>
    </message>
    <message>
        <source>Delegated</source>
        <translation>已下派</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>已上报</translation>
    </message>
    <message>
        <source>Replied</source>
        <translation>已回复</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>审核已通过</translation>
    </message>
    <message>
        <source>Sent back</source>
        <translation>审核已退回</translation>
    </message>
    <message>
        <source>Return was asked for</source>
        <translation>已申请退单</translation>
    </message>
    <message>
        <source>Return upheld</source>
        <translation>退单已同意</translation>
    </message>
    <message>
        <source>Return refused</source>
        <translation>退单已驳回</translation>
    </message>
    <message>
        <source>Extension was asked for</source>
        <translation>已申请延期</translation>
    </message>
    <message>
        <source>Extension granted</source>
        <translation>延期已同意</translation>
    </message>
    <message>
        <source>Extension refused</source>
        <translation>延期已驳回</translation>
    </message>
    <message>
        <source>Was suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>已恢复办理</translation>
    </message>
    <message>
        <source>Urged</source>
        <translation>已催办</translation>
    </message>
    <message>
        <source>Put under supervision</source>
        <translation>已列入督办</translation>
    </message>
    <message>
        <source>Supervision ended</source>
        <translation>督办已解除</translation>
    </message>
    <message>
        <source>Citizen was asked by message</source>
        <translation>已发消息回访</translation>
    </message>
    <message>
        <source>No answer by message is waited for</source>
        <translation>不再等待消息答复</translation>
    </message>
    <message>
        <source>Followed up</source>
        <translation>已回访</translation>
    </message>
    <message>
        <source>Closed: nobody is left to be asked</source>
        <translation>已办结：没有待回访的诉求人</translation>
    </message>
    <message>
        <source>To be redone</source>
        <translation>已要求重办</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>已重新打开</translation>
    </message>
    <message>
        <source>Citizen wrote again after the end</source>
        <translation>办结后市民再次来信</translation>
    </message>
    <message>
        <source>Read what the citizen wrote after the end</source>
        <translation>已阅办结后来信</translation>
    </message>
    <message>
        <source>Closing undone</source>
        <translation>办结已撤销</translation>
    </message>
    <message>
        <source>Was withdrawn</source>
        <translation>已撤单</translation>
    </message>
    <message>
        <source>Was merged</source>
        <translation>已并单</translation>
    </message>
    <message>
        <source>Merging undone</source>
        <translation>并单已撤销</translation>
    </message>
    <message>
        <source>Linked with</source>
        <translation>关联工单</translation>
    </message>
    <message>
        <source>No longer linked with</source>
        <translation>已取消关联</translation>
    </message>
    <message>
        <source>Decided by a joint meeting</source>
        <translation>已由联席会商决定</translation>
    </message>
    <message>
        <source>Answered with the ticket that it was merged into</source>
        <translation>随主单一并答复</translation>
    </message>
    <message>
        <source>Closed with the ticket that it was merged into</source>
        <translation>随主单一并办结</translation>
    </message>
    <message>
        <source>Asked by message about the ticket that it was merged into</source>
        <translation>已就并入的工单发送评价链接</translation>
    </message>
    <message>
        <source>Closing undone with the ticket that it was merged into</source>
        <translation>主单撤销办结，已更正</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>退单审核</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>延期审核</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>To assist</source>
        <translation>待协办</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>督办件</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>超期预警</translation>
    </message>
    <message>
        <source>Wrote again</source>
        <translation>办结后来信</translation>
    </message>
    <message>
        <source>Emergencies</source>
        <translation>紧急件</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>咨询</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>求助</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>举报</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Praise</source>
        <translation>表扬</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>紧急</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>特急</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>告急</translation>
    </message>
    <message>
        <source>Hotline</source>
        <translation>热线电话</translation>
    </message>
    <message>
        <source>Portal</source>
        <translation>政府门户</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Message board</source>
        <translation>网络留言板</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>感知设备</translation>
    </message>
    <message>
        <source>{amount} min</source>
        <translation>{amount} 分钟</translation>
    </message>
    <message>
        <source>{amount} h</source>
        <translation>{amount} 小时</translation>
    </message>
    <message>
        <source>{amount} calendar day(s)</source>
        <translation>{amount} 个自然日</translation>
    </message>
    <message>
        <source>{amount} working day(s)</source>
        <translation>{amount} 个工作日</translation>
    </message>
    <message>
        <source>{amount} min of work time</source>
        <translation>{amount} 个工作分钟</translation>
    </message>
</context>
<context>
    <name>Likeness</name>
    <message>
        <source>known matter</source>
        <translation>已知事件</translation>
    </message>
    <message>
        <source>same caller</source>
        <translation>同一来电人</translation>
    </message>
    <message>
        <source>same place</source>
        <translation>同一地点</translation>
    </message>
    <message>
        <source>similar words</source>
        <translation>内容相近</translation>
    </message>
    <message>
        <source>same category</source>
        <translation>同一类别</translation>
    </message>
    <message>
        <source>recent</source>
        <translation>近三天</translation>
    </message>
</context>
<context>
    <name>NeedsYou</name>
    <message>
        <source>Somebody else changed this while you worked on it. Choose for each field what stays.</source>
        <translation>您填写期间，他人修改了这条记录。请逐项选择保留哪一份。</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我填写的</translation>
    </message>
    <message>
        <source>At the server now</source>
        <translation>服务器现有内容</translation>
    </message>
    <message>
        <source>mine</source>
        <translation>我填写的</translation>
    </message>
    <message>
        <source>theirs</source>
        <translation>服务器现有内容</translation>
    </message>
    <message>
        <source>All &amp;mine</source>
        <translation>全部用我的(&amp;M)</translation>
    </message>
    <message>
        <source>All &amp;theirs</source>
        <translation>全部用对方的(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Save what I chose</source>
        <translation>保存所选内容(&amp;S)</translation>
    </message>
    <message>
        <source>What needs you</source>
        <translation>待您处理</translation>
    </message>
    <message>
        <source>Saves that wait for you</source>
        <translation>待您处理的提交</translation>
    </message>
    <message>
        <source>Nothing waits for you. Everything is filed or on its way.</source>
        <translation>没有需要处理的内容，全部已提交或正在提交。</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>changed by somebody else</source>
        <translation>他人已修改</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被退回</translation>
    </message>
    <message>
        <source>Thrown away: {title}</source>
        <translation>已丢弃：{title}</translation>
    </message>
    <message>
        <source>&amp;Send again</source>
        <translation>重新提交(&amp;S)</translation>
    </message>
    <message>
        <source>New ticket</source>
        <translation>新建工单</translation>
    </message>
    <message>
        <source>Change of a ticket</source>
        <translation>修改工单</translation>
    </message>
    <message>
        <source>Remark on a ticket</source>
        <translation>工单备注</translation>
    </message>
    <message>
        <source>New person</source>
        <translation>新建市民资料</translation>
    </message>
    <message>
        <source>Change of a person</source>
        <translation>修改市民资料</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电人</translation>
    </message>
    <message>
        <source>Number called from</source>
        <translation>来电号码</translation>
    </message>
    <message>
        <source>Contact number</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>诉求类型</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>诉求分类</translation>
    </message>
    <message>
        <source>Town</source>
        <translation>镇街</translation>
    </message>
    <message>
        <source>Village or community</source>
        <translation>村居</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Place in detail</source>
        <translation>详细地点</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>诉求内容</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Confidential</source>
        <translation>保密</translation>
    </message>
    <message>
        <source>Wants a call back</source>
        <translation>需要回电</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复内容</translation>
    </message>
    <message>
        <source>Cited articles</source>
        <translation>引用知识</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>承办部门</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>电话号码</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Elderly</source>
        <translation>老年人</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between items of a list</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>{number}: {done} · {name}</source>
        <translation>{number}：{done} · {name}</translation>
    </message>
    <message>
        <source>{number}: a remark by {name}</source>
        <translation>{number}：{name}添加了备注</translation>
    </message>
    <message>
        <source>{number}: a leader&apos;s instruction nears its deadline</source>
        <translation>{number}：领导批示即将到期</translation>
    </message>
    <message>
        <source>{number}: a leader&apos;s instruction is at its deadline or past it</source>
        <translation>{number}：领导批示已到期或已逾期</translation>
    </message>
    <message>
        <source>Tickets of yours that run out of time: {count}</source>
        <translation>您的工单即将超时或已超时：{count} 件</translation>
    </message>
    <message>
        <source>{number}: nobody is reached for the follow-up; you decide whether it ends</source>
        <translation>{number}：回访多次联系不上市民，是否办结由您决定</translation>
    </message>
    <message>
        <source>{number}: {clock} is far over its limit at {unit}; the leaders are told</source>
        <translation>{number}：{unit}的{clock}严重超期，已报领导</translation>
    </message>
    <message>
        <source>Tickets far over their limit, of which the leaders are told: {count}</source>
        <translation>严重超期、已报领导的工单：{count} 张</translation>
    </message>
    <message>
        <source>{number}: returned {count} times; a joint meeting with your unit is due</source>
        <translation>{number}：已退单 {count} 次，需由贵单位参加联席会商</translation>
    </message>
    <message>
        <source>A joint meeting on {number} proposes a line for the dispatch catalogue</source>
        <translation>工单 {number} 的联席会商建议修订派单目录</translation>
    </message>
    <message>
        <source>The planned change of {name} ({code}) could not be done; see Settings</source>
        <translation>{name}（{code}）的预定变更未能生效，详见设置</translation>
    </message>
    <message>
        <source>{number}: given to you by {name}</source>
        <translation>{number}：{name}已指派给您</translation>
    </message>
    <message>
        <source>{number}: an emergency for {unit}</source>
        <translation>{number}：{unit}有紧急工单</translation>
    </message>
    <message>
        <source>{number}: the citizen wrote again after it was closed</source>
        <translation>{number}：办结后市民再次来信</translation>
    </message>
    <message>
        <source>Tickets of {name} lie in the pool of {unit} now: {count}</source>
        <translation>{name}的工单已转入{unit}待领：{count} 张</translation>
    </message>
    <message>
        <source>{said} ({why})</source>
        <translation>{said}（{why}）</translation>
    </message>
    <message>
        <source>{name} asks you to score a call for a calibration</source>
        <translation>{name}请您参加校准，给一通电话评分</translation>
    </message>
    <message>
        <source>The scorings of {name}&apos;s calibration can be compared</source>
        <translation>{name}主持的校准可以对比了</translation>
    </message>
    <message>
        <source>{name} asks for help with a call</source>
        <translation>{name}在通话中请求协助</translation>
    </message>
    <message>
        <source>A number was reported as harassing by {agents} agents: decide about a block</source>
        <translation>有号码被 {agents} 名话务员举报骚扰，请审核是否拦截</translation>
    </message>
    <message>
        <source>Files of {board} wait, because nothing says what their columns are: {count}</source>
        <translation>“{board}”有文件待处理，尚未指定各列的含义：{count} 个</translation>
    </message>
    <message>
        <source>Recordings that are missing or not whole: {count}</source>
        <translation>录音缺失或不完整：{count} 通</translation>
    </message>
    <message>
        <source>{number}: something new</source>
        <translation>{number}：有新情况</translation>
    </message>
    <message>
        <source>{name} sends you a caller: {why}</source>
        <translation>{name}为您转来一个来电：{why}</translation>
    </message>
    <message>
        <source>{name} has taken the caller who rang at you</source>
        <translation>{name}接走了在您处振铃的来电</translation>
    </message>
    <message>
        <source>{name} has moved your caller to {where}: {why}</source>
        <translation>{name}已将您的来电转到{where}：{why}</translation>
    </message>
    <message>
        <source>{number}: {clock} is running out</source>
        <translation>{number}：{clock}即将到期</translation>
    </message>
    <message>
        <source>{number}: {clock} is over, the leaders are told</source>
        <translation>{number}：{clock}已超期，已报领导</translation>
    </message>
    <message>
        <source>{number}: {clock} is over or nearly so</source>
        <translation>{number}：{clock}已到期或即将到期</translation>
    </message>
    <message>
        <source>Alarm: {title} · {about}</source>
        <translation>告警：{title} · {about}</translation>
    </message>
    <message>
        <source>Alarm: {title}</source>
        <translation>告警：{title}</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>承办人已退出</translation>
    </message>
    <message>
        <source>no sign of their console</source>
        <translation>承办人终端失联</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>承办人不在岗</translation>
    </message>
    <message>
        <source>moved to another unit</source>
        <translation>承办人已调往其他单位</translation>
    </message>
    <message>
        <source>account closed</source>
        <translation>账号已停用</translation>
    </message>
    <message>
        <source>no longer a handler</source>
        <translation>已不再承担承办工作</translation>
    </message>
    <message>
        <source>unit dissolved</source>
        <translation>原单位已撤销</translation>
    </message>
    <message>
        <source>Notices, unread: {count}</source>
        <translation>通知，未读 {count} 条</translation>
    </message>
    <message>
        <source>{notices}; quiet</source>
        <translation>{notices}；免打扰</translation>
    </message>
    <message>
        <source>New notices: {count}</source>
        <translation>新通知：{count} 条</translation>
    </message>
    <message>
        <source>unread, </source>
        <translation>未读，</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>免打扰</translation>
    </message>
    <message>
        <source>All read</source>
        <translation>全部已读</translation>
    </message>
    <message>
        <source>Notices, the newest first</source>
        <translation>通知（最新在前）</translation>
    </message>
    <message>
        <source>Enter open · R read · Esc close</source>
        <translation>Enter 打开 · R 标为已读 · Esc 关闭</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Nothing new. Follow a ticket on its page, and each step that somebody takes with it is told here.</source>
        <translation>暂无通知。在工单页面关注一张工单，他人每办一步都会在此提醒。</translation>
    </message>
    <message>
        <source>For {count} minutes</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>For {count} h</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>Not quiet</source>
        <translation>取消免打扰</translation>
    </message>
    <message>
        <source>Quiet until {time}. Emergencies still get through.</source>
        <translation>免打扰至 {time}。紧急事项仍会提醒。</translation>
    </message>
    <message>
        <source>Quiet during the call. Emergencies still get through.</source>
        <translation>通话中，免打扰。紧急事项仍会提醒。</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Command palette</source>
        <translation>快捷面板</translation>
    </message>
    <message>
        <source>Ticket, person, number, place, article, page or action</source>
        <translation>工单、市民、号码、地点、知识、页面或操作</translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Nothing found. Try fewer or other words, pinyin, or the last four digits of a telephone number.</source>
        <translation>没有找到。请减少或更换关键词，也可以用拼音，或电话号码后四位。</translation>
    </message>
    <message>
        <source>Backspace in the empty field: search everywhere again</source>
        <translation>输入框为空时按退格键：恢复全部搜索</translation>
    </message>
    <message>
        <source>Words, names and places are found in Chinese and in pinyin; of a number the last four digits do.</source>
        <translation>关键词、姓名、地点可用中文或拼音查找；电话号码输入后四位即可。</translation>
    </message>
    <message>
        <source>↑ ↓ choose · Enter open · Esc close</source>
        <translation>↑ ↓ 选择 · Enter 打开 · Esc 关闭</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>Pages and actions</source>
        <translation>页面与操作</translation>
    </message>
    <message>
        <source>Caller {number}</source>
        <translation>来电号码 {number}</translation>
    </message>
    <message>
        <source>open the person behind this number</source>
        <translation>打开该号码的市民资料</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>知识库</translation>
    </message>
    <message>
        <source>article</source>
        <translation>知识条目</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>People</source>
        <translation>市民</translation>
    </message>
    <message>
        <source>Telephone numbers</source>
        <translation>电话号码</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（无标题）</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（无姓名）</translation>
    </message>
    <message>
        <source>tickets of this person</source>
        <translation>查看此人的工单</translation>
    </message>
    <message>
        <source>{place} · work list</source>
        <translation>{place} · 工作列表</translation>
    </message>
    <message>
        <source>There are more: add a word to see others.</source>
        <translation>还有更多结果：再输入一个词缩小范围。</translation>
    </message>
    <message>
        <source>Tickets, people and places are not searched now: {why}</source>
        <translation>暂时无法搜索工单、市民和地点：{why}</translation>
    </message>
    <message>
        <source>town</source>
        <translation>镇街</translation>
    </message>
    <message>
        <source>village or community</source>
        <translation>村（社区）</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>网格</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Agent</source>
        <translation>话务员</translation>
    </message>
    <message>
        <source>Dispatcher</source>
        <translation>派单员</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>承办人</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>质检员</translation>
    </message>
    <message>
        <source>Shift lead</source>
        <translation>值班长</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two roles</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Desk</source>
        <translation>坐席</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Call-backs</source>
        <translation>回拨</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质检</translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>监控大屏</translation>
    </message>
    <message>
        <source>Supervision</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Matters</source>
        <translation>热点事项</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>知识库</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Exported to {file}, rows: {count}</source>
        <translation>已导出到 {file}，共 {count} 条</translation>
    </message>
    <message>
        <source>Exporting {what}</source>
        <translation>正在导出：{what}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx);;CSV for every program (*.csv)</source>
        <translation>Excel 工作簿 (*.xlsx);;CSV 通用格式 (*.csv)</translation>
    </message>
    <message>
        <source>You may not use the page that this leads to.</source>
        <translation>您没有权限使用该页面。</translation>
    </message>
    <message>
        <source>Tongfu</source>
        <translation>通服</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>所有页面</translation>
    </message>
    <message>
        <source>Close during a call?</source>
        <translation>通话中，确定关闭？</translation>
    </message>
    <message>
        <source>You are in a call. Closing hands the caller back to the queue. Close anyway?</source>
        <translation>您正在通话中，关闭后来电会回到队列。仍要关闭吗？</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Find a shortcut</source>
        <translation>查找快捷键</translation>
    </message>
    <message>
        <source>Go to or do anything</source>
        <translation>打开快捷面板</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>切换到窗口下一区域</translation>
    </message>
    <message>
        <source>What needs you</source>
        <translation>待您处理</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Go to the emergencies</source>
        <translation>前往紧急件</translation>
    </message>
    <message>
        <source>Undo what the last notice says</source>
        <translation>撤销最近通知中的操作</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Switch between Chinese and English</source>
        <translation>切换中文 / 英文</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色 / 深色</translation>
    </message>
    <message>
        <source>Switch between usual and large text</source>
        <translation>切换标准 / 大字</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重连</translation>
    </message>
    <message>
        <source>Cancel what is running</source>
        <translation>取消正在进行的任务</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>正在连接 …</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>No sign of life; last true at {time}</source>
        <translation>连接中断，数据截至 {time}</translation>
    </message>
    <message>
        <source>Calls: last true at {time}</source>
        <translation>通话信息截至 {time}</translation>
    </message>
    <message>
        <source>Offline; last true at {time}</source>
        <translation>离线工作中，数据截至 {time}</translation>
    </message>
    <message>
        <source>Will be filed: {count}</source>
        <translation>待提交：{count}</translation>
    </message>
    <message>
        <source>Needs you: {count}</source>
        <translation>待您处理：{count}</translation>
    </message>
    <message>
        <source>{work} and {count} more</source>
        <translation>{work}，另有 {count} 项</translation>
    </message>
    <message>
        <source>Find a ticket, person, number, place …</source>
        <translation>查找工单、市民、号码、地点…</translation>
    </message>
    <message>
        <source>Signed in as {name}, {roles}</source>
        <translation>当前登录：{name}，{roles}</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>标准字号</translation>
    </message>
    <message>
        <source>Large text</source>
        <translation>大字</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往处理</translation>
    </message>
    <message>
        <source>Emergencies that nobody has acknowledged: {count}</source>
        <translation>无人确认知悉的紧急件：{count}</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Training district: callers and colleagues are simulated.</source>
        <translation>培训区：来电和同事均为模拟。</translation>
    </message>
    <message>
        <source>Speed ×{speed}</source>
        <translation>速度 ×{speed}</translation>
    </message>
    <message>
        <source>Let the day go on</source>
        <translation>继续培训日</translation>
    </message>
    <message>
        <source>Pause the day</source>
        <translation>暂停培训日</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>培训</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>{names} is typing</source>
        <translation>{names}正在填写</translation>
    </message>
    <message>
        <source>{names} is looking at it too</source>
        <translation>{names}也在查看</translation>
    </message>
</context>
</TS>
