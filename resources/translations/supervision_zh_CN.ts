<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Supervision</name>
    <message>
        <source>New instruction</source>
        <translation>新增批示</translation>
    </message>
    <message>
        <source>Enter the instruction</source>
        <translation>登记批示</translation>
    </message>
    <message>
        <source>Add the document as a file</source>
        <translation>添加文件原件</translation>
    </message>
    <message>
        <source>Look at the document</source>
        <translation>查看文件原件</translation>
    </message>
    <message>
        <source>Weekly sheet</source>
        <translation>周报表</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>在办</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>New instruction  Ctrl+N</source>
        <translation>新增批示  Ctrl+N</translation>
    </message>
    <message>
        <source>Weekly sheet  Ctrl+P</source>
        <translation>周报表  Ctrl+P</translation>
    </message>
    <message>
        <source>No open instruction. Ctrl+N enters one.</source>
        <translation>没有在办的批示件。按 Ctrl+N 登记。</translation>
    </message>
    <message>
        <source>No instruction has ended yet.</source>
        <translation>还没有办结的批示件。</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>办结期限</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>批示领导</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>批示文号</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>工单编号</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>批示内容</translation>
    </message>
    <message>
        <source>Leaders&apos; instructions</source>
        <translation>领导批示</translation>
    </message>
    <message>
        <source>Choose an instruction to read it; Enter opens its ticket.</source>
        <translation>选择一条批示查看内容；回车打开工单。</translation>
    </message>
    <message>
        <source>Open the ticket</source>
        <translation>打开工单</translation>
    </message>
    <message>
        <source>Ctrl+Shift+I opens it</source>
        <translation>按 Ctrl+Shift+I 打开</translation>
    </message>
    <message>
        <source>{state} · deadline {until}</source>
        <translation>{state} · 限 {until} 前</translation>
    </message>
    <message>
        <source>Add a file  Ctrl+Shift+F</source>
        <translation>添加附件  Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>Leave {file} out</source>
        <translation>移除 {file}</translation>
    </message>
    <message>
        <source>Ticket number</source>
        <translation>工单编号</translation>
    </message>
    <message>
        <source>Leader&apos;s office</source>
        <translation>批示领导（单位）</translation>
    </message>
    <message>
        <source>Document number</source>
        <translation>批示文号</translation>
    </message>
    <message>
        <source>The document itself</source>
        <translation>文件原件</translation>
    </message>
    <message>
        <source>Deadline (to the end of the day)</source>
        <translation>办结期限（当日结束前）</translation>
    </message>
    <message>
        <source>Enter  Ctrl+Enter</source>
        <translation>登记  Ctrl+回车</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>The leader&apos;s document</source>
        <translation>批示文件</translation>
    </message>
    <message>
        <source>Supervision</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>三率统计</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>上周</translation>
    </message>
    <message>
        <source>Weekly sheet of which week?</source>
        <translation>生成哪一周的周报表？</translation>
    </message>
    <message>
        <source>There is no such week.</source>
        <translation>没有这一周。</translation>
    </message>
    <message>
        <source>Weekly sheet {day}</source>
        <translation>批示件周报表 {day}</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Weekly sheet written to {file}, instructions: {count}</source>
        <translation>周报表已写入 {file}，共 {count} 条</translation>
    </message>
    <message>
        <source>Writing the weekly sheet</source>
        <translation>正在生成周报表</translation>
    </message>
    <message>
        <source>Entered. Ticket {number} is supervised until the citizen was asked.</source>
        <translation>已登记。工单 {number} 列入督办，回访后方可办结。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {why}</source>
        <translation>无法读取 {file}：{why}</translation>
    </message>
    <message>
        <source>No ticket has this number. Please check it.</source>
        <translation>没有这个编号的工单，请核对。</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
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
        <source>The last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>Other days</source>
        <translation>自选日期</translation>
    </message>
    <message>
        <source>by unit</source>
        <translation>按单位</translation>
    </message>
    <message>
        <source>by category</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>by town</source>
        <translation>按镇街</translation>
    </message>
    <message>
        <source>by kind</source>
        <translation>按诉求类型</translation>
    </message>
    <message>
        <source>by month</source>
        <translation>按月份</translation>
    </message>
    <message>
        <source>response {response} %, solved {solved} %, satisfied {satisfied} %, basically satisfied as {basically} %</source>
        <translation>响应 {response}%、解决 {solved}%、满意 {satisfied}%，基本满意按 {basically}% 计</translation>
    </message>
    <message>
        <source>from {day} (version {number}): {weights}</source>
        <translation>自 {day} 起（第 {number} 版）{weights}</translation>
    </message>
    <message>
        <source>weights {weights}</source>
        <translation>权重：{weights}</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>{weights}; every answer counts by those of its moment</source>
        <translation>{weights}；每次回访按当时的权重计算</translation>
    </message>
    <message>
        <source>Dispatched</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Citizen was asked</source>
        <translation>有效回访</translation>
    </message>
    <message>
        <source>Handler had not been in touch</source>
        <translation>承办人未联系</translation>
    </message>
    <message>
        <source>Not solved</source>
        <translation>未解决</translation>
    </message>
    <message>
        <source>Not satisfied</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>Replied after the limit</source>
        <translation>超期回复</translation>
    </message>
    <message>
        <source>Signed for after the limit</source>
        <translation>超期签收</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>退单</translation>
    </message>
    <message>
        <source>Done once more</source>
        <translation>重办</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Broken down</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>起始日</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>截止日</translation>
    </message>
    <message>
        <source>The first day is after the last one. Please change one of them.</source>
        <translation>起始日晚于截止日，请修改其中一个。</translation>
    </message>
    <message>
        <source>Computing the figures</source>
        <translation>正在计算指标</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>Response {response} · solved {solved} · satisfied {satisfied} · score {score}</source>
        <translation>响应率 {response} · 解决率 {solved} · 满意率 {satisfied} · 综合 {score}</translation>
    </message>
    <message>
        <source>{since} to {until} · dispatches {tickets}, valid follow-ups {valid} · {weights} · formulas version {version} · Enter opens the tickets behind the column that has the cursor</source>
        <translation>{since} 至 {until} · 派单 {tickets} 件，有效回访 {valid} 件 · {weights} · 公式第 {version} 版 · 按回车打开光标所在列对应的工单</translation>
    </message>
    <message>
        <source>The figures are being computed.</source>
        <translation>正在计算，请稍候。</translation>
    </message>
    <message>
        <source>Not computed. Choose a period to compute its figures.</source>
        <translation>尚未计算。请选择时段后计算。</translation>
    </message>
    <message>
        <source>Tickets behind a figure</source>
        <translation>数字背后的工单</translation>
    </message>
    <message>
        <source>{figure} · tickets: {total}</source>
        <translation>{figure} · 共 {total} 件</translation>
    </message>
    <message>
        <source>{figure} · tickets: {total}, the newest {shown} are shown</source>
        <translation>{figure} · 共 {total} 件，已显示最新 {shown} 件</translation>
    </message>
    <message>
        <source>This figure counts no ticket.</source>
        <translation>该数字没有对应的工单。</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Dispatches</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有效回访</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应率</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>解决率</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>满意率</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>综合</translation>
    </message>
    <message>
        <source>On time</source>
        <translation>按时办结</translation>
    </message>
    <message>
        <source>Signed in time</source>
        <translation>按时签收</translation>
    </message>
    <message>
        <source>Redone</source>
        <translation>重办率</translation>
    </message>
    <message>
        <source>Nothing was dispatched in this period. Choose a longer one.</source>
        <translation>这段时间没有派单，请选择更长的时段。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Tickets behind the figure</source>
        <translation>数字背后的工单</translation>
    </message>
    <message>
        <source>Press Enter on a figure above to see the tickets that it counts.</source>
        <translation>在上面的数字上按回车，查看它统计的工单。</translation>
    </message>
    <message>
        <source>Weekly sheet of leaders&apos; instructions</source>
        <translation>领导批示件周报表</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Open {open}, overdue {late}, ended {ended}, solved {solved}, satisfied {satisfied}</source>
        <translation>在办 {open} 件，超期 {late} 件，办结 {ended} 件，其中解决 {solved} 件、满意 {satisfied} 件</translation>
    </message>
    <message>
        <source>As of {moment}</source>
        <translation>截至 {moment}</translation>
    </message>
    <message>
        <source>{state}, overdue</source>
        <translation>{state}，已超期</translation>
    </message>
    <message>
        <source>Ended, not solved</source>
        <translation>办结，未解决</translation>
    </message>
    <message>
        <source>Solved, satisfied</source>
        <translation>已解决，满意</translation>
    </message>
    <message>
        <source>Solved, not satisfied</source>
        <translation>已解决，不满意</translation>
    </message>
</context>
</TS>
