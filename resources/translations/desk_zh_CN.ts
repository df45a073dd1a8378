<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Desk</name>
    <message>
        <source>Answer</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>Mute or unmute</source>
        <translation>静音／取消静音</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>To caller</source>
        <translation>回到来电人</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>取消静音</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转接</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交接</translation>
    </message>
    <message>
        <source>All three</source>
        <translation>三方通话</translation>
    </message>
    <message>
        <source>Conference</source>
        <translation>三方通话</translation>
    </message>
    <message>
        <source>Help asked</source>
        <translation>已求助</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>求助</translation>
    </message>
    <message>
        <source>+1 min</source>
        <translation>延长1分钟</translation>
    </message>
    <message>
        <source>Call</source>
        <comment>to telephone somebody</comment>
        <translation>外呼</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>不接</translation>
    </message>
    <message>
        <source>End</source>
        <translation>挂断</translation>
    </message>
    <message>
        <source>Take over here</source>
        <translation>在本机接管</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More for this call</source>
        <translation>本通电话的更多操作</translation>
    </message>
    <message>
        <source>Go on duty</source>
        <translation>签入</translation>
    </message>
    <message>
        <source>Done, next call</source>
        <translation>完成，接下一个</translation>
    </message>
    <message>
        <source>I am back: ready</source>
        <translation>我回来了，恢复就绪</translation>
    </message>
    <message>
        <source>Back to ready</source>
        <translation>恢复就绪</translation>
    </message>
    <message>
        <source>Turn the ring down, with a reason</source>
        <translation>拒接并说明原因</translation>
    </message>
    <message>
        <source>Hold or resume; let go of who was asked</source>
        <translation>保持或取回；让被咨询方退出</translation>
    </message>
    <message>
        <source>Transfer; hand over to who was asked</source>
        <translation>转接；交给被咨询方</translation>
    </message>
    <message>
        <source>Ask somebody first, the caller on hold</source>
        <translation>先咨询他人（来电人保持）</translation>
    </message>
    <message>
        <source>Conference; take the caller in</source>
        <translation>三方通话；让来电人加入</translation>
    </message>
    <message>
        <source>Take an invitation back that still rings</source>
        <translation>撤回仍在振铃的邀请</translation>
    </message>
    <message>
        <source>Ask a lead for help</source>
        <translation>向班长求助</translation>
    </message>
    <message>
        <source>Call a number</source>
        <translation>外呼号码</translation>
    </message>
    <message>
        <source>Call who asked to be called instead of waiting</source>
        <translation>回拨选择不再等待的来电人</translation>
    </message>
    <message>
        <source>Send keypad tones</source>
        <translation>发送按键音</translation>
    </message>
    <message>
        <source>Park the caller; take a parked one back</source>
        <translation>驻留来电；取回驻留来电</translation>
    </message>
    <message>
        <source>Recording: keep a secret out, go on</source>
        <translation>暂停或恢复录音（保密内容）</translation>
    </message>
    <message>
        <source>Silent call: what to say</source>
        <translation>无声电话话术</translation>
    </message>
    <message>
        <source>Report the caller as harassing</source>
        <translation>举报骚扰来电</translation>
    </message>
    <message>
        <source>Talk of three with 110 (police)</source>
        <translation>与110三方通话（报警）</translation>
    </message>
    <message>
        <source>Talk of three with 120 (ambulance)</source>
        <translation>与120三方通话（急救）</translation>
    </message>
    <message>
        <source>Talk of three with 119 (fire)</source>
        <translation>与119三方通话（消防）</translation>
    </message>
    <message>
        <source>End the call</source>
        <translation>挂断电话</translation>
    </message>
    <message>
        <source>On duty, ready for calls</source>
        <translation>签入／恢复就绪</translation>
    </message>
    <message>
        <source>Extend the wrap-up</source>
        <translation>延长话后时间</translation>
    </message>
    <message>
        <source>Take a break</source>
        <translation>小休</translation>
    </message>
    <message>
        <source>Go into training</source>
        <translation>进入培训</translation>
    </message>
    <message>
        <source>Go off duty</source>
        <translation>签出</translation>
    </message>
    <message>
        <source>Take over from my other console</source>
        <translation>从另一台终端接管</translation>
    </message>
    <message>
        <source>Choose the wrap-up code</source>
        <translation>选择话后小结</translation>
    </message>
    <message>
        <source>Answer at once and close</source>
        <translation>直接答复并办结</translation>
    </message>
    <message>
        <source>File for dispatch</source>
        <translation>提交待派</translation>
    </message>
    <message>
        <source>Dispatch to the department</source>
        <translation>派单到部门</translation>
    </message>
    <message>
        <source>Put the draft aside</source>
        <translation>暂存草稿</translation>
    </message>
    <message>
        <source>Apply a template</source>
        <translation>套用模板</translation>
    </message>
    <message>
        <source>Insert a phrase</source>
        <translation>插入常用语</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>change</source>
        <translation>修改中</translation>
    </message>
    <message>
        <source>New ticket</source>
        <translation>新工单</translation>
    </message>
    <message>
        <source>Other drafts: {count}</source>
        <translation>其他草稿 {count}</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>已保存 {time}</translation>
    </message>
    <message>
        <source>Not saved: kept on the screen</source>
        <translation>未能保存，内容仍在屏幕上</translation>
    </message>
    <message>
        <source>Empty draft</source>
        <translation>空白草稿</translation>
    </message>
    <message>
        <source>Open drafts</source>
        <translation>未完成的草稿</translation>
    </message>
    <message>
        <source>Throw the draft away</source>
        <translation>丢弃草稿</translation>
    </message>
    <message>
        <source>Edit the caller</source>
        <translation>编辑来电人</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电人</translation>
    </message>
    <message>
        <source>Call this number</source>
        <translation>呼叫此号码</translation>
    </message>
    <message>
        <source>Call this number  Ctrl+D</source>
        <translation>呼叫此号码  Ctrl+D</translation>
    </message>
    <message>
        <source>Earlier contacts</source>
        <translation>历史来电与工单</translation>
    </message>
    <message>
        <source>Without a name</source>
        <translation>未留姓名</translation>
    </message>
    <message>
        <source>No caller</source>
        <translation>暂无来电</translation>
    </message>
    <message>
        <source>Looking up …</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>New caller</source>
        <translation>新来电人</translation>
    </message>
    <message>
        <source>Without a number</source>
        <translation>号码未显示</translation>
    </message>
    <message>
        <source>Open tickets: {count}</source>
        <translation>在办工单 {count}</translation>
    </message>
    <message>
        <source>as last known</source>
        <translation>上次所知</translation>
    </message>
    <message>
        <source>Others with this number: {count}</source>
        <translation>同号码其他人：{count}</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>登记来电人</translation>
    </message>
    <message>
        <source>Person, earlier calls and tickets appear here with the next call.</source>
        <translation>来电后，这里显示来电人和历史记录。</translation>
    </message>
    <message>
        <source>Nothing is known of this number while the server is away.</source>
        <translation>服务器暂时断开，本机没有此号码的记录。</translation>
    </message>
    <message>
        <source>No earlier calls or tickets.</source>
        <translation>没有历史来电或工单。</translation>
    </message>
    <message>
        <source>Search the knowledge base</source>
        <translation>搜索知识库</translation>
    </message>
    <message>
        <source>Cite the open article</source>
        <translation>引用打开的条目</translation>
    </message>
    <message>
        <source>Likely duplicates</source>
        <translation>疑似重复</translation>
    </message>
    <message>
        <source>Add as remark</source>
        <translation>加为备注</translation>
    </message>
    <message>
        <source>Add what is typed to this ticket instead of filing a new one</source>
        <translation>不新建工单，把已填内容作为备注加到这张工单</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>File it as one more voice of this ticket: one handling, one reply for all</source>
        <translation>并入此工单：一次办理，统一答复所有反映人</translation>
    </message>
    <message>
        <source>Likely duplicates: {count}</source>
        <translation>疑似重复 {count}</translation>
    </message>
    <message>
        <source>Add as a remark to the likely duplicate</source>
        <translation>作为备注加到疑似重复的工单</translation>
    </message>
    <message>
        <source>Attach to the likely duplicate</source>
        <translation>并入疑似重复工单</translation>
    </message>
    <message>
        <source>Danger: pass on at once</source>
        <translation>险情紧急转派</translation>
    </message>
    <message>
        <source>Play the citizen&apos;s message or pause</source>
        <translation>播放或暂停市民留言</translation>
    </message>
    <message>
        <source>The message before</source>
        <translation>上一条留言</translation>
    </message>
    <message>
        <source>Play slower</source>
        <translation>放慢播放</translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation>加快播放</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>回到工单</translation>
    </message>
    <message>
        <source>Waiting callers</source>
        <translation>排队来电</translation>
    </message>
    <message>
        <source>My tickets today</source>
        <translation>我今天的工单</translation>
    </message>
    <message>
        <source>Type to find, Enter takes, Escape goes back</source>
        <translation>输入查找，回车选定，Esc 返回</translation>
    </message>
    <message>
        <source>Nobody has asked to be called.</source>
        <translation>没有等待回拨的来电人。</translation>
    </message>
    <message>
        <source>The caller is reported. When others report the number too, a lead decides.</source>
        <translation>已举报该来电。其他话务员也举报该号码后，由值班长审核。</translation>
    </message>
    <message>
        <source>Caller saved: {name}</source>
        <translation>来电人已保存：{name}</translation>
    </message>
    <message>
        <source>Ticket {number} is filed</source>
        <translation>工单 {number} 已提交</translation>
    </message>
    <message>
        <source>Ticket {number} is changed</source>
        <translation>工单 {number} 已修改</translation>
    </message>
    <message>
        <source>Draft {number} is kept at the server</source>
        <translation>草稿 {number} 已存到服务器</translation>
    </message>
    <message>
        <source>Ticket {number} is answered and closed</source>
        <translation>工单 {number} 已答复办结</translation>
    </message>
    <message>
        <source>Ticket {number} is dispatched</source>
        <translation>工单 {number} 已派单</translation>
    </message>
    <message>
        <source>Somebody else changed the same ticket. Choose field by field: Ctrl+Shift+N</source>
        <translation>他人同时修改了这张工单，请逐项选择：Ctrl+Shift+N</translation>
    </message>
    <message>
        <source>“{title}” was refused: {why} It waits under “Needs you”: Ctrl+Shift+N</source>
        <translation>“{title}”未被接受：{why} 已放入“待您处理”：Ctrl+Shift+N</translation>
    </message>
    <message>
        <source>Ticket {number} is taken back: it waits for a dispatcher</source>
        <translation>工单 {number} 已撤回，待派单</translation>
    </message>
    <message>
        <source>“{title}” cannot be taken back any more: somebody works on it already.</source>
        <translation>“{title}”已有人办理，无法撤回。</translation>
    </message>
    <message>
        <source>Time in this state</source>
        <translation>当前状态时长</translation>
    </message>
    <message>
        <source>Change my state</source>
        <translation>切换状态</translation>
    </message>
    <message>
        <source>Calls today: {count}</source>
        <translation>今日接听 {count}</translation>
    </message>
    <message>
        <source>Ready for calls</source>
        <translation>就绪，可以接听</translation>
    </message>
    <message>
        <source>Break: {reason}</source>
        <translation>小休：{reason}</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>培训</translation>
    </message>
    <message>
        <source>Off duty</source>
        <translation>未签入</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Ringing</source>
        <translation>振铃</translation>
    </message>
    <message>
        <source>Talking</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close  Escape</source>
        <translation>关闭  Esc</translation>
    </message>
    <message>
        <source>Call the citizen  Ctrl+D</source>
        <translation>呼叫市民  Ctrl+D</translation>
    </message>
    <message>
        <source>Add a remark; Ctrl+Enter keeps it</source>
        <translation>添加备注，Ctrl+回车保存</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Call {time}</source>
        <translation>来电 {time}</translation>
    </message>
    <message>
        <source>hidden: confidential</source>
        <translation>保密</translation>
    </message>
    <message>
        <source>Contact number</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>承办部门</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>诉求内容</translation>
    </message>
    <message>
        <source>Answer</source>
        <comment>what the citizen was told</comment>
        <translation>答复内容</translation>
    </message>
    <message>
        <source>Remark · {who}</source>
        <translation>备注 · {who}</translation>
    </message>
    <message>
        <source>Trail</source>
        <translation>办理记录</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>话务员</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>保持中</translation>
    </message>
    <message>
        <source>Satisfied (1–5)</source>
        <translation>满意度（1–5）</translation>
    </message>
    <message>
        <source>It was</source>
        <translation>话后小结</translation>
    </message>
    <message>
        <source>The caller said</source>
        <translation>来电人所说</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>话后整理</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>小休</translation>
    </message>
    <message>
        <source>In training</source>
        <translation>培训中</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Meal</source>
        <translation>用餐</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Paperwork</source>
        <translation>文书工作</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Will be filed</source>
        <translation>待提交</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>待您处理</translation>
    </message>
    <message>
        <source>Talked</source>
        <translation>已通话</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>咨询中</translation>
    </message>
    <message>
        <source>The ticket is not written yet</source>
        <translation>工单还没写完</translation>
    </message>
    <message>
        <source>Something has to be looked up</source>
        <translation>需要查资料</translation>
    </message>
    <message>
        <source>A unit or a colleague has to be asked</source>
        <translation>需要询问单位或同事</translation>
    </message>
    <message>
        <source>The call was hard</source>
        <translation>来电情绪激烈，需要平复</translation>
    </message>
    <message>
        <source>A program or telephone does not work</source>
        <translation>系统或电话故障</translation>
    </message>
    <message>
        <source>Your telephone is not there</source>
        <translation>您的话机不在线</translation>
    </message>
    <message>
        <source>Your telephone is paused</source>
        <translation>您的话机已置忙</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Not at the desk</source>
        <translation>不在座席</translation>
    </message>
    <message>
        <source>Headset or telephone does not work</source>
        <translation>耳麦或话机故障</translation>
    </message>
    <message>
        <source>I know the caller</source>
        <translation>与来电人相识</translation>
    </message>
    <message>
        <source>{name} listens</source>
        <translation>{name}在监听</translation>
    </message>
    <message>
        <source>{name} whispers</source>
        <translation>{name}在耳语</translation>
    </message>
    <message>
        <source>{name} talks too</source>
        <translation>{name}已加入</translation>
    </message>
    <message>
        <source>Gave up</source>
        <translation>未接通</translation>
    </message>
    <message>
        <source>Answered at once</source>
        <translation>当场答复</translation>
    </message>
    <message>
        <source>Ticket filed</source>
        <translation>已建工单</translation>
    </message>
    <message>
        <source>Added to an earlier ticket</source>
        <translation>并入已有工单</translation>
    </message>
    <message>
        <source>No request</source>
        <translation>无诉求</translation>
    </message>
    <message>
        <source>Silent call</source>
        <translation>静音来电</translation>
    </message>
    <message>
        <source>Wrong number</source>
        <translation>打错电话</translation>
    </message>
    <message>
        <source>Line dropped</source>
        <translation>通话中断</translation>
    </message>
    <message>
        <source>Abusive caller</source>
        <translation>骚扰辱骂</translation>
    </message>
    <message>
        <source>Taken down</source>
        <translation>受理登记</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>What was it?</source>
        <translation>选择话后小结</translation>
    </message>
    <message>
        <source>Wrap-up code: {code}</source>
        <translation>话后小结：{code}</translation>
    </message>
    <message>
        <source>Not connected yet</source>
        <translation>尚未连接</translation>
    </message>
    <message>
        <source>Last true at {time}</source>
        <translation>数据截至 {time}</translation>
    </message>
    <message>
        <source>Calls: last true at {time}. The exchange is not heard; your telephone works on.</source>
        <translation>通话信息截至 {time}。交换机失去联系，话机照常可用。</translation>
    </message>
    <message>
        <source>number withheld</source>
        <translation>号码未显示</translation>
    </message>
    <message>
        <source>Incoming call from {number}. F2 answers.</source>
        <translation>{number} 来电，按 F2 接听。</translation>
    </message>
    <message>
        <source>Time of the call</source>
        <translation>通话时长</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>号码未显示</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>录音已暂停</translation>
    </message>
    <message>
        <source>Elderly</source>
        <translation>老年人</translation>
    </message>
    <message>
        <source>Again: {count}</source>
        <translation>七天内第 {count} 次</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>已静音</translation>
    </message>
    <message>
        <source>Waited {time}</source>
        <translation>等待 {time}</translation>
    </message>
    <message>
        <source>Incoming call</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>The caller hears music</source>
        <translation>来电人正在听音乐</translation>
    </message>
    <message>
        <source>You speak with {who}; the caller hears music</source>
        <translation>正在与{who}通话，来电人听音乐</translation>
    </message>
    <message>
        <source>Three of you are talking: {who}</source>
        <translation>三方通话中：{who}</translation>
    </message>
    <message>
        <source>Calling, nobody has answered yet</source>
        <translation>呼叫中，尚未接听</translation>
    </message>
    <message>
        <source>You have called</source>
        <translation>外呼电话</translation>
    </message>
    <message>
        <source>The call is over; it took {time}</source>
        <translation>通话已结束，时长 {time}</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>{time} 接通</translation>
    </message>
    <message>
        <source>A colleague&apos;s call</source>
        <translation>同事的通话</translation>
    </message>
    <message>
        <source>You are off duty</source>
        <translation>您尚未签入</translation>
    </message>
    <message>
        <source>Waiting for a call</source>
        <translation>等待来电</translation>
    </message>
    <message>
        <source>Wrapping up</source>
        <translation>话后整理</translation>
    </message>
    <message>
        <source>You are on a break</source>
        <translation>小休中</translation>
    </message>
    <message>
        <source>You are in training</source>
        <translation>培训中</translation>
    </message>
    <message>
        <source>You are paused: no call reaches you</source>
        <translation>您已被暂停，来电不会分配给您</translation>
    </message>
    <message>
        <source>You turned a call down at {time}; it went to the next agent.</source>
        <translation>您于{time}拒接了一通来电，已转给下一位话务员。</translation>
    </message>
    <message>
        <source>A call rang out here at {time} and went to the head of the queue.</source>
        <translation>{time} 有来电振铃未接，已回到队首。</translation>
    </message>
    <message>
        <source>Tickets can be written all the same.</source>
        <translation>仍可填写工单。</translation>
    </message>
    <message>
        <source>The next one rings here by itself; a waiting caller can also be picked.</source>
        <translation>来电会自动在此振铃；也可从队列中选接。</translation>
    </message>
    <message>
        <source>No call reaches you until you are back.</source>
        <translation>恢复就绪前不会分配来电。</translation>
    </message>
    <message>
        <source>The line to this desk was lost for a while.</source>
        <translation>本席位与服务器的连接曾经中断。</translation>
    </message>
    <message>
        <source>Cited: {title}</source>
        <translation>已引用：{title}</translation>
    </message>
    <message>
        <source>Enter opens it, Delete takes the citation back</source>
        <translation>回车打开，Delete 取消引用</translation>
    </message>
    <message>
        <source>Cited articles</source>
        <translation>引用的条目</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Answer and close</source>
        <translation>答复办结</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>暂存</translation>
    </message>
    <message>
        <source>Save the change</source>
        <translation>保存修改</translation>
    </message>
    <message>
        <source>No ticket yet today. Answer a call, or press Ctrl+N.</source>
        <translation>今天还没有工单。接听来电，或按 Ctrl+N 新建。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（无标题）</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>诉求类型</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>事项类别</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>事发地点</translation>
    </message>
    <message>
        <source>My tickets today: {count}</source>
        <translation>我今天的工单 {count}</translation>
    </message>
    <message>
        <source>A ticket opens here with the next call. Ctrl+N begins one without a call.</source>
        <translation>来电接通后，工单在此打开。没有来电时按 Ctrl+N 新建。</translation>
    </message>
    <message>
        <source>The draft is put aside. Ctrl+O brings it back.</source>
        <translation>草稿已暂存，按 Ctrl+O 取回。</translation>
    </message>
    <message>
        <source>The draft is thrown away.</source>
        <translation>草稿已丢弃。</translation>
    </message>
    <message>
        <source>“{title}” will be filed when the server is back.</source>
        <translation>“{title}”将在服务器恢复后提交。</translation>
    </message>
    <message>
        <source>Template applied: {name}</source>
        <translation>已套用模板：{name}</translation>
    </message>
    <message>
        <source>Template applied: {name}. Replaced: {fields}; undo brings all of it back.</source>
        <translation>已套用模板“{name}”，替换了：{fields}；撤销可全部恢复。</translation>
    </message>
    <message>
        <source>“{name}” changed nothing: all it fills in is typed already.</source>
        <translation>“{name}”没有改动：涉及的各项都已填写。</translation>
    </message>
    <message>
        <source>This ticket is closed. Add a remark to it, or file a new one.</source>
        <translation>该工单已办结，请加为备注，或新建工单。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Form of address</source>
        <translation>称呼</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>住址</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>How may we call you?</source>
        <translation>怎么称呼？</translation>
    </message>
    <message>
        <source>Mr, Ms …</source>
        <translation>先生、女士</translation>
    </message>
    <message>
        <source>What the next colleague should know</source>
        <translation>需要提醒下一位同事的事</translation>
    </message>
    <message>
        <source>Save  Enter</source>
        <translation>保存  回车</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Apply a template: what you typed stays</source>
        <translation>套用模板（不会覆盖已填内容）</translation>
    </message>
    <message>
        <source>There are no templates like this.</source>
        <translation>没有这样的模板。</translation>
    </message>
    <message>
        <source>There are no phrases like this.</source>
        <translation>没有这样的常用语。</translation>
    </message>
    <message>
        <source>No other draft is open.</source>
        <translation>没有其他未完成的草稿。</translation>
    </message>
    <message>
        <source>Pass the danger on at once. To whom?</source>
        <translation>险情紧急转派给哪个单位？</translation>
    </message>
    <message>
        <source>There is no such unit.</source>
        <translation>没有这样的单位。</translation>
    </message>
    <message>
        <source>A minute more: what for?</source>
        <translation>延长一分钟话后整理：原因？</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>The call is your colleague&apos;s: only they can bring in {number}.</source>
        <translation>这是同事的通话，只能由同事接入 {number}。</translation>
    </message>
    <message>
        <source>No caller is parked.</source>
        <translation>没有驻留的来电。</translation>
    </message>
    <message>
        <source>Call a number: type it, or pick one that lies on the desk</source>
        <translation>外呼：输入号码，或选择台面上的号码</translation>
    </message>
    <message>
        <source>Type a number: area code or mobile, an extension after #.</source>
        <translation>请输入号码：区号加固话或手机，分机写在 # 之后。</translation>
    </message>
    <message>
        <source>Ask there first, the caller on hold</source>
        <translation>先咨询对方，来电人保持等待</translation>
    </message>
    <message>
        <source>Take them into the call</source>
        <translation>接入三方通话</translation>
    </message>
    <message>
        <source>Put the caller through</source>
        <translation>把来电人转接过去</translation>
    </message>
    <message>
        <source>{number}: what shall be done?</source>
        <translation>{number}：怎么处理？</translation>
    </message>
    <message>
        <source>No such choice.</source>
        <translation>没有这一项。</translation>
    </message>
    <message>
        <source>Keypad: digits, * and #, Enter sends</source>
        <translation>按键音：数字、* 和 #，回车发送</translation>
    </message>
    <message>
        <source>What is sent is kept nowhere. Escape goes back to the form.</source>
        <translation>发送的内容不会留存。按 Esc 回到表单。</translation>
    </message>
    <message>
        <source>Send {keys}</source>
        <translation>发送 {keys}</translation>
    </message>
    <message>
        <source>Why is this call not taken? It goes to the next agent.</source>
        <translation>为什么不接？来电将转给下一位话务员。</translation>
    </message>
    <message>
        <source>There is no call to report.</source>
        <translation>没有可举报的通话。</translation>
    </message>
    <message>
        <source>Report this caller: what did they do?</source>
        <translation>举报来电人：有什么行为？</translation>
    </message>
    <message>
        <source>Report without a note</source>
        <translation>不填备注，直接举报</translation>
    </message>
    <message>
        <source>A note for who decides (optional): type it, Enter reports</source>
        <translation>给审核人的备注（可不填）：输入后按回车举报</translation>
    </message>
    <message>
        <source>Report: {note}</source>
        <translation>举报：{note}</translation>
    </message>
    <message>
        <source>1  This is the citizen hotline. Can you hear me?</source>
        <translation>1  您好，这里是政务服务热线，请问能听到吗？</translation>
    </message>
    <message>
        <source>2  If you cannot speak, press any key on your telephone.</source>
        <translation>2  如果您不方便讲话，请按话机上的任意键。</translation>
    </message>
    <message>
        <source>3  I cannot hear you and will hang up now. Please call again.</source>
        <translation>3  听不到您的声音，我先挂机，请您再次拨打。</translation>
    </message>
    <message>
        <source>End it as a silent call</source>
        <translation>按无声电话结束</translation>
    </message>
    <message>
        <source>Silent call: say each line, wait five seconds</source>
        <translation>无声电话：逐句说，每句等五秒</translation>
    </message>
    <message>
        <source>Police</source>
        <translation>公安</translation>
    </message>
    <message>
        <source>Ambulance</source>
        <translation>急救</translation>
    </message>
    <message>
        <source>Fire brigade</source>
        <translation>消防</translation>
    </message>
    <message>
        <source>No colleague is ready now. A number can be typed.</source>
        <translation>现在没有空闲的同事，可输入号码。</translation>
    </message>
    <message>
        <source>of this ticket</source>
        <translation>本工单</translation>
    </message>
    <message>
        <source>earlier call</source>
        <translation>历史来电</translation>
    </message>
    <message>
        <source>extension {number}</source>
        <translation>分机 {number}</translation>
    </message>
    <message>
        <source>Nobody is ready. Pick a queue.</source>
        <translation>没有就绪的同事，请选择队列。</translation>
    </message>
    <message>
        <source>Transfer to a colleague, a queue, a unit, or a number that is typed</source>
        <translation>转给同事、队列、单位，或输入号码</translation>
    </message>
    <message>
        <source>Take a colleague, a unit, or a number that is typed, into the call</source>
        <translation>邀请同事、单位或输入的号码加入通话</translation>
    </message>
    <message>
        <source>Ask a colleague, a unit, or a number that is typed</source>
        <translation>咨询同事、单位，或输入号码</translation>
    </message>
    <message>
        <source>No such reason.</source>
        <translation>没有这个原因。</translation>
    </message>
    <message>
        <source>What was the call?</source>
        <translation>这通电话是？</translation>
    </message>
    <message>
        <source>No such code.</source>
        <translation>没有这个选项。</translation>
    </message>
    <message>
        <source>Who is calling?</source>
        <translation>来电人是哪一位？</translation>
    </message>
    <message>
        <source>Nobody else has this number.</source>
        <translation>没有其他人使用此号码。</translation>
    </message>
    <message>
        <source>ready {time}</source>
        <translation>就绪 {time}</translation>
    </message>
    <message>
        <source>Who waits appears here. Enter takes a caller out of turn.</source>
        <translation>有人排队时显示在这里。选中按回车，可直接接入。</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>withheld</source>
        <translation>未显示</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Still</source>
        <translation>预计</translation>
    </message>
    <message>
        <source>Estimated time until somebody answers</source>
        <translation>预计还要等多久</translation>
    </message>
    <message>
        <source>Earlier calls</source>
        <translation>近期来电</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Closed for new callers: {queues}</source>
        <translation>已关闭新来电：{queues}</translation>
    </message>
    <message>
        <source>To be called: {count}, {before} wait before them</source>
        <translation>待回拨 {count} 位，前面还有 {before} 人</translation>
    </message>
    <message>
        <source>Their turn to be called: {number} ({time})</source>
        <translation>轮到回拨：{number}（{time}）</translation>
    </message>
    <message>
        <source>{number} called at {time}, chose to be called back instead of waiting, and keeps that place ({skill}).</source>
        <translation>{number} 于 {time} 来电，选择了回拨，不再等待，排队位置保留（{skill}）。</translation>
    </message>
    <message>
        <source>Waiting: {count}</source>
        <translation>排队 {count}</translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>无人排队</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Parked: Enter takes them back</source>
        <translation>已驻留：回车取回</translation>
    </message>
    <message>
        <source>Asks for {language}</source>
        <translation>要求{language}服务</translation>
    </message>
    <message>
        <source>Elderly caller</source>
        <translation>老年来电人</translation>
    </message>
    <message>
        <source>Called before within seven days: {count}</source>
        <translation>七天内来过电话：{count} 次</translation>
    </message>
    <message>
        <source>Blocked number: served when nobody else waits</source>
        <translation>受限号码：无人排队时才接入</translation>
    </message>
    <message>
        <source>Served earlier</source>
        <translation>优先接听</translation>
    </message>
    <message>
        <source>Offered to other queues too</source>
        <translation>已扩大到其他队列</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>驻留</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Name, code or pinyin initials</source>
        <translation>名称、代码或拼音首字母</translation>
    </message>
    <message>
        <source>Town or village, pinyin initials</source>
        <translation>镇街或村居，可用拼音首字母</translation>
    </message>
    <message>
        <source>Follows the category</source>
        <translation>随类别自动带出</translation>
    </message>
    <message>
        <source>Where exactly</source>
        <translation>详细地址</translation>
    </message>
    <message>
        <source>Road, number, landmark</source>
        <translation>路名、门牌、标志物</translation>
    </message>
    <message>
        <source>As called from</source>
        <translation>同来电号码</translation>
    </message>
    <message>
        <source>Comes from the content until you type one</source>
        <translation>自动取自内容，也可自己填写</translation>
    </message>
    <message>
        <source>Confidential</source>
        <translation>保密</translation>
    </message>
    <message>
        <source>Others do not see who asked</source>
        <translation>他人看不到诉求人信息</translation>
    </message>
    <message>
        <source>Wants a call</source>
        <translation>需要回电</translation>
    </message>
    <message>
        <source>/ for a phrase</source>
        <translation>输入 / 插入常用语</translation>
    </message>
    <message>
        <source>The caller says</source>
        <translation>来电人说</translation>
    </message>
    <message>
        <source>What the caller says</source>
        <translation>来电人所说的话</translation>
    </message>
    <message>
        <source>Play the message</source>
        <translation>播放留言</translation>
    </message>
    <message>
        <source>{message} of {moment}</source>
        <translation>{message}（{moment}）</translation>
    </message>
    <message>
        <source>{cause}, {moment}</source>
        <translation>{cause}（{moment}）</translation>
    </message>
    <message>
        <source>{count} calls</source>
        <translation>共来电 {count} 次</translation>
    </message>
    <message>
        <source>Call-back: {what}</source>
        <translation>回拨事项：{what}</translation>
    </message>
    <message>
        <source>Not done: the server is not heard. The call goes on; use the telephone, or press again later.</source>
        <translation>无法连接服务器，此操作没有执行。通话不受影响：请直接用话机操作，或恢复后再按一次。</translation>
    </message>
</context>
</TS>
