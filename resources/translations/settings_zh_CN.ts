<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Settings</name>
    <message>
        <source>May sign in</source>
        <translation>允许登录</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解除锁定</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>新建账号</translation>
    </message>
    <message>
        <source>Level of {skill}, 1 is best</source>
        <translation>{skill}的等级，1 为最高</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>leave empty to keep it</source>
        <translation>留空则不修改</translation>
    </message>
    <message>
        <source>Skills and their level (1 is best)</source>
        <translation>技能及等级（1 为最高）</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>Save the account</source>
        <translation>保存账号</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>No teams yet. Type a team&apos;s name into an account to make one.</source>
        <translation>还没有班组，在账号里填写班组名称即可建立。</translation>
    </message>
    <message>
        <source>Skills</source>
        <translation>技能</translation>
    </message>
    <message>
        <source>Skill</source>
        <translation>技能</translation>
    </message>
    <message>
        <source>off</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Days of its own</source>
        <translation>单独指定的日子</translation>
    </message>
    <message>
        <source>Week, shifts and breaks</source>
        <translation>每周班次与午休</translation>
    </message>
    <message>
        <source>its own only</source>
        <translation>仅自行指定</translation>
    </message>
    <message>
        <source>08:30-12:00, 14:00-17:30; what lies between is the break</source>
        <translation>如 08:30-12:00, 14:00-17:30，中间为午休</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>In English</source>
        <translation>英文名</translation>
    </message>
    <message>
        <source>Make-up days</source>
        <translation>调休上班日</translation>
    </message>
    <message>
        <source>Days off and make-up days of</source>
        <translation>放假与调休依据</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Calendar days</source>
        <translation>自然日时限</translation>
    </message>
    <message>
        <source>A last day that is off moves to the next work day</source>
        <translation>最后一日为休息日的，顺延至下一工作日</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>worked</source>
        <translation>上班</translation>
    </message>
    <message>
        <source>Off (otherwise worked)</source>
        <translation>休息（不选为上班）</translation>
    </message>
    <message>
        <source>No day differs from the week.</source>
        <translation>没有与每周安排不同的日子。</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>The catalogue has no skills. Read again with F5.</source>
        <translation>派单目录中没有技能，按 F5 重新读取。</translation>
    </message>
    <message>
        <source>For a spreadsheet</source>
        <translation>导出编辑</translation>
    </message>
    <message>
        <source>Read a file</source>
        <translation>读取文件</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Danger</source>
        <translation>险情</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Dispatch catalogue</source>
        <translation>派单目录</translation>
    </message>
    <message>
        <source>row {number}: {what}</source>
        <translation>第 {number} 行：{what}</translation>
    </message>
    <message>
        <source>Rows that need a correction: {count}</source>
        <translation>需要修改的行：{count}</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Handled by</source>
        <translation>承办</translation>
    </message>
    <message>
        <source>Limits of its own</source>
        <translation>单独时限</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Lines of the dispatch catalogue</source>
        <translation>派单目录条目</translation>
    </message>
    <message>
        <source>No lines yet. Add one, or read a file.</source>
        <translation>还没有条目，请添加或读取文件。</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>诉求分类</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Categories (a code a line)</source>
        <translation>分类（每行一个代码）</translation>
    </message>
    <message>
        <source>Words in title or content (one a line)</source>
        <translation>标题或内容中的词（每行一个）</translation>
    </message>
    <message>
        <source>Nothing is taken for danger yet.</source>
        <translation>还没有险情规则。</translation>
    </message>
    <message>
        <source>Arithmetic of the example</source>
        <translation>示例的计算过程</translation>
    </message>
    <message>
        <source>{clock}: due {at}</source>
        <translation>{clock}：{at} 到期</translation>
    </message>
    <message>
        <source>{line} (provisional)</source>
        <translation>{line}（暂定）</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>诉求类型</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>a line of the dispatch catalogue may set limits</source>
        <translation>派单目录可另定时限</translation>
    </message>
    <message>
        <source>Usually solved by</source>
        <translation>通常承办部门</translation>
    </message>
    <message>
        <source>The catalogue has no categories. Read again with F5.</source>
        <translation>派单目录中没有分类，按 F5 重新读取。</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>承办部门</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>The catalogue has no departments. Read again with F5.</source>
        <translation>派单目录中没有部门，按 F5 重新读取。</translation>
    </message>
    <message>
        <source>Scorecards</source>
        <translation>评分表</translation>
    </message>
    <message>
        <source>Scorecard</source>
        <translation>评分表</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>分项</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>评分项</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>分值</translation>
    </message>
    <message>
        <source>No scorecard yet. Inspectors cannot score until there is one.</source>
        <translation>还没有评分表，建好评分表后质检员才能评分。</translation>
    </message>
    <message>
        <source>version {number}</source>
        <translation>第 {number} 版</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>当前登录</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大字</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Ring when a call comes in</source>
        <translation>来电时响铃</translation>
    </message>
    <message>
        <source>empty: the training district on this machine</source>
        <translation>留空：使用本机培训区</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>works from the next start</source>
        <translation>下次启动时生效</translation>
    </message>
    <message>
        <source>Training day</source>
        <translation>培训日</translation>
    </message>
    <message>
        <source>Pause the day</source>
        <translation>暂停培训日</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>The new server is used from the next start.</source>
        <translation>新的服务器地址下次启动时生效。</translation>
    </message>
    <message>
        <source>A server&apos;s address starts with https:// or, in one office, http://.</source>
        <translation>服务器地址以 https:// 开头（单个办公室内网可用 http://）。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的设置</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>人员管理</translation>
    </message>
    <message>
        <source>How work goes</source>
        <translation>业务规则</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>名录</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Teams and skills</source>
        <translation>班组与技能</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>工作日历</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>派单目录</translation>
    </message>
    <message>
        <source>No accounts yet. Press “New account” to open the first one.</source>
        <translation>还没有账号，点“新建账号”开通第一个。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>active</source>
        <translation>在用</translation>
    </message>
    <message>
        <source>{name}: {before} → {after}</source>
        <translation>{name}：{before} → {after}</translation>
    </message>
    <message>
        <source>make-up days</source>
        <translation>调休上班日</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>in English</source>
        <translation>英文名</translation>
    </message>
    <message>
        <source>time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>days off of</source>
        <translation>放假依据</translation>
    </message>
    <message>
        <source>a last day that is off moves</source>
        <translation>末日遇休息日顺延</translation>
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
        <source>Open tickets counted anew: {done}, with another time: {changed}</source>
        <translation>已重新计算在办工单 {done} 件，其中 {changed} 件时限有变</translation>
    </message>
    <message>
        <source>The days off of {year} are kept.</source>
        <translation>{year} 年的放假安排已载入。</translation>
    </message>
    <message>
        <source>ladder for days</source>
        <translation>按日阶梯</translation>
    </message>
    <message>
        <source>ladder for hours</source>
        <translation>按时分阶梯</translation>
    </message>
    <message>
        <source>pause while a return is reviewed</source>
        <translation>退单审核期间暂停</translation>
    </message>
    <message>
        <source>calendar for all</source>
        <translation>通用日历</translation>
    </message>
    <message>
        <source>calendars of units are others</source>
        <translation>单位适用日历有变</translation>
    </message>
    <message>
        <source>Ladder for limits in days</source>
        <translation>按日时限的督办阶梯</translation>
    </message>
    <message>
        <source>Ladder for minutes and hours</source>
        <translation>按时、分时限的督办阶梯</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Ladder: days</source>
        <translation>阶梯：按日</translation>
    </message>
    <message>
        <source>Ladder: hours</source>
        <translation>阶梯：按时分</translation>
    </message>
    <message>
        <source>Whose calendar</source>
        <translation>适用日历</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Calendar for all</source>
        <translation>通用日历</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>退单</translation>
    </message>
    <message>
        <source>Clocks pause while a return is reviewed</source>
        <translation>退单审核期间暂停计时</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>Units with a calendar of their own</source>
        <translation>使用单独日历的单位</translation>
    </message>
    <message>
        <source>Every unit goes by the calendar for all.</source>
        <translation>所有单位都使用通用日历。</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>计时</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>No limits.</source>
        <translation>没有时限。</translation>
    </message>
    <message>
        <source>Rung</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Reached when</source>
        <translation>触发条件</translation>
    </message>
    <message>
        <source>Share of the limit</source>
        <translation>已用时限</translation>
    </message>
    <message>
        <source>How long after</source>
        <translation>超过多久</translation>
    </message>
    <message>
        <source>Nobody is reminded of anything.</source>
        <translation>不作任何提醒。</translation>
    </message>
    <message>
        <source>Open tickets are counted anew</source>
        <translation>正在重新计算在办工单的时限</translation>
    </message>
    <message>
        <source>Limits and ladder</source>
        <translation>时限与督办阶梯</translation>
    </message>
    <message>
        <source>New calendar</source>
        <translation>新建日历</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>年度放假安排</translation>
    </message>
    <message>
        <source>Weeks, shifts, units</source>
        <translation>各日历的班次</translation>
    </message>
    <message>
        <source>Short code in Latin letters, such as night</source>
        <translation>简短的英文代码，如 night</translation>
    </message>
    <message>
        <source>{what}: {limit}</source>
        <translation>{what}：{limit}</translation>
    </message>
    <message>
        <source>{share} % of the limit are gone</source>
        <translation>已用去时限的 {share}%</translation>
    </message>
    <message>
        <source>the day it is due begins</source>
        <translation>到期当日上班时</translation>
    </message>
    <message>
        <source>it is due</source>
        <translation>到期时</translation>
    </message>
    <message>
        <source>{limit} after it was due</source>
        <translation>到期后 {limit}</translation>
    </message>
    <message>
        <source>a share of the limit is gone</source>
        <translation>时限已用去一定比例</translation>
    </message>
    <message>
        <source>some time after it was due</source>
        <translation>到期后一段时间</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>星期一</translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation>星期二</translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation>星期三</translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation>星期四</translation>
    </message>
    <message>
        <source>Friday</source>
        <translation>星期五</translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation>星期六</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>星期日</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Show this year</source>
        <translation>查看该年</translation>
    </message>
    <message>
        <source>Read a year&apos;s file</source>
        <translation>读取年度文件</translation>
    </message>
    <message>
        <source>Load this year</source>
        <translation>载入该年</translation>
    </message>
    <message>
        <source>Days off and make-up days</source>
        <translation>放假与调休日</translation>
    </message>
    <message>
        <source>Calendar of a year</source>
        <translation>年度日历</translation>
    </message>
    <message>
        <source>Look at it, then load it: all open tickets are counted anew.</source>
        <translation>请核对后载入；所有在办工单将重新计算时限。</translation>
    </message>
    <message>
        <source>{name}: published {years}</source>
        <translation>{name}：已公布 {years}</translation>
    </message>
    <message>
        <source>limits that reach into {years} are provisional</source>
        <translation>跨入 {years} 年的时限为暂定</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>as for all</source>
        <translation>按通用规则</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>working days</source>
        <translation>个工作日</translation>
    </message>
    <message>
        <source>calendar days</source>
        <translation>个自然日</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>minutes of work time</source>
        <translation>分钟工作时间</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>any kind</source>
        <translation>不限类型</translation>
    </message>
    <message>
        <source>any urgency</source>
        <translation>不限紧急程度</translation>
    </message>
    <message>
        <source>District centre</source>
        <translation>区中心</translation>
    </message>
    <message>
        <source>Town</source>
        <translation>镇街</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>村居</translation>
    </message>
    <message>
        <source>new: {row}</source>
        <translation>新增：{row}</translation>
    </message>
    <message>
        <source>changed: {row}</source>
        <translation>修改：{row}</translation>
    </message>
    <message>
        <source>changed: {before} → {after}</source>
        <translation>修改：{before} → {after}</translation>
    </message>
    <message>
        <source>taken out: {row}</source>
        <translation>删除：{row}</translation>
    </message>
    <message>
        <source>Version {number} is kept.</source>
        <translation>第 {number} 版已保存。</translation>
    </message>
    <message>
        <source>Version {number} is kept and waits for its date.</source>
        <translation>第 {number} 版已保存，到期生效。</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>各版本</translation>
    </message>
    <message>
        <source>Nothing is kept yet. Begin the first version.</source>
        <translation>还没有任何版本，请起草第一个版本。</translation>
    </message>
    <message>
        <source>Change: begin a new version</source>
        <translation>修改：起草新版本</translation>
    </message>
    <message>
        <source>In force at once</source>
        <translation>立即生效</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>生效时间</translation>
    </message>
    <message>
        <source>why it is changed</source>
        <translation>修改原因</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Save as a new version</source>
        <translation>保存为新版本</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Put mine over it</source>
        <translation>以我的草稿为准</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>always</source>
        <translation>一直有效</translation>
    </message>
    <message>
        <source>By</source>
        <translation>制定人</translation>
    </message>
    <message>
        <source>Go on with the draft</source>
        <translation>继续编辑草稿</translation>
    </message>
    <message>
        <source>and further changes: {count}</source>
        <translation>另有 {count} 处修改</translation>
    </message>
    <message>
        <source>Nothing is changed yet.</source>
        <translation>尚未修改。</translation>
    </message>
    <message>
        <source>Somebody has kept version {number} since you began. What it changed: {changes}</source>
        <translation>您起草期间，他人已保存第 {number} 版，其修改为：{changes}</translation>
    </message>
    <message>
        <source>Draft of the next version, kept on this machine</source>
        <translation>新版本草稿（已存于本机）</translation>
    </message>
    <message>
        <source>Version {number} · {state}</source>
        <translation>第 {number} 版 · {state}</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>待生效</translation>
    </message>
    <message>
        <source>past</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>Lines written to {file}: {count}</source>
        <translation>已写入 {file}：{count} 条</translation>
    </message>
    <message>
        <source>Writing the dispatch catalogue</source>
        <translation>正在导出派单目录</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>正在读取 {file}</translation>
    </message>
    <message>
        <source>Refused.</source>
        <translation>已记为不采纳。</translation>
    </message>
    <message>
        <source>Taken into version {number} of the dispatch catalogue.</source>
        <translation>已采纳，写入派单目录第 {number} 版。</translation>
    </message>
    <message>
        <source>danger</source>
        <translation>险情</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>目录修改建议</translation>
    </message>
    <message>
        <source>No joint meeting wants the catalogue changed.</source>
        <translation>没有联席会商提出的修改建议。</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>About</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>needed to refuse</source>
        <translation>不采纳时必填</translation>
    </message>
    <message>
        <source>Take into a new version</source>
        <translation>采纳为新版本</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>不采纳</translation>
    </message>
    <message>
        <source>Joint meeting on {number}, {at}, led by {who}</source>
        <translation>{number} 联席会商，{at}，{who} 主持</translation>
    </message>
    <message>
        <source>To decide</source>
        <translation>待决定</translation>
    </message>
    <message>
        <source>Taken in</source>
        <translation>已采纳</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>未采纳</translation>
    </message>
    <message>
        <source>the village&apos;s own centre</source>
        <translation>所属村居工作站</translation>
    </message>
    <message>
        <source>the town&apos;s own centre</source>
        <translation>所属镇街分中心</translation>
    </message>
    <message>
        <source>everything else</source>
        <translation>其他所有</translation>
    </message>
    <message>
        <source>sign {limit}</source>
        <translation>签收 {limit}</translation>
    </message>
    <message>
        <source>finish {limit}</source>
        <translation>办结 {limit}</translation>
    </message>
    <message>
        <source>not to villages</source>
        <translation>不下派村居</translation>
    </message>
    <message>
        <source>a unit</source>
        <translation>指定单位</translation>
    </message>
    <message>
        <source>Limit for signing</source>
        <translation>签收时限</translation>
    </message>
    <message>
        <source>Limit for finishing</source>
        <translation>办结时限</translation>
    </message>
    <message>
        <source>Villages</source>
        <translation>村居</translation>
    </message>
    <message>
        <source>Not pushed down to villages</source>
        <translation>不下派村居</translation>
    </message>
    <message>
        <source>the whole district</source>
        <translation>全区</translation>
    </message>
</context>
</TS>
