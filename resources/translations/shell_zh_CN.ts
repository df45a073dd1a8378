<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
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
    <message>
        <source>Consultation</source>
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
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Command palette</source>
        <translation>快捷面板</translation>
    </message>
    <message>
        <source>Page, action, ticket number, telephone number, article</source>
        <translation>页面、操作、工单编号、电话号码、知识条目</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>Nothing found. Try fewer letters, or a ticket number in full.</source>
        <translation>没有找到。可少输几个字，或输入完整的工单编号。</translation>
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
        <source>Ticket {number}</source>
        <translation>工单 {number}</translation>
    </message>
    <message>
        <source>article</source>
        <translation>知识条目</translation>
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
        <source>Quality</source>
        <translation>质检</translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>监控大屏</translation>
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
        <source>Go to page, ticket, number, article</source>
        <translation>搜索页面、工单、号码、知识</translation>
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
</TS>
