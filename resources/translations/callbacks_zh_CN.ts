<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CallBacks</name>
    <message>
        <source>Take it and call</source>
        <translation>领取并回拨</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>已联系上</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>未联系上</translation>
    </message>
    <message>
        <source>Give it back</source>
        <translation>放回列表</translation>
    </message>
    <message>
        <source>Close it without a talk</source>
        <translation>不再回拨，直接办结</translation>
    </message>
    <message>
        <source>Play the message or pause</source>
        <translation>播放或暂停留言</translation>
    </message>
    <message>
        <source>The message before</source>
        <translation>上一条留言</translation>
    </message>
    <message>
        <source>Play slower</source>
        <translation>放慢</translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation>加快</translation>
    </message>
    <message>
        <source>The next list</source>
        <translation>下一个列表</translation>
    </message>
    <message>
        <source>The citizen was told</source>
        <translation>已告知市民</translation>
    </message>
    <message>
        <source>Open the ticket</source>
        <translation>打开工单</translation>
    </message>
    <message>
        <source>Write a ticket</source>
        <translation>填写工单</translation>
    </message>
    <message>
        <source>Read the list anew</source>
        <translation>刷新列表</translation>
    </message>
    <message>
        <source>Call-backs</source>
        <translation>回拨</translation>
    </message>
    <message>
        <source>To call</source>
        <translation>待回拨</translation>
    </message>
    <message>
        <source>Closed today</source>
        <translation>今日办结</translation>
    </message>
    <message>
        <source>Replies to tell</source>
        <translation>待电话答复</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>due {due} of {open}, the first {listed} listed · no number {withheld}</source>
        <translation>可拨 {due} · 共 {open}（列出前 {listed} 条）· 今日隐藏号码未接 {withheld}</translation>
    </message>
    <message>
        <source>Not live: others may have called meanwhile</source>
        <translation>非实时数据：期间可能已由他人回拨</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Called at</source>
        <translation>来电时间</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>已拨</translation>
    </message>
    <message>
        <source>Why nobody calls any more; Enter closes it</source>
        <translation>填写不再回拨的理由，回车办结</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>The number was hidden. Listen to the message, then say that it is dealt with.</source>
        <translation>市民隐藏了号码。请听留言，处理后点“已处理”。</translation>
    </message>
    <message>
        <source>The number was hidden: nobody can call back. Listen; perhaps the citizen says a number.</source>
        <translation>市民隐藏了号码，无法回拨。请听留言，市民可能在留言里说了号码。</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在读取……</translation>
    </message>
    <message>
        <source>Nothing was closed today.</source>
        <translation>今日尚无办结的回拨。</translation>
    </message>
    <message>
        <source>Nobody is to be called back. Every lost call comes here.</source>
        <translation>没有待回拨的市民。未接通的来电会出现在这里。</translation>
    </message>
    <message>
        <source>due {due} of {open} · no number {withheld}</source>
        <translation>可拨 {due} · 共 {open} · 今日隐藏号码未接 {withheld}</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>领取</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>再次回拨</translation>
    </message>
    <message>
        <source>Dealt with</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>You took it before. Call again, or say what came of it.</source>
        <translation>您此前已领取。请再次回拨，或登记结果。</translation>
    </message>
    <message>
        <source>The call is on Desk. A talk closes this by itself; otherwise say what came of it.</source>
        <translation>通话在“坐席”页。接通并通话后自动办结；未接通请登记结果。</translation>
    </message>
    <message>
        <source>{name} is calling this citizen.</source>
        <translation>{name}正在回拨这位市民。</translation>
    </message>
    <message>
        <source>The number is shown once you take it.</source>
        <translation>领取后显示完整号码。</translation>
    </message>
    <message>
        <source>Nobody calls before {moment}.</source>
        <translation>{moment} 之前不回拨。</translation>
    </message>
    <message>
        <source>First call</source>
        <translation>首次来电</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>{made} made, {left} left</source>
        <translation>已拨 {made} 次，还可拨 {left} 次</translation>
    </message>
    <message>
        <source>It is yours. There is no number to call.</source>
        <translation>已由您处理。没有可回拨的号码。</translation>
    </message>
    <message>
        <source>The citizen is being called. The call is on Desk.</source>
        <translation>正在回拨市民，通话在“坐席”页。</translation>
    </message>
    <message>
        <source>Closed: the citizen was reached.</source>
        <translation>已联系上市民，办结。</translation>
    </message>
    <message>
        <source>The try is counted.</source>
        <translation>已登记一次未接通。</translation>
    </message>
    <message>
        <source>Others may call now.</source>
        <translation>已放回，其他人可以回拨。</translation>
    </message>
    <message>
        <source>It is closed.</source>
        <translation>已办结。</translation>
    </message>
    <message>
        <source>Not done: the server is not heard. Nothing is sent by itself later; press again then.</source>
        <translation>无法连接服务器，此操作没有执行，也不会自动补办；恢复后请再按一次。</translation>
    </message>
    <message>
        <source>Hung up while waiting</source>
        <translation>等待中挂断</translation>
    </message>
    <message>
        <source>Met a closed queue</source>
        <translation>队列关闭时来电</translation>
    </message>
    <message>
        <source>Cut off while talking</source>
        <translation>通话中断</translation>
    </message>
    <message>
        <source>Left a message</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>Wished it</source>
        <translation>预约回拨</translation>
    </message>
    <message>
        <source>{cause} · {message}</source>
        <translation>{cause} · {message}</translation>
    </message>
    <message>
        <source>Voice message, {length}</source>
        <translation>语音留言 {length}</translation>
    </message>
    <message>
        <source>{number} and {count} more</source>
        <translation>{number} 等，另有 {count} 件</translation>
    </message>
    <message>
        <source>Number hidden</source>
        <translation>号码未显示</translation>
    </message>
    <message>
        <source>with {name}</source>
        <translation>{name}处理中</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>from {moment}</source>
        <translation>{moment} 起</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>已联系上</translation>
    </message>
    <message>
        <source>called again</source>
        <translation>市民已再次来电</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未联系上</translation>
    </message>
    <message>
        <source>closed by hand</source>
        <translation>人工办结</translation>
    </message>
    <message>
        <source>A call was lost</source>
        <translation>来电未接通</translation>
    </message>
    <message>
        <source>Another call was lost</source>
        <translation>再次来电未接通</translation>
    </message>
    <message>
        <source>The queue was closed, and they were told so</source>
        <translation>队列已关闭，来电人听到了提示</translation>
    </message>
    <message>
        <source>The exchange failed while they were talking</source>
        <translation>通话中交换机故障，通话中断</translation>
    </message>
    <message>
        <source>The citizen wished to be called back</source>
        <translation>市民选择回拨</translation>
    </message>
    <message>
        <source>The citizen left a message</source>
        <translation>市民留言</translation>
    </message>
    <message>
        <source>Taken by {name}</source>
        <translation>{name}领取</translation>
    </message>
    <message>
        <source>Given back by {name}</source>
        <translation>{name}放回</translation>
    </message>
    <message>
        <source>{name} called</source>
        <translation>{name}回拨</translation>
    </message>
    <message>
        <source>Called; nobody answered</source>
        <translation>已拨打，无人接听</translation>
    </message>
    <message>
        <source>{name} did not reach the citizen</source>
        <translation>{name}未联系上市民</translation>
    </message>
    <message>
        <source>{name} filed a ticket</source>
        <translation>{name}登记工单</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>The number is blocked</source>
        <translation>号码已拦截</translation>
    </message>
    <message>
        <source>No reply is to be told by telephone. Those of citizens who asked for a call come here.</source>
        <translation>没有需要电话告知的答复。市民要求回电的答复会列在这里。</translation>
    </message>
    <message>
        <source>Open the ticket and call from there</source>
        <translation>打开工单并回拨</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Replied at</source>
        <translation>答复时间</translation>
    </message>
    <message>
        <source>Calling back</source>
        <translation>回电前收听</translation>
    </message>
    <message>
        <source>This machine has no sound device: nothing is heard.</source>
        <translation>这台电脑没有声音设备，听不到声音。</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed (Ctrl+, slower, Ctrl+. faster)</source>
        <translation>速度（Ctrl+, 减慢，Ctrl+. 加快）</translation>
    </message>
    <message>
        <source>Reason for listening</source>
        <translation>收听原因</translation>
    </message>
    <message>
        <source>What for? It is kept in the access log</source>
        <translation>为什么收听？会记入访问日志</translation>
    </message>
    <message>
        <source>{message} ({place} of {count}, Shift+F9: the one before)</source>
        <translation>{message}（第 {place} 条，共 {count} 条；Shift+F9 听上一条）</translation>
    </message>
</context>
</TS>
