<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Wall</name>
    <message>
        <source>Agents</source>
        <translation>话务员</translation>
    </message>
    <message>
        <source>Nobody is on duty. Agents appear here when they sign in and go on duty.</source>
        <translation>当前无人签入。话务员登录并签入后会显示在这里。</translation>
    </message>
    <message>
        <source>Off duty too</source>
        <translation>含未签入</translation>
    </message>
    <message>
        <source>Also show who is off duty and has handled no call today</source>
        <translation>同时显示今天未签入且没有接听过电话的话务员</translation>
    </message>
    <message>
        <source>Look stuck: {count}</source>
        <translation>异常 {count} 人</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Current call</source>
        <translation>当前通话</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>接听量</translation>
    </message>
    <message>
        <source>Mean talk</source>
        <translation>平均通话</translation>
    </message>
    <message>
        <source>Mean wrap-up</source>
        <translation>平均话后</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>需要关注</translation>
    </message>
    <message>
        <source>{name}, a simulated colleague</source>
        <translation>{name}（模拟同事）</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>监听</translation>
    </message>
    <message>
        <source>Whisper</source>
        <translation>耳语</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>三方</translation>
    </message>
    <message>
        <source>Skills</source>
        <translation>技能</translation>
    </message>
    <message>
        <source>Put right</source>
        <translation>状态调整</translation>
    </message>
    <message>
        <source>The day&apos;s queue</source>
        <translation>今日话务曲线</translation>
    </message>
    <message>
        <source>Arrivals, answered and abandoned calls are summed over the last {minutes} minutes; waiting callers and agents on duty are means of each minute.</source>
        <translation>来电、接听、放弃为前 {minutes} 分钟的累计量；排队人数与在岗人数为每分钟的平均值。</translation>
    </message>
    <message>
        <source>{day} · calls in {minutes} min · people · {zone}</source>
        <translation>{day} · 每 {minutes} 分钟通数 · 人数 · {zone}</translation>
    </message>
    <message>
        <source>Today: {offered} offered · {answered} answered · {abandoned} abandoned</source>
        <translation>今日：来电 {offered} · 接听 {answered} · 放弃 {abandoned}</translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>排队人数</translation>
    </message>
    <message>
        <source>Staffed</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <comment>the arrivals of that day, as a curve</comment>
        <translation>昨日来电</translation>
    </message>
    <message>
        <source>A week ago</source>
        <translation>上周同日来电</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>签入</translation>
    </message>
    <message>
        <source>The day&apos;s graph is being fetched …</source>
        <translation>正在读取今日话务曲线……</translation>
    </message>
    <message>
        <source>No call yet today, and the training day is paused. Ctrl+P lets it run.</source>
        <translation>今天还没有来电，且培训日已暂停。按 Ctrl+P 继续。</translation>
    </message>
    <message>
        <source>No call yet today. Make the training day run faster with Ctrl+. until callers come.</source>
        <translation>今天还没有来电。按 Ctrl+. 加快培训日，直到有来电。</translation>
    </message>
    <message>
        <source>No call yet today. The curves begin with the first caller.</source>
        <translation>今天还没有来电。第一个来电后开始绘制曲线。</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>截至</translation>
    </message>
    <message>
        <source>T of the service level</source>
        <translation>服务水平时限 T</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>In call</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>Agents: {state}</source>
        <translation>话务员：{state}</translation>
    </message>
    <message>
        <source>Version of the formulas</source>
        <translation>公式版本</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>近1小时</translation>
    </message>
    <message>
        <source>How it is counted</source>
        <translation>统计口径</translation>
    </message>
    <message>
        <source>Wall figures</source>
        <translation>监控指标</translation>
    </message>
    <message>
        <source>Last hour {value}</source>
        <translation>近1小时 {value}</translation>
    </message>
    <message>
        <source>Today: offered {offered}, answered {answered}, abandoned {abandoned}.</source>
        <translation>今日来电 {offered}，接听 {answered}，放弃 {abandoned}。</translation>
    </message>
    <message>
        <source>Not in the queues today</source>
        <translation>今日队列之外</translation>
    </message>
    <message>
        <source>Callers who wait in the queue now.</source>
        <translation>当前在队列中等待的来电人数。</translation>
    </message>
    <message>
        <source>How long the caller has waited who has waited longest. Amber past T, red past four times T.</source>
        <translation>等待最久的来电已等待的时长。超过 T 显示琥珀色，超过 4 倍 T 显示红色。</translation>
    </message>
    <message>
        <source>Calls that an agent has answered and that go on, held ones too.</source>
        <translation>已接听且正在进行的电话，含保持中的。</translation>
    </message>
    <message>
        <source>Agents by what they do now. Off duty is not counted.</source>
        <translation>按当前状态统计的话务员人数，不含未签入的。</translation>
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
        <translation>通话</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>保持</translation>
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
        <source>Training</source>
        <translation>培训</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>示忙</translation>
    </message>
    <message>
        <source>Signed off</source>
        <translation>签出</translation>
    </message>
    <message>
        <source>rest</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>meal</source>
        <translation>用餐</translation>
    </message>
    <message>
        <source>meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>paperwork</source>
        <translation>补录工单</translation>
    </message>
    <message>
        <source>writes the ticket</source>
        <translation>写工单</translation>
    </message>
    <message>
        <source>looks something up</source>
        <translation>查资料</translation>
    </message>
    <message>
        <source>asks a unit or a colleague</source>
        <translation>询问单位或同事</translation>
    </message>
    <message>
        <source>the call was hard</source>
        <translation>平复情绪</translation>
    </message>
    <message>
        <source>a program or telephone does not work</source>
        <translation>系统或电话故障</translation>
    </message>
    <message>
        <source>missed a ring</source>
        <translation>漏接</translation>
    </message>
    <message>
        <source>turned a call down</source>
        <translation>拒接来电</translation>
    </message>
    <message>
        <source>console lost</source>
        <translation>终端失联</translation>
    </message>
    <message>
        <source>put right</source>
        <translation>由值班长调整</translation>
    </message>
    <message>
        <source>Console not seen</source>
        <translation>终端失联</translation>
    </message>
    <message>
        <source>Very long wrap-up</source>
        <translation>话后整理超时</translation>
    </message>
    <message>
        <source>Very long break</source>
        <translation>小休超时</translation>
    </message>
    <message>
        <source>Very long call</source>
        <translation>通话超长</translation>
    </message>
    <message>
        <source>Their console has not been heard for some seconds: closed, or cut off.</source>
        <translation>该话务员的终端已有数秒没有响应：可能已关闭，或网络中断。</translation>
    </message>
    <message>
        <source>Wrap-up has lasted for more than ten minutes.</source>
        <translation>话后整理已超过 10 分钟。</translation>
    </message>
    <message>
        <source>The break has lasted for more than an hour.</source>
        <translation>小休已超过 1 小时。</translation>
    </message>
    <message>
        <source>The call has lasted for more than half an hour.</source>
        <translation>本次通话已超过 30 分钟。</translation>
    </message>
    <message>
        <source>Telephone not there</source>
        <translation>话机不在线</translation>
    </message>
    <message>
        <source>Telephone is paused</source>
        <translation>话机已暂停</translation>
    </message>
    <message>
        <source>The exchange does not reach their telephone: no call can ring there.</source>
        <translation>交换机联系不到其话机，来电无法振铃。</translation>
    </message>
    <message>
        <source>The exchange does not ring their telephone, although they are ready here.</source>
        <translation>此处为就绪，但交换机不会让其话机振铃。</translation>
    </message>
    <message>
        <source>turned the call down</source>
        <translation>拒接了来电</translation>
    </message>
    <message>
        <source>made the wrap-up longer</source>
        <translation>延长话后整理</translation>
    </message>
    <message>
        <source>rung with a call</source>
        <translation>来电振铃</translation>
    </message>
    <message>
        <source>did not answer the ring</source>
        <translation>振铃未接</translation>
    </message>
    <message>
        <source>the ring was taken back</source>
        <translation>振铃被收回</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已接听</translation>
    </message>
    <message>
        <source>put the caller on hold</source>
        <translation>保持来电</translation>
    </message>
    <message>
        <source>took the caller off hold</source>
        <translation>恢复通话</translation>
    </message>
    <message>
        <source>the call went on to somebody else</source>
        <translation>通话已转给他人</translation>
    </message>
    <message>
        <source>a lead moved the caller</source>
        <translation>班长转移了来电</translation>
    </message>
    <message>
        <source>the call ended</source>
        <translation>通话结束</translation>
    </message>
    <message>
        <source>the caller hung up</source>
        <translation>来电人挂断</translation>
    </message>
    <message>
        <source>asked for help</source>
        <translation>请求协助</translation>
    </message>
    <message>
        <source>asks for help no more</source>
        <translation>协助结束</translation>
    </message>
    <message>
        <source>called a number</source>
        <translation>外呼</translation>
    </message>
    <message>
        <source>asked somebody, the caller on hold</source>
        <translation>咨询他人，市民等候</translation>
    </message>
    <message>
        <source>talks as three</source>
        <translation>三方通话</translation>
    </message>
    <message>
        <source>parked the caller</source>
        <translation>寄存来电</translation>
    </message>
    <message>
        <source>a lead came into the call</source>
        <translation>值班长进入通话</translation>
    </message>
    <message>
        <source>the lead left the call</source>
        <translation>值班长退出通话</translation>
    </message>
    <message>
        <source>paused the recording</source>
        <translation>暂停录音</translation>
    </message>
    <message>
        <source>the recording went on</source>
        <translation>恢复录音</translation>
    </message>
    <message>
        <source>not at the desk</source>
        <translation>不在座席</translation>
    </message>
    <message>
        <source>headset or telephone does not work</source>
        <translation>耳麦或话机故障</translation>
    </message>
    <message>
        <source>knows the caller</source>
        <translation>与来电人相识</translation>
    </message>
    <message>
        <source>another reason</source>
        <translation>其他原因</translation>
    </message>
    <message>
        <source>Asks for help</source>
        <translation>请求协助</translation>
    </message>
    <message>
        <source>listens</source>
        <translation>监听中</translation>
    </message>
    <message>
        <source>whispers</source>
        <translation>耳语中</translation>
    </message>
    <message>
        <source>has joined</source>
        <translation>已加入</translation>
    </message>
    <message>
        <source>{name} {mode}</source>
        <comment>a lead and how they are in a call</comment>
        <translation>{name}{mode}</translation>
    </message>
    <message>
        <source>dddd d MMMM</source>
        <comment>a day, as Qt&apos;s date formats write it</comment>
        <translation>M月d日 dddd</translation>
    </message>
    <message>
        <source>Service level ({seconds}s)</source>
        <translation>服务水平({seconds}秒)</translation>
    </message>
    <message>
        <source>SL2 ({seconds}s)</source>
        <translation>SL2({seconds}秒)</translation>
    </message>
    <message>
        <source>Promised call-backs, kept</source>
        <translation>承诺回拨已兑现</translation>
    </message>
    <message>
        <source>Of the promised ones, those with whom an agent talked within twelve hours.</source>
        <translation>承诺回拨的号码中，12 小时内话务员已与其通话的。</translation>
    </message>
    <message>
        <source>Call-backs wished</source>
        <translation>选择回拨</translation>
    </message>
    <message>
        <source>Callers who chose to be called back instead of waiting.</source>
        <translation>不再排队、选择由我们回拨的来电人。</translation>
    </message>
    <message>
        <source>Call-backs due</source>
        <translation>应回拨</translation>
    </message>
    <message>
        <source>Numbers of callers who wished it, or who hung up before an answer; each once.</source>
        <translation>选择回拨或未接通即挂断的号码，每个号码计一次。</translation>
    </message>
    <message>
        <source>Call-backs reached</source>
        <translation>已回拨接通</translation>
    </message>
    <message>
        <source>Of those due, the ones with whom an agent then talked, whoever called whom.</source>
        <translation>应回拨号码中，此后与话务员通过话的，不论谁打给谁。</translation>
    </message>
    <message>
        <source>Call-back rate</source>
        <translation>回拨率</translation>
    </message>
    <message>
        <source>Reached, of those due.</source>
        <translation>已回拨接通数占应回拨数的比例。</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>关闭谢绝</translation>
    </message>
    <message>
        <source>Callers of closed queues, who were told so. None of them is abandoned.</source>
        <translation>打到已关闭队列、听到提示的来电，均不计入放弃。</translation>
    </message>
    <message>
        <source>Of those turned away, the numbers that were told that they will be called; each once.</source>
        <translation>谢绝时告知将回拨的号码，每个号码计一次。</translation>
    </message>
    <message>
        <source>Sent on</source>
        <translation>溢出</translation>
    </message>
    <message>
        <source>Callers whom a queue&apos;s plan sent to another queue or a number outside. Not abandoned.</source>
        <translation>按队列计划转往其他队列或外线的来电，不计入放弃。</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>拦截</translation>
    </message>
    <message>
        <source>Answered within {seconds} s, of all answered calls. T can be changed above (Ctrl+T).</source>
        <translation>SL(T)：{seconds} 秒内接听的电话占全部已接听电话的比例。T 可在上方修改（Ctrl+T）。</translation>
    </message>
    <message>
        <source>Answered or given up within {seconds} s, of all answered and abandoned calls. T can be changed above (Ctrl+T).</source>
        <translation>SL2(T)：{seconds} 秒内接听或挂断的电话占已接听与放弃电话之和的比例。T 可在上方修改（Ctrl+T）。</translation>
    </message>
    <message>
        <source>Answered in 15 s</source>
        <translation>15秒接通率</translation>
    </message>
    <message>
        <source>Answered within 15 s, of all calls offered. GB/T 33358 wants calls answered in 15 s.</source>
        <translation>15 秒内接听的电话占全部来电的比例。GB/T 33358 要求 15 秒内接听。</translation>
    </message>
    <message>
        <source>Connection rate</source>
        <translation>接通率</translation>
    </message>
    <message>
        <source>Answered, of all calls offered. GB/T 33358 wants at least 95 %.</source>
        <translation>已接听电话占全部来电的比例。GB/T 33358 要求不低于 95%。</translation>
    </message>
    <message>
        <source>ASA</source>
        <translation>平均应答 ASA</translation>
    </message>
    <message>
        <source>Average speed of answer: mean wait of the answered calls.</source>
        <translation>ASA（平均应答时长）：已接听电话的平均等待时长。</translation>
    </message>
    <message>
        <source>AHT</source>
        <translation>平均处理 AHT</translation>
    </message>
    <message>
        <source>Average handling time: talk, hold and wrap-up, a mean over calls handled to the end.</source>
        <translation>AHT（平均处理时长）：通话、保持与话后整理时长之和，按已处理完毕的电话平均。</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>占用率</translation>
    </message>
    <message>
        <source>Talk, hold and wrap-up, of the agents&apos; time on duty without breaks and training.</source>
        <translation>通话、保持与话后整理占话务员在岗时间（不含小休、培训）的比例，即工时利用率。</translation>
    </message>
    <message>
        <source>Abandon rate</source>
        <translation>放弃率</translation>
    </message>
    <message>
        <source>Callers who hung up before an answer, of all calls offered.</source>
        <translation>接听前挂断的来电占全部来电的比例。</translation>
    </message>
    <message>
        <source>Calls offered</source>
        <translation>来电量</translation>
    </message>
    <message>
        <source>Calls answered</source>
        <translation>接听量</translation>
    </message>
    <message>
        <source>Calls abandoned</source>
        <translation>放弃量</translation>
    </message>
    <message>
        <source>Promised</source>
        <translation>承诺回拨</translation>
    </message>
    <message>
        <source>Calls of blocked numbers. They were never offered, and no share knows of them.</source>
        <translation>拦截号码的来电。未进入排队，不计入任何比率。</translation>
    </message>
    <message>
        <source>Abandon rate without short</source>
        <translation>放弃率（不含短放弃）</translation>
    </message>
    <message>
        <source>The same without those who hung up within 5 s.</source>
        <translation>不计 5 秒内挂断的来电。</translation>
    </message>
    <message>
        <source>Longest wait of the interval</source>
        <translation>时段内最长等待</translation>
    </message>
    <message>
        <source>The longest that a caller waited, whether answered or not.</source>
        <translation>时段内等待最久的来电，无论是否接听。</translation>
    </message>
    <message>
        <source>Wall display</source>
        <translation>大屏显示</translation>
    </message>
    <message>
        <source>Esc leaves the full screen.</source>
        <translation>按 Esc 退出全屏。</translation>
    </message>
    <message>
        <source>Esc leaves</source>
        <translation>Esc 退出</translation>
    </message>
    <message>
        <source>Last true at {time}</source>
        <translation>数据截至 {time}</translation>
    </message>
    <message>
        <source>Take care of the first alarm</source>
        <translation>处理第一条告警</translation>
    </message>
    <message>
        <source>All alarms</source>
        <translation>全部告警</translation>
    </message>
    <message>
        <source>Listen to the agent&apos;s call</source>
        <translation>监听话务员的通话</translation>
    </message>
    <message>
        <source>Whisper to the agent</source>
        <translation>对话务员耳语</translation>
    </message>
    <message>
        <source>Join the agent&apos;s call</source>
        <translation>加入话务员的通话</translation>
    </message>
    <message>
        <source>Leave the agent&apos;s call</source>
        <translation>退出话务员的通话</translation>
    </message>
    <message>
        <source>Move the caller to another queue or agent</source>
        <translation>把来电转到其他队列或话务员</translation>
    </message>
    <message>
        <source>Take the caller to my own telephone</source>
        <translation>把来电接到我自己的话机</translation>
    </message>
    <message>
        <source>Go to the queue</source>
        <translation>转到排队列表</translation>
    </message>
    <message>
        <source>Change the agent&apos;s skills</source>
        <translation>调整话务员技能</translation>
    </message>
    <message>
        <source>Put an agent right</source>
        <translation>调整话务员状态</translation>
    </message>
    <message>
        <source>Go to the figures</source>
        <translation>转到指标</translation>
    </message>
    <message>
        <source>Go to the graph</source>
        <translation>转到曲线</translation>
    </message>
    <message>
        <source>Go to the agents</source>
        <translation>转到话务员</translation>
    </message>
    <message>
        <source>Find an agent</source>
        <translation>查找话务员</translation>
    </message>
    <message>
        <source>Figures of a past interval</source>
        <translation>历史时段指标</translation>
    </message>
    <message>
        <source>Change T of the service level</source>
        <translation>修改服务水平时限 T</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>导出指标</translation>
    </message>
    <message>
        <source>Export the agents</source>
        <translation>导出话务员</translation>
    </message>
    <message>
        <source>Save the graph as a picture</source>
        <translation>曲线另存为图片</translation>
    </message>
    <message>
        <source>Show who is off duty</source>
        <translation>显示未签入人员</translation>
    </message>
    <message>
        <source>Pause the training day, or let it run</source>
        <translation>暂停或继续培训日</translation>
    </message>
    <message>
        <source>Training day: faster</source>
        <translation>培训日加速</translation>
    </message>
    <message>
        <source>Training day: slower</source>
        <translation>培训日减速</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>T of the service level, in seconds</source>
        <translation>服务水平时限 T（秒）</translation>
    </message>
    <message>
        <source>T of the service level: within how many seconds a call counts as answered in time</source>
        <translation>服务水平时限 T：多少秒内接听算作及时</translation>
    </message>
    <message>
        <source>Day of the queue</source>
        <translation>话务曲线</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>{file} could not be written. Choose another folder, or make room on the disk.</source>
        <translation>{file} 无法写入。请换一个文件夹，或清理磁盘空间。</translation>
    </message>
    <message>
        <source>{name} is now: {state}. The reason is recorded.</source>
        <translation>{name} 已改为：{state}。原因已记录。</translation>
    </message>
    <message>
        <source>{name} has other skills now: {skills}</source>
        <translation>{name}的技能已改为：{skills}</translation>
    </message>
    <message>
        <source>Listening to {name}&apos;s call. Nobody hears you.</source>
        <translation>正在监听{name}的通话，对方听不到您。</translation>
    </message>
    <message>
        <source>Only {name} hears you; the caller does not.</source>
        <translation>只有{name}能听到您，来电人听不到。</translation>
    </message>
    <message>
        <source>You have joined {name}&apos;s call: all three hear each other.</source>
        <translation>您已加入{name}的通话，三方互相可听到。</translation>
    </message>
    <message>
        <source>You have left {name}&apos;s call.</source>
        <translation>您已退出{name}的通话。</translation>
    </message>
    <message>
        <source>{alarm}: {name} takes care of it.</source>
        <translation>{alarm}：由{name}处理。</translation>
    </message>
    <message>
        <source>The figures are being fetched …</source>
        <translation>正在读取指标……</translation>
    </message>
    <message>
        <source>The server is not heard. It is tried again by itself.</source>
        <translation>暂未收到服务器消息，正在自动重试。</translation>
    </message>
    <message>
        <source>Last true at {time}. The server is not heard; it is tried again by itself.</source>
        <translation>数据截至 {time}。暂未收到服务器消息，正在自动重试。</translation>
    </message>
    <message>
        <source>Calls: last true at {time}. The exchange is not heard; it is tried again by itself.</source>
        <translation>通话信息截至 {time}。交换机失去联系，正在自动重试。</translation>
    </message>
    <message>
        <source>Last true at {time}. {problem}</source>
        <translation>数据截至 {time}。{problem}</translation>
    </message>
    <message>
        <source>Put right: {name}</source>
        <translation>状态调整：{name}</translation>
    </message>
    <message>
        <source>For example: console frozen, told by phone</source>
        <translation>例如：电脑死机，已电话确认</translation>
    </message>
    <message>
        <source>Reason (it is recorded)</source>
        <translation>原因（将被记录）</translation>
    </message>
    <message>
        <source>Close or open a queue</source>
        <translation>关闭或开放队列</translation>
    </message>
    <message>
        <source>Which queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Everybody at the desks reads it</source>
        <translation>所有座席都会看到</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止</translation>
    </message>
    <message>
        <source>We will call you back, and a call-back is opened</source>
        <translation>告知稍后回电，并登记回拨</translation>
    </message>
    <message>
        <source>They may leave a message</source>
        <translation>可以留言</translation>
    </message>
    <message>
        <source>Only an announcement</source>
        <translation>仅播放提示音</translation>
    </message>
    <message>
        <source>New callers hear</source>
        <translation>新来电听到</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>重新开放</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>It counts at once for new callers. Who waits goes on waiting and is served.</source>
        <translation>对新来电立即生效；已在排队的市民继续排队并得到接听。</translation>
    </message>
    <message>
        <source>until somebody opens it</source>
        <translation>直到有人开放</translation>
    </message>
    <message>
        <source>{hours} hours, until {moment}</source>
        <translation>{hours} 小时，至 {moment}</translation>
    </message>
    <message>
        <source>half an hour, until {moment}</source>
        <translation>半小时，至 {moment}</translation>
    </message>
    <message>
        <source>for the rest of the day</source>
        <translation>今天全天</translation>
    </message>
    <message>
        <source>until tomorrow morning, {moment}</source>
        <translation>至明早 {moment}</translation>
    </message>
    <message>
        <source>as it is now, until {moment}</source>
        <translation>与现在相同，至 {moment}</translation>
    </message>
    <message>
        <source>Change the closing</source>
        <translation>更改关闭设置</translation>
    </message>
    <message>
        <source>Close the queue</source>
        <translation>关闭队列</translation>
    </message>
    <message>
        <source>It is open.</source>
        <translation>该队列开放中。</translation>
    </message>
    <message>
        <source>Say why, in a few words: the desks and the journal show it.</source>
        <translation>请简要填写原因：座席和日志都会显示。</translation>
    </message>
    <message>
        <source>What will happen</source>
        <translation>将会发生</translation>
    </message>
    <message>
        <source>Set the state to</source>
        <translation>将状态改为</translation>
    </message>
    <message>
        <source>Set to “{state}”</source>
        <translation>改为“{state}”</translation>
    </message>
    <message>
        <source>Say why: the reason is kept with the change.</source>
        <translation>请填写原因：原因会与本次调整一起保存。</translation>
    </message>
    <message>
        <source>They leave the colleague&apos;s call; the citizen stays with the colleague.</source>
        <translation>该话务员退出同事的通话，市民仍由同事接待。</translation>
    </message>
    <message>
        <source>Whoever they are calling has not answered yet: the call ends.</source>
        <translation>对方尚未接听，本次外呼将结束。</translation>
    </message>
    <message>
        <source>Their call is taken from them; the citizen who was called goes to the head of the queue.</source>
        <translation>当前通话将从该话务员处收回，被呼叫的市民转到队首优先接听。</translation>
    </message>
    <message>
        <source>Their call is taken from them; the caller goes back to the head of the queue.</source>
        <translation>当前通话将从该话务员处收回，来电人回到队首优先接听。</translation>
    </message>
    <message>
        <source>It stops ringing at them; the caller goes back to the head of the queue.</source>
        <translation>停止振铃，来电人回到队首优先接听。</translation>
    </message>
    <message>
        <source>Their wrap-up ends now. What they have typed stays on their desk.</source>
        <translation>话后整理立即结束，已填写的内容保留在其工作台。</translation>
    </message>
    <message>
        <source>The next call may ring at them at once.</source>
        <translation>下一个来电可能立即振铃给该话务员。</translation>
    </message>
    <message>
        <source>They get no calls until they end the break.</source>
        <translation>结束小休之前不再派送来电。</translation>
    </message>
    <message>
        <source>They get no calls until they end the training.</source>
        <translation>结束培训之前不再派送来电。</translation>
    </message>
    <message>
        <source>They go off duty and get no calls until they go on duty again.</source>
        <translation>该话务员将被签出，重新签入之前不再派送来电。</translation>
    </message>
    <message>
        <source>Your name, the reason and the time are recorded.</source>
        <translation>您的姓名、原因和时间会被记录。</translation>
    </message>
    <message>
        <source>The server was not reached, so nothing may have changed. Try again; it counts once.</source>
        <translation>未能连接服务器，调整可能没有生效。请重试，重复提交只计一次。</translation>
    </message>
    <message>
        <source>Speed of the training day</source>
        <translation>培训日速度</translation>
    </message>
    <message>
        <source>Speed of the training day (Ctrl+, slower, Ctrl+. faster)</source>
        <translation>培训日速度（Ctrl+, 减速，Ctrl+. 加速）</translation>
    </message>
    <message>
        <source>Let the training day run on</source>
        <translation>继续培训日</translation>
    </message>
    <message>
        <source>Pause the day</source>
        <translation>暂停培训日</translation>
    </message>
    <message>
        <source>Training, paused</source>
        <translation>培训模式 · 已暂停</translation>
    </message>
    <message>
        <source>Training ×{speed}</source>
        <translation>培训模式 ×{speed}</translation>
    </message>
    <message>
        <source>Training</source>
        <comment>the mode of the server</comment>
        <translation>培训模式</translation>
    </message>
    <message>
        <source>And more alarms: {count} ({key} shows all)</source>
        <translation>另有 {count} 条告警（{key} 查看全部）</translation>
    </message>
    <message>
        <source>Take care of it</source>
        <translation>我来处理</translation>
    </message>
    <message>
        <source>{alarm} · since {time} ({age})</source>
        <translation>{alarm} · {time} 起（{age}）</translation>
    </message>
    <message>
        <source>Nobody takes care of it yet.</source>
        <translation>尚无人处理。</translation>
    </message>
    <message>
        <source>{name} takes care of it since {time}.</source>
        <translation>{name}自 {time} 起处理。</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>There has been no alarm. Their levels are in Settings.</source>
        <translation>还没有告警。阈值在“设置”中。</translation>
    </message>
    <message>
        <source>What you do about it (may be empty)</source>
        <translation>处理措施（可不填）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>触发时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Whom or which queue</source>
        <translation>人员或队列</translation>
    </message>
    <message>
        <source>Value (level)</source>
        <translation>数值（阈值）</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Taken care of by</source>
        <translation>处理人</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Nobody waits.</source>
        <translation>无人排队。</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Skill</source>
        <translation>技能</translation>
    </message>
    <message>
        <source>Special</source>
        <translation>特别</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Queue: columns, order, filter, copy, export</source>
        <translation>排队：列、排序、筛选、复制、导出</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位次</translation>
    </message>
    <message>
        <source>Still to wait</source>
        <translation>预计等待</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>elderly</source>
        <translation>老年人</translation>
    </message>
    <message>
        <source>called before: {count}</source>
        <translation>重复来电 {count} 次</translation>
    </message>
    <message>
        <source>overflowed</source>
        <translation>已溢出</translation>
    </message>
    <message>
        <source>Skills: {name}</source>
        <translation>技能：{name}</translation>
    </message>
    <message>
        <source>level {number}</source>
        <translation>{number} 级</translation>
    </message>
    <message>
        <source>Level: {skill}</source>
        <translation>级别：{skill}</translation>
    </message>
    <message>
        <source>Set the skills</source>
        <translation>设置技能</translation>
    </message>
    <message>
        <source>Level 1 is asked first. The change counts at once, also at the exchange.</source>
        <translation>1 级优先。立即生效，交换机同步调整。</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>开放…</translation>
    </message>
    <message>
        <source>Close …</source>
        <translation>关闭…</translation>
    </message>
    <message>
        <source>{closed} for new callers.</source>
        <translation>{closed}，不再接入新来电。</translation>
    </message>
    <message>
        <source>{queue} is open again.</source>
        <translation>{queue}已重新开放。</translation>
    </message>
    <message>
        <source>Move the caller</source>
        <translation>转移来电</translation>
    </message>
    <message>
        <source>Name or pinyin of a queue or a ready agent</source>
        <translation>队列或就绪话务员的名称、拼音</translation>
    </message>
    <message>
        <source>Whereto</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>The agents concerned read it; it is recorded</source>
        <translation>相关话务员会看到，并记录在案</translation>
    </message>
    <message>
        <source>Queue: {queue} · waiting {waiting} · ready agents {ready}</source>
        <translation>队列：{queue} · 排队 {waiting} 人 · 就绪 {ready} 人</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>转移</translation>
    </message>
    <message>
        <source>Nobody and no queue is found by what is typed.</source>
        <translation>没有找到与输入相符的话务员或队列。</translation>
    </message>
    <message>
        <source>Say why: the agents concerned read it.</source>
        <translation>请写明原因：相关话务员会看到。</translation>
    </message>
    <message>
        <source>The call is taken from the agent, who writes it up. The caller hears music and is served first.</source>
        <translation>通话将从该话务员处转走，其进入话后整理；来电人听音乐等候，优先接听。</translation>
    </message>
    <message>
        <source>It stops ringing there, and the agent is ready again. The wait counts from when they called.</source>
        <translation>停止振铃，该话务员恢复就绪；等候时间仍从来电时算起。</translation>
    </message>
    <message>
        <source>They keep their place: the wait counts from when they called.</source>
        <translation>来电人保留排队位置：等候时间仍从来电时算起。</translation>
    </message>
    <message>
        <source>Somebody talks with this caller. Join the call, or move it.</source>
        <translation>已有话务员在与来电人通话。请加入通话，或转移来电。</translation>
    </message>
    <message>
        <source>You have no desk to take callers at: an administrator gives you the agent&apos;s role too.</source>
        <translation>您没有话务台，无法接听来电：请管理员为您加上话务员角色。</translation>
    </message>
    <message>
        <source>Nobody waits. Choose an agent who has a caller.</source>
        <translation>当前无人排队。请选择一位正在振铃或通话的话务员。</translation>
    </message>
    <message>
        <source>number hidden</source>
        <translation>号码未显示</translation>
    </message>
    <message>
        <source>with {name}</source>
        <translation>正与{name}通话</translation>
    </message>
    <message>
        <source>rings at {name}</source>
        <translation>正在{name}处振铃</translation>
    </message>
    <message>
        <source>The caller {number} comes to your telephone; the call is on your desk.</source>
        <translation>来电 {number} 正接到您的话机，详情见话务台。</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>撤销转移</translation>
    </message>
    <message>
        <source>The caller {number} goes to: {where}</source>
        <translation>来电 {number} 已转到：{where}</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>{version} (in force)</source>
        <translation>{version}（现行）</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>The last seven days</source>
        <translation>最近七天</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>所选时段</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>前一时段</translation>
    </message>
    <message>
        <source>Choose an interval and press Enter.</source>
        <translation>请选择时段，然后按回车。</translation>
    </message>
    <message>
        <source>Until (not included)</source>
        <translation>止（不含）</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起</translation>
    </message>
    <message>
        <source>No such zone. Choose one, such as {zone}.</source>
        <translation>没有这个时区，请选择一个，例如 {zone}。</translation>
    </message>
    <message>
        <source>The end has to be after the beginning.</source>
        <translation>结束时间须晚于开始时间。</translation>
    </message>
    <message>
        <source>At most {days} days at once.</source>
        <translation>一次最多 {days} 天。</translation>
    </message>
    <message>
        <source>Computing from the events of those days …</source>
        <translation>正在按当日事件计算……</translation>
    </message>
    <message>
        <source>{since} to {until} ({zone}) · T = {seconds} s · formulas {version} · beside it the interval before, as long</source>
        <translation>{since} 至 {until}（{zone}）· T = {seconds} 秒 · 公式版本 {version} · 右列为紧邻的前一同长时段</translation>
    </message>
    <message>
        <source>{queue}: {count} wait, the longest for {wait}. Click to see only them.</source>
        <translation>{queue}：排队 {count} 人，最长等待 {wait}。点击只看该队列。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>You listen to {name}</source>
        <translation>您正在监听 {name}</translation>
    </message>
    <message>
        <source>You whisper to {name}</source>
        <translation>您正在对 {name} 耳语</translation>
    </message>
    <message>
        <source>You talk with {name} and the caller</source>
        <translation>您正在与 {name} 和市民三方通话</translation>
    </message>
    <message>
        <source>{name} (no more)</source>
        <translation>{name}（已停用）</translation>
    </message>
</context>
</TS>
