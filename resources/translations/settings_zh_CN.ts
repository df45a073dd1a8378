<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Settings</name>
    <message>
        <source>the district centre</source>
        <translation>区中心</translation>
    </message>
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
        <source>New: an account, an entry, the next version</source>
        <translation>新建：账号、条目或新版本</translation>
    </message>
    <message>
        <source>Save what is in front</source>
        <translation>保存当前内容</translation>
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
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Nothing is watched. Add what should raise an alarm.</source>
        <translation>尚未监测任何项目，请添加。</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>推送地址</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Secret (at least 16 characters; empty: as it is)</source>
        <translation>密钥（至少16位；留空则不变）</translation>
    </message>
    <message>
        <source>No program is told of alarms.</source>
        <translation>没有接收告警推送的程序。</translation>
    </message>
    <message>
        <source>Save (in force at once)</source>
        <translation>保存（立即生效）</translation>
    </message>
    <message>
        <source>When an alarm is raised</source>
        <translation>触发条件</translation>
    </message>
    <message>
        <source>E-mail addresses, one a line</source>
        <translation>邮箱地址，每行一个</translation>
    </message>
    <message>
        <source>Who else is told</source>
        <translation>外部通知</translation>
    </message>
    <message>
        <source>Version {number}, by {name}</source>
        <translation>版本 {number}，{name}</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Raised at</source>
        <translation>触发值</translation>
    </message>
    <message>
        <source>After (s)</source>
        <translation>持续(秒)</translation>
    </message>
    <message>
        <source>Cleared at</source>
        <translation>解除值</translation>
    </message>
    <message>
        <source>Told by</source>
        <translation>通知方式</translation>
    </message>
    <message>
        <source>off</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>e-mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>wall</source>
        <translation>大屏</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>监测</translation>
    </message>
    <message>
        <source>Raise this alarm</source>
        <translation>启用此告警</translation>
    </message>
    <message>
        <source>Raised at (s, %, callers)</source>
        <translation>触发值（秒、%、人）</translation>
    </message>
    <message>
        <source>when it has lasted (s)</source>
        <translation>持续达到（秒）</translation>
    </message>
    <message>
        <source>Cleared at (s, %, callers)</source>
        <translation>解除值（秒、%、人）</translation>
    </message>
    <message>
        <source>and has lasted (s)</source>
        <translation>且已持续（秒）</translation>
    </message>
    <message>
        <source>Over the last (minutes)</source>
        <translation>统计最近（分钟）</translation>
    </message>
    <message>
        <source>With at least (calls)</source>
        <translation>至少（通电话）</translation>
    </message>
    <message>
        <source>T of the service level (s)</source>
        <translation>服务水平的 T（秒）</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>值班长</translation>
    </message>
    <message>
        <source>Urgent notice</source>
        <translation>紧急通知</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>By e-mail</source>
        <translation>发送邮件</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>By webhook</source>
        <translation>推送</translation>
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
        <source>No categories yet. Add the first; below it, codes go on with two digits.</source>
        <translation>还没有类别。请先新增一个；下级编码在其后加两位数字。</translation>
    </message>
    <message>
        <source>New category</source>
        <translation>新增类别</translation>
    </message>
    <message>
        <source>Code (two digits a level)</source>
        <translation>编码（每级两位数字）</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The category itself</source>
        <translation>分类本身</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更记录</translation>
    </message>
    <message>
        <source>In English</source>
        <translation>英文名</translation>
    </message>
    <message>
        <source>Take this category out</source>
        <translation>撤销此类别</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Open tickets and lines of the dispatch catalogue go to the successor; closed tickets keep the category.</source>
        <translation>未办结工单和派单目录条目转给承接类别；已办结工单保留原类别。</translation>
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
        <source>Questions</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务事项</translation>
    </message>
    <message>
        <source>every service</source>
        <translation>所有服务事项</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案类型</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>必答</translation>
    </message>
    <message>
        <source>empty: every service</source>
        <translation>留空：所有服务事项</translation>
    </message>
    <message>
        <source>Answers to choose (key = words, one a line)</source>
        <translation>可选答案（键 = 文字，每行一个）</translation>
    </message>
    <message>
        <source>Hint for who answers</source>
        <translation>填写提示</translation>
    </message>
    <message>
        <source>Without an answer nothing is taken</source>
        <translation>不作答则不予受理</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>是否作答</translation>
    </message>
    <message>
        <source>It is answered (otherwise only read)</source>
        <translation>需要作答（否则仅供阅读）</translation>
    </message>
    <message>
        <source>Nothing is asked but where it is and what it is about.</source>
        <translation>除地点和内容外不再提问。</translation>
    </message>
    <message>
        <source>Somebody has changed this channel since you began. See “Setting up”.</source>
        <translation>您开始填写后，他人修改了此渠道，请查看“设置”页。</translation>
    </message>
    <message>
        <source>a line</source>
        <translation>单行文字</translation>
    </message>
    <message>
        <source>several lines</source>
        <translation>多行文字</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>day and time</source>
        <translation>日期时间</translation>
    </message>
    <message>
        <source>one of a list</source>
        <translation>单选</translation>
    </message>
    <message>
        <source>several of a list</source>
        <translation>多选</translation>
    </message>
    <message>
        <source>The catalogue has no skills. Read again with F5.</source>
        <translation>目录中没有技能，按 F5 重新读取。</translation>
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
        <source>Nothing is remembered yet. Begin with a file of a board, or put one into its folder: its columns are guessed.</source>
        <translation>尚未记住任何列对应。可从一个留言板文件新建，或把文件放入该留言板的文件夹，由程序自动识别。</translation>
    </message>
    <message>
        <source>New, from a file …</source>
        <translation>从文件新建…</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Files that wait</source>
        <translation>待处理文件</translation>
    </message>
    <message>
        <source>No file waits.</source>
        <translation>没有待处理的文件。</translation>
    </message>
    <message>
        <source>Say what its columns are</source>
        <translation>指定各列</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>A file of a message board</source>
        <translation>留言板文件</translation>
    </message>
    <message>
        <source>No mapping fits the headings of these files. They are taken as soon as one does.</source>
        <translation>以下文件的表头没有适用的列对应，指定后会自动收取。</translation>
    </message>
    <message>
        <source>Headings</source>
        <translation>表头数</translation>
    </message>
    <message>
        <source>Said by</source>
        <translation>指定人</translation>
    </message>
    <message>
        <source>guessed</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Its headings</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>等待自</translation>
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
        <source>E-mail put aside</source>
        <translation>搁置的邮件</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>is being taken</source>
        <translation>正在受理</translation>
    </message>
    <message>
        <source>No e-mail was put aside.</source>
        <translation>没有搁置的邮件。</translation>
    </message>
    <message>
        <source>Take it all the same</source>
        <translation>仍然受理</translation>
    </message>
    <message>
        <source>Columns of boards</source>
        <translation>留言板列对应</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>留言板</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>诉求类型</translation>
    </message>
    <message>
        <source>Sources of messages</source>
        <translation>消息来源</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Sensor&apos;s id</source>
        <translation>传感器编号</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>告警类型</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Whether it is one</source>
        <translation>是否告警</translation>
    </message>
    <message>
        <source>Words for people</source>
        <translation>文字说明</translation>
    </message>
    <message>
        <source>Values that are no alarm (one a line)</source>
        <translation>不算告警的值（每行一个）</translation>
    </message>
    <message>
        <source>No topic is listened to.</source>
        <translation>没有订阅任何主题。</translation>
    </message>
    <message>
        <source>Kinds of alarms</source>
        <translation>告警类型</translation>
    </message>
    <message>
        <source>In messages</source>
        <translation>消息中的代码</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>All alarms are urgent and have no category.</source>
        <translation>所有告警均按紧急处理，不分类。</translation>
    </message>
    <message>
        <source>Sensors</source>
        <translation>传感器</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Where exactly</source>
        <translation>具体位置</translation>
    </message>
    <message>
        <source>Inspector (account)</source>
        <translation>巡查员（账号）</translation>
    </message>
    <message>
        <source>No sensor is registered.</source>
        <translation>还没有登记传感器。</translation>
    </message>
    <message>
        <source>Save the register</source>
        <translation>保存登记</translation>
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
        <source>Department</source>
        <translation>部门</translation>
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
        <source>Questions to score</source>
        <translation>评分项</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分项</translation>
    </message>
    <message>
        <source>Fatal items</source>
        <translation>一票否决项</translation>
    </message>
    <message>
        <source>New evaluations are made with the version in force; whoever has begun one keeps the version it was begun with, and no score given by an earlier version ever changes.</source>
        <translation>新的质检按生效版本评分；已开始的仍用开始时的版本，旧版本评出的分数不会改变。</translation>
    </message>
    <message>
        <source>“{question}” waits for its own answer</source>
        <translation>“{question}”以自己的答案为条件</translation>
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
        <source>No sections. Add the first one; then its questions.</source>
        <translation>还没有分项。请先添加分项，再添加其中的评分项。</translation>
    </message>
    <message>
        <source>in any case</source>
        <translation>总是提问</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>何时提问</translation>
    </message>
    <message>
        <source>when its answer is</source>
        <translation>其答案为</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>may be marked so</source>
        <translation>可以选“不适用”</translation>
    </message>
    <message>
        <source>No questions yet. Inspectors cannot score until there are some.</source>
        <translation>还没有评分项，质检员暂时无法评分。</translation>
    </message>
    <message>
        <source>not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>Fatal item</source>
        <translation>一票否决项</translation>
    </message>
    <message>
        <source>What makes the score 0</source>
        <translation>使得分为 0 的情形</translation>
    </message>
    <message>
        <source>No fatal items. What is listed here makes a call score 0.</source>
        <translation>没有一票否决项。列在这里的情形会使通话得 0 分。</translation>
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
        <source>Signed in</source>
        <translation>当前登录</translation>
    </message>
    <message>
        <source>District</source>
        <translation>本区</translation>
    </message>
    <message>
        <source>All times here are the district&apos;s, whatever zone this machine is set to. The zone was chosen when the district was created and stays: the numbers of tickets, the days of figures and all limits were counted in it.</source>
        <translation>系统中的时间一律按本区时区显示，与本机的时区设置无关。时区在建立本区时确定，不能更改：工单编号、统计日期和各项时限都按它计算。</translation>
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
        <source>“{section}” has changes that are not saved. They are kept as a draft.</source>
        <translation>“{section}”有未保存的修改，已保留为草稿。</translation>
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
        <source>Units and duty</source>
        <translation>单位与值班</translation>
    </message>
    <message>
        <source>Queue plans</source>
        <translation>队列受理时间</translation>
    </message>
    <message>
        <source>Harassing calls</source>
        <translation>骚扰来电</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Weights of the rates</source>
        <translation>三率权重</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>工作日历</translation>
    </message>
    <message>
        <source>Templates and notices</source>
        <translation>模板与告知语</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Ways in</source>
        <translation>受理渠道</translation>
    </message>
    <message>
        <source>No accounts yet. Press “New account” to open the first one.</source>
        <translation>还没有账号，点“新建账号”开通第一个。</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>接入方</translation>
    </message>
    <message>
        <source>No program may speak through this channel yet.</source>
        <translation>还没有接入方可使用此渠道。</translation>
    </message>
    <message>
        <source>Id, as it names itself</source>
        <translation>编号（接入方自报）</translation>
    </message>
    <message>
        <source>Who runs it</source>
        <translation>接入单位</translation>
    </message>
    <message>
        <source>Add, with a new secret</source>
        <translation>添加并生成密钥</translation>
    </message>
    <message>
        <source>New secret</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>It is written down</source>
        <translation>已记下</translation>
    </message>
    <message>
        <source>There is a client of this id already.</source>
        <translation>已有此编号的接入方。</translation>
    </message>
    <message>
        <source>Allow again</source>
        <translation>恢复使用</translation>
    </message>
    <message>
        <source>The secret of {client}. It is shown only now: give it to whoever runs the program.</source>
        <translation>{client} 的密钥，仅显示这一次，请交给接入方。</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Reported numbers</source>
        <translation>举报号码</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Reported and blocked numbers</source>
        <translation>举报和拦截的号码</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在读取……</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>举报</translation>
    </message>
    <message>
        <source>By agents</source>
        <translation>举报人数</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>拦截次数</translation>
    </message>
    <message>
        <source>Last report</source>
        <translation>最近举报</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止时间</translation>
    </message>
    <message>
        <source>Show the number</source>
        <translation>显示号码</translation>
    </message>
    <message>
        <source>The look is recorded.</source>
        <translation>查看会留下记录。</translation>
    </message>
    <message>
        <source>Listen to the call</source>
        <translation>听录音</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>拦截</translation>
    </message>
    <message>
        <source>Blocked until</source>
        <translation>拦截至</translation>
    </message>
    <message>
        <source>The caller gets</source>
        <translation>处理方式</translation>
    </message>
    <message>
        <source>Do not block</source>
        <translation>不予拦截</translation>
    </message>
    <message>
        <source>Lift the block</source>
        <translation>解除拦截</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>What they did</source>
        <translation>行为</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Say why, for those who look at it later.</source>
        <translation>请填写理由，以备日后查看。</translation>
    </message>
    <message>
        <source>Nothing was decided yet.</source>
        <translation>还没有审核记录。</translation>
    </message>
    <message>
        <source>No number is reported. Agents report a call from the desk.</source>
        <translation>没有被举报的号码。话务员可在“坐席”页举报来电。</translation>
    </message>
    <message>
        <source>No report.</source>
        <translation>没有举报。</translation>
    </message>
    <message>
        <source>{reports} reports by {agents} agents</source>
        <translation>{agents} 名话务员举报 {reports} 次</translation>
    </message>
    <message>
        <source>blocked until {moment}</source>
        <translation>拦截至 {moment}</translation>
    </message>
    <message>
        <source>called {count} times since, last {moment}</source>
        <translation>拦截后来电 {count} 次，最近 {moment}</translation>
    </message>
    <message>
        <source>When so many different agents have reported a number within so many days, a block is proposed; a lead or an inspector decides. Every block ends at a date. 110, 119, 120, 122, 12345 and other public hotlines are never blocked, with or without an area code.</source>
        <translation>规定天数内，达到规定人数的不同话务员举报同一号码，即提请拦截，由值班长或质检员审核。每次拦截都有截止日期。110、119、120、122、12345 等紧急和公共热线（无论是否带区号）一律不拦截。</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>not set up yet</source>
        <translation>尚未配置</translation>
    </message>
    <message>
        <source>there is no server of this name</source>
        <translation>没有这个名称的服务器</translation>
    </message>
    <message>
        <source>the server refuses the connection: wrong port, or it does not run</source>
        <translation>服务器拒绝连接：端口不对或服务未运行</translation>
    </message>
    <message>
        <source>the server hung up: wrong port or encryption</source>
        <translation>服务器断开连接：端口或加密方式不对</translation>
    </message>
    <message>
        <source>the server does not answer</source>
        <translation>服务器没有响应</translation>
    </message>
    <message>
        <source>encryption failed: wrong port or kind of encryption</source>
        <translation>加密失败：端口或加密方式不对</translation>
    </message>
    <message>
        <source>the server&apos;s certificate is not trusted</source>
        <translation>服务器证书不受信任</translation>
    </message>
    <message>
        <source>user or password is refused</source>
        <translation>用户名或密码不正确</translation>
    </message>
    <message>
        <source>there is no such folder on the server</source>
        <translation>服务器上没有这个文件夹</translation>
    </message>
    <message>
        <source>the server may not read and write there</source>
        <translation>服务器无权读写该文件夹</translation>
    </message>
    <message>
        <source>the server hung up</source>
        <translation>服务器断开了连接</translation>
    </message>
    <message>
        <source>Mailbox</source>
        <translation>收件</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发件</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>消息服务器</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>works</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>邮件过大</translation>
    </message>
    <message>
        <source>too many from this sender within an hour</source>
        <translation>该发件人一小时内来信过多</translation>
    </message>
    <message>
        <source>from an address of our own</source>
        <translation>来自本中心自己的邮箱</translation>
    </message>
    <message>
        <source>a message of ours that came back</source>
        <translation>本中心发出的邮件又转了回来</translation>
    </message>
    <message>
        <source>has no sender who could be answered</source>
        <translation>没有可回复的发件人</translation>
    </message>
    <message>
        <source>report of a mail server</source>
        <translation>邮件服务器的退信或回执</translation>
    </message>
    <message>
        <source>sent by a program</source>
        <translation>由程序自动发送</translation>
    </message>
    <message>
        <source>automatic reply</source>
        <translation>自动回复</translation>
    </message>
    <message>
        <source>automatic reply, by its subject</source>
        <translation>主题表明是自动回复</translation>
    </message>
    <message>
        <source>wants no automatic reply</source>
        <translation>声明不要自动回复</translation>
    </message>
    <message>
        <source>bulk mail</source>
        <translation>群发邮件</translation>
    </message>
    <message>
        <source>from a mailing list</source>
        <translation>来自邮件列表</translation>
    </message>
    <message>
        <source>from an address that programs send from</source>
        <translation>来自程序专用的发件地址</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>in trouble</source>
        <translation>有故障</translation>
    </message>
    <message>
        <source>not all is sent</source>
        <translation>有未发出</translation>
    </message>
    <message>
        <source>files wait</source>
        <translation>有文件待处理</translation>
    </message>
    <message>
        <source>not all could be read</source>
        <translation>部分未能读取</translation>
    </message>
    <message>
        <source>open</source>
        <translation>开放</translation>
    </message>
    <message>
        <source>{count} messages were given up: {why}</source>
        <translation>有 {count} 条未能发出：{why}</translation>
    </message>
    <message>
        <source>files wait, because nothing says what their columns are: {count}</source>
        <translation>有 {count} 个文件尚未指定各列的含义</translation>
    </message>
    <message>
        <source>e-mail that could not be read was put aside: {count}</source>
        <translation>无法读取的邮件已搁置：{count} 封</translation>
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
        <source>the first version</source>
        <translation>首个版本</translation>
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
        <source>There are no days to load: read the year&apos;s file, or add them.</source>
        <translation>没有可载入的日期，请先读取年度文件或逐日添加。</translation>
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
        <source>upheld returns until a joint meeting</source>
        <translation>须联席会商的退单次数</translation>
    </message>
    <message>
        <source>minutes in which a close can be taken back</source>
        <translation>误办结可撤回分钟数</translation>
    </message>
    <message>
        <source>minutes of work without a sign of the console until its work goes to the pool</source>
        <translation>终端失联后工单转回单位待办的工作分钟数</translation>
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
        <source>Calendars and steps</source>
        <translation>日历与环节</translation>
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
        <source>Upheld returns until a joint meeting decides</source>
        <translation>退单成立几次后须联席会商</translation>
    </message>
    <message>
        <source>A wrong close can be taken back for</source>
        <translation>误办结可撤回时限</translation>
    </message>
    <message>
        <source>Without a sign of their console, work goes to the pool after</source>
        <translation>终端失联超过此时长，工单转回单位待办</translation>
    </message>
    <message>
        <source> min of work</source>
        <translation> 分钟（工作时间）</translation>
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
        <source>{name} (no more)</source>
        <translation>{name}（已停用）</translation>
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
        <source>The first tickets</source>
        <translation>将生成的工单</translation>
    </message>
    <message>
        <source>Nothing to show yet.</source>
        <translation>暂无内容。</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>one of the two</source>
        <translation>两项至少选一</translation>
    </message>
    <message>
        <source>– not in the file –</source>
        <translation>（文件中没有）</translation>
    </message>
    <message>
        <source>Look at a file …</source>
        <translation>用文件试看…</translation>
    </message>
    <message>
        <source>Headings: {count}</source>
        <translation>表头 {count} 个</translation>
    </message>
    <message>
        <source>changes what is remembered for these headings</source>
        <translation>保存后将更改此类表头已有的列对应</translation>
    </message>
    <message>
        <source>Somebody has changed this mapping since you began. What you typed is kept.</source>
        <translation>您编辑期间，他人修改了这项列对应。您填写的内容已保留。</translation>
    </message>
    <message>
        <source>Choose a file to see what would be made of it.</source>
        <translation>选择一个文件，查看将生成的工单。</translation>
    </message>
    <message>
        <source>Still needed: {names}</source>
        <translation>还须指定：{names}</translation>
    </message>
    <message>
        <source>The file has no rows.</source>
        <translation>文件中没有数据行。</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Subject, or why not</source>
        <translation>标题（或不能收取的原因）</translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation>诉求人</translation>
    </message>
    <message>
        <source>Board&apos;s number</source>
        <translation>留言编号</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>诉求内容</translation>
    </message>
    <message>
        <source>Written at</source>
        <translation>留言时间</translation>
    </message>
    <message>
        <source>Kind of appeal</source>
        <translation>诉求类型</translation>
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
        <source>Citizen&apos;s name</source>
        <translation>诉求人姓名</translation>
    </message>
    <message>
        <source>Citizen&apos;s number</source>
        <translation>诉求人电话</translation>
    </message>
    <message>
        <source>Citizen&apos;s e-mail</source>
        <translation>诉求人邮箱</translation>
    </message>
    <message>
        <source>Row {number}</source>
        <translation>第 {number} 行</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>对应</translation>
    </message>
    <message>
        <source>Heading</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>not taken</source>
        <translation>不能收取</translation>
    </message>
    <message>
        <source>taken before</source>
        <translation>先前已收</translation>
    </message>
    <message>
        <source>new ticket</source>
        <translation>新工单</translation>
    </message>
    <message>
        <source>check it</source>
        <translation>请核对</translation>
    </message>
    <message>
        <source>The first {count} rows of the file; not taken of them: {bad}</source>
        <translation>文件的前 {count} 行，其中不能收取 {bad} 行</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>还没有变更。</translation>
    </message>
    <message>
        <source>In the town</source>
        <translation>所属镇街</translation>
    </message>
    <message>
        <source>none: it is a town itself</source>
        <translation>无（本身是镇街）</translation>
    </message>
    <message>
        <source>Open tickets, lines of the dispatch catalogue, sensors and known matters go to the successor; what is over keeps the place, and its name stays readable.</source>
        <translation>未办结工单、派单规则、传感器和已知事件转到接替的地点；已办结的保留原地点，名称仍可查看。</translation>
    </message>
    <message>
        <source>Take this place out</source>
        <translation>撤销此地点</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>The place itself</source>
        <translation>地点本身</translation>
    </message>
    <message>
        <source>New place</source>
        <translation>新增地点</translation>
    </message>
    <message>
        <source>No places yet. Add the towns first, then their villages.</source>
        <translation>还没有地点。请先添加镇街，再添加村居。</translation>
    </message>
    <message>
        <source>Code (small letters and digits)</source>
        <translation>代码（小写字母和数字）</translation>
    </message>
    <message>
        <source>names a queue of the exchange; it never changes</source>
        <translation>同时是交换机的队列名，以后不能改</translation>
    </message>
    <message>
        <source>Only a skill that nobody needs goes: no person has it, no queue plan names it, and nobody waits in its queue. Calls and figures of the past keep its name.</source>
        <translation>只有无人使用的技能才能停用：没有人员具备，没有队列方案引用，队列中也没有人等待。过去的通话和指标仍显示其名称。</translation>
    </message>
    <message>
        <source>Retire this skill</source>
        <translation>停用此技能</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Queue skills</source>
        <translation>队列技能</translation>
    </message>
    <message>
        <source>The skill itself</source>
        <translation>技能本身</translation>
    </message>
    <message>
        <source>New skill</source>
        <translation>新增技能</translation>
    </message>
    <message>
        <source>No skills yet. The first one is “general”, where every caller falls back to.</source>
        <translation>还没有技能。请先添加“general”，它是所有来电最后的去处。</translation>
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
        <source>Change: begin a new version</source>
        <translation>修改：起草新版本</translation>
    </message>
    <message>
        <source>In force at once</source>
        <translation>立即生效</translation>
    </message>
    <message>
        <source>Take the planned change back</source>
        <translation>撤回预定变更</translation>
    </message>
    <message>
        <source>What waits for its date is done by itself on that day, and can be taken back before.</source>
        <translation>待生效的变更到期自动执行，此前可以撤回。</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>生效时间</translation>
    </message>
    <message>
        <source>What is changed</source>
        <translation>变更内容</translation>
    </message>
    <message>
        <source>new, code {code}</source>
        <translation>新增，代码 {code}</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>taken out; goes to {successor}</source>
        <translation>撤销，由{successor}承接</translation>
    </message>
    <message>
        <source>below</source>
        <translation>上级</translation>
    </message>
    <message>
        <source>looks after</source>
        <translation>负责区域</translation>
    </message>
    <message>
        <source>telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>usually solved by</source>
        <translation>通常承办单位</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>待生效</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已生效</translation>
    </message>
    <message>
        <source>not possible</source>
        <translation>未能执行</translation>
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
        <source>Channels</source>
        <translation>受理渠道</translation>
    </message>
    <message>
        <source>No channel is known. Read again with F5.</source>
        <translation>没有渠道，请按 F5 重新读取。</translation>
    </message>
    <message>
        <source>Setting up</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息解析</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>The channel is open</source>
        <translation>开放此渠道</translation>
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
        <source>Try the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>set; leave empty to keep it</source>
        <translation>已设置，留空则不变</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>last received {at}</source>
        <translation>最近收到 {at}</translation>
    </message>
    <message>
        <source>last sent {at}</source>
        <translation>最近发出 {at}</translation>
    </message>
    <message>
        <source>last reached {at}</source>
        <translation>最近连通 {at}</translation>
    </message>
    <message>
        <source>Somebody has changed this channel since you began. What you typed is kept.</source>
        <translation>您编辑期间他人修改了此渠道，您输入的内容仍保留。</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>最近发出</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>发送失败</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待发</translation>
    </message>
    <message>
        <source>Messages to citizens</source>
        <translation>致市民的消息</translation>
    </message>
    <message>
        <source>Nothing here: every message to a citizen has gone out.</source>
        <translation>没有未送达的消息：致市民的消息都已发出。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>全部重新发送</translation>
    </message>
    <message>
        <source>Told by telephone</source>
        <translation>已电话告知</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已受理</translation>
    </message>
    <message>
        <source>dispatched</source>
        <translation>已派单</translation>
    </message>
    <message>
        <source>more time</source>
        <translation>已延期</translation>
    </message>
    <message>
        <source>has to wait</source>
        <translation>暂需等待</translation>
    </message>
    <message>
        <source>reply</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>closed (a ticket)</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>joined to another one</source>
        <translation>已并入其他工单</translation>
    </message>
    <message>
        <source>asked whether it is solved</source>
        <translation>回访是否解决</translation>
    </message>
    <message>
        <source>correction</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>What it tells</source>
        <translation>告知内容</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>生成时间</translation>
    </message>
    <message>
        <source>Hours in which citizens are called</source>
        <translation>回拨时段</translation>
    </message>
    <message>
        <source>Minutes between two tries</source>
        <translation>两次回拨间隔（分钟）</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Longest voice message (s)</source>
        <translation>留言最长时长（秒）</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>下次发送</translation>
    </message>
    <message>
        <source>Last problem</source>
        <translation>最近的问题</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
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
        <source>Beginning of a name or number</source>
        <translation>姓名或号码开头</translation>
    </message>
    <message>
        <source>Citizens</source>
        <translation>市民档案</translation>
    </message>
    <message>
        <source>Type the beginning of a name or number.</source>
        <translation>请输入姓名或号码的开头。</translation>
    </message>
    <message>
        <source>This record stays</source>
        <translation>保留此档案</translation>
    </message>
    <message>
        <source>Join this one into it</source>
        <translation>将此档案并入</translation>
    </message>
    <message>
        <source>Likely the same citizen</source>
        <translation>可能是同一市民</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Nobody looks like the same citizen.</source>
        <translation>没有疑似同一市民的档案。</translation>
    </message>
    <message>
        <source>Join into the record that stays</source>
        <translation>并入保留的档案</translation>
    </message>
    <message>
        <source>What was joined</source>
        <translation>合并记录</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>By</source>
        <translation>制定人</translation>
    </message>
    <message>
        <source>Joined by</source>
        <translation>合并人</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>已合并</translation>
    </message>
    <message>
        <source>Nothing was joined with this record.</source>
        <translation>此档案没有合并记录。</translation>
    </message>
    <message>
        <source>Take the join back</source>
        <translation>撤回合并</translation>
    </message>
    <message>
        <source>No record begins like this.</source>
        <translation>没有这样开头的档案。</translation>
    </message>
    <message>
        <source>Choose which record stays: Enter on it at the left.</source>
        <translation>请在左侧选中要保留的档案并按回车。</translation>
    </message>
    <message>
        <source>Stays: {name}, {number}</source>
        <translation>保留：{name}，{number}</translation>
    </message>
    <message>
        <source>Nothing is kept yet: what is shown holds. Begin the first version to change it.</source>
        <translation>还没有任何版本，右侧为系统预设。如需修改，请起草第一个版本。</translation>
    </message>
    <message>
        <source>Go on with the draft</source>
        <translation>继续编辑草稿</translation>
    </message>
    <message>
        <source>Take version {number} back</source>
        <translation>收回第 {number} 版</translation>
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
        <source>Preset · in force</source>
        <translation>系统预设 · 生效中</translation>
    </message>
    <message>
        <source>Version {number} · {state}</source>
        <translation>第 {number} 版 · {state}</translation>
    </message>
    <message>
        <source>Version {number} follows on {when} and takes its place.</source>
        <translation>第 {number} 版将于 {when} 生效，届时取代本版。</translation>
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
    <message>
        <source>Addresses for notices (client = https://…, one a line)</source>
        <translation>通知地址（客户端 = https://…，每行一个）</translation>
    </message>
    <message>
        <source>Look-ups of status a minute</source>
        <translation>每分钟查询次数</translation>
    </message>
    <message>
        <source>of one address</source>
        <translation>同一地址</translation>
    </message>
    <message>
        <source>of one ticket</source>
        <translation>同一工单</translation>
    </message>
    <message>
        <source>Proxies of the house (an address a line)</source>
        <translation>可信代理（每行一个地址）</translation>
    </message>
    <message>
        <source>Name of the jurisdiction</source>
        <translation>辖区名称</translation>
    </message>
    <message>
        <source>Whom to ask</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>How to get a key</source>
        <translation>如何申请密钥</translation>
    </message>
    <message>
        <source>Requests a minute of one address</source>
        <translation>同一地址每分钟请求数</translation>
    </message>
    <message>
        <source>Categories offered (a code a line; none: all)</source>
        <translation>开放的分类（每行一个代码，空为全部）</translation>
    </message>
    <message>
        <source>Who may read</source>
        <translation>公开范围</translation>
    </message>
    <message>
        <source>Everybody reads what was asked and where</source>
        <translation>任何人可读诉求内容与地点</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>编号方式</translation>
    </message>
    <message>
        <source>Answer with a token first</source>
        <translation>先返回令牌</translation>
    </message>
    <message>
        <source>Our address</source>
        <translation>本单位邮箱地址</translation>
    </message>
    <message>
        <source>How we are called</source>
        <translation>发件人名称</translation>
    </message>
    <message>
        <source>Mailbox: server</source>
        <translation>收件：服务器</translation>
    </message>
    <message>
        <source>Mailbox: port</source>
        <translation>收件：端口</translation>
    </message>
    <message>
        <source>Mailbox: encryption</source>
        <translation>收件：加密</translation>
    </message>
    <message>
        <source>Mailbox: folder</source>
        <translation>收件：文件夹</translation>
    </message>
    <message>
        <source>Mailbox: user</source>
        <translation>收件：用户</translation>
    </message>
    <message>
        <source>Mailbox: password</source>
        <translation>收件：密码</translation>
    </message>
    <message>
        <source>Sending: server</source>
        <translation>发件：服务器</translation>
    </message>
    <message>
        <source>Sending: port</source>
        <translation>发件：端口</translation>
    </message>
    <message>
        <source>Sending: encryption</source>
        <translation>发件：加密</translation>
    </message>
    <message>
        <source>Most of one sender an hour</source>
        <translation>同一发件人每小时上限</translation>
    </message>
    <message>
        <source>Sending: user</source>
        <translation>发件：用户</translation>
    </message>
    <message>
        <source>Sending: password</source>
        <translation>发件：密码</translation>
    </message>
    <message>
        <source>Other addresses of ours (one a line)</source>
        <translation>本单位其他地址（每行一个）</translation>
    </message>
    <message>
        <source>Folder on the server</source>
        <translation>服务器上的文件夹</translation>
    </message>
    <message>
        <source>empty: boards, in the server&apos;s data folder</source>
        <translation>空为服务器数据目录下的 boards</translation>
    </message>
    <message>
        <source>Looked into every</source>
        <translation>检查间隔</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Replies written at most every</source>
        <translation>答复导出间隔</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Replies as</source>
        <translation>答复文件格式</translation>
    </message>
    <message>
        <source>Broker: server</source>
        <translation>消息服务器：地址</translation>
    </message>
    <message>
        <source>Broker: port</source>
        <translation>消息服务器：端口</translation>
    </message>
    <message>
        <source>Broker: encryption</source>
        <translation>消息服务器：加密</translation>
    </message>
    <message>
        <source>Our name there</source>
        <translation>客户端标识</translation>
    </message>
    <message>
        <source>Broker: user</source>
        <translation>消息服务器：用户</translation>
    </message>
    <message>
        <source>Broker: password</source>
        <translation>消息服务器：密码</translation>
    </message>
    <message>
        <source>The same alarm again within</source>
        <translation>重复告警合并时间</translation>
    </message>
    <message>
        <source>A storm: more sensors of a place than</source>
        <translation>告警风暴：同一地点超过（个传感器）</translation>
    </message>
    <message>
        <source>within</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>Topic that is told what becomes of an alarm</source>
        <translation>告警处理情况回告主题</translation>
    </message>
    <message>
        <source>empty: none; {sensor} stands for the sensor&apos;s id</source>
        <translation>留空则不回告；{sensor} 代表传感器编号</translation>
    </message>
    <message>
        <source>TLS from the beginning</source>
        <translation>TLS 加密</translation>
    </message>
    <message>
        <source>none (only on this machine)</source>
        <translation>不加密（仅限本机）</translation>
    </message>
    <message>
        <source>Trying …</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>The channel&apos;s settings are kept.</source>
        <translation>渠道配置已保存。</translation>
    </message>
    <message>
        <source>The channel&apos;s settings are kept and wait for their date.</source>
        <translation>渠道设置已保存，到期自动生效。</translation>
    </message>
    <message>
        <source>Sensors kept: {count}</source>
        <translation>已保存传感器：{count} 个</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>值班时段</translation>
    </message>
    <message>
        <source>Absences and stand-ins</source>
        <translation>缺勤与顶岗</translation>
    </message>
    <message>
        <source>Save the plan</source>
        <translation>保存排班</translation>
    </message>
    <message>
        <source>Somebody has changed this plan since you began. What you typed is kept.</source>
        <translation>您编辑期间他人修改了排班，您输入的内容仍保留。</translation>
    </message>
    <message>
        <source>Nobody is on duty now ({at}).</source>
        <translation>现在（{at}）无人值班。</translation>
    </message>
    <message>
        <source>{name} (instead of {other})</source>
        <translation>{name}（顶{other}）</translation>
    </message>
    <message>
        <source>On duty now ({at}): {names}</source>
        <translation>现在（{at}）值班：{names}</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期范围</translation>
    </message>
    <message>
        <source>To</source>
        <translation>至</translation>
    </message>
    <message>
        <source>earlier: on the next day</source>
        <translation>早于开始即为次日</translation>
    </message>
    <message>
        <source>Nobody is planned here.</source>
        <translation>尚未排班。</translation>
    </message>
    <message>
        <source>Always followed up</source>
        <translation>逐件回访的类型</translation>
    </message>
    <message>
        <source>Sample of the others</source>
        <translation>其余抽样比例</translation>
    </message>
    <message>
        <source>Calls before “not reached”</source>
        <translation>联系不上前的拨打次数</translation>
    </message>
    <message>
        <source>Hours between two calls</source>
        <translation>两次拨打间隔（小时）</translation>
    </message>
    <message>
        <source>Sent back by an answer at most</source>
        <translation>因回访不满意最多重办</translation>
    </message>
    <message>
        <source>Asked by message</source>
        <translation>以消息回访的诉求类型</translation>
    </message>
    <message>
        <source>Days to wait for the answer</source>
        <translation>等待答复天数</translation>
    </message>
    <message>
        <source>Address for citizens</source>
        <translation>市民访问地址</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Absences</source>
        <translation>缺勤</translation>
    </message>
    <message>
        <source>Stand-in</source>
        <translation>顶岗人</translation>
    </message>
    <message>
        <source>Nobody is away.</source>
        <translation>无人缺勤。</translation>
    </message>
    <message>
        <source>{unit} is kept.</source>
        <translation>{unit}已保存。</translation>
    </message>
    <message>
        <source>{unit} is dissolved; nothing hung on it.</source>
        <translation>{unit}已撤销，其名下没有任何事项。</translation>
    </message>
    <message>
        <source>{unit} is dissolved. Gone to {successor}: open tickets {tickets}, people {people}, lines of the dispatch catalogue {rules}.</source>
        <translation>{unit}已撤销。转给{successor}：未办结工单 {tickets} 件、人员 {people} 名、派单目录条目 {rules} 条。</translation>
    </message>
    <message>
        <source>The plan of duty is kept.</source>
        <translation>排班已保存。</translation>
    </message>
    <message>
        <source>The plan of duty is kept and waits for its date.</source>
        <translation>排班已保存，到期自动生效。</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>No units yet. Add the district centre first.</source>
        <translation>还没有单位，请先添加区中心。</translation>
    </message>
    <message>
        <source>New unit</source>
        <translation>新建单位</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>值班</translation>
    </message>
    <message>
        <source>The unit itself</source>
        <translation>单位信息</translation>
    </message>
    <message>
        <source>Leaders</source>
        <translation>领导</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>上级单位</translation>
    </message>
    <message>
        <source>Looks after (town or village)</source>
        <translation>所辖镇街或村居</translation>
    </message>
    <message>
        <source>What hangs on it goes to</source>
        <translation>名下事项转给</translation>
    </message>
    <message>
        <source>All that hangs on {entry} goes to {successor}. Press once more to do so.</source>
        <translation>“{entry}”名下的一切将转给“{successor}”。再按一次即执行。</translation>
    </message>
    <message>
        <source>Yes, take it out</source>
        <translation>确认撤销</translation>
    </message>
    <message>
        <source>Dissolve</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Dissolve this unit</source>
        <translation>撤销此单位</translation>
    </message>
    <message>
        <source>Telephone (callers are put through)</source>
        <translation>电话（可转接来电）</translation>
    </message>
    <message>
        <source>Open tickets, people, units below and lines of the dispatch catalogue go to the successor.</source>
        <translation>未办结工单、人员、下级单位和派单目录条目都转给承接单位。</translation>
    </message>
    <message>
        <source>no hours</source>
        <translation>无时段</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>work days of the unit&apos;s calendar</source>
        <translation>单位日历的工作日</translation>
    </message>
    <message>
        <source>days off of the unit&apos;s calendar</source>
        <translation>单位日历的休息日</translation>
    </message>
    <message>
        <source>Joined: tickets {tickets} and calls {calls} are with the record that stays now.</source>
        <translation>已合并：{tickets} 件工单、{calls} 次来电转入保留的档案。</translation>
    </message>
    <message>
        <source>Taken back: they are two records again.</source>
        <translation>已撤回，恢复为两份档案。</translation>
    </message>
    <message>
        <source>same proof of identity</source>
        <translation>身份凭证相同</translation>
    </message>
    <message>
        <source>same number</source>
        <translation>号码相同</translation>
    </message>
    <message>
        <source>same e-mail</source>
        <translation>邮箱相同</translation>
    </message>
    <message>
        <source>same name and place</source>
        <translation>姓名与地点相同</translation>
    </message>
    <message>
        <source>Go back to it</source>
        <translation>返回继续</translation>
    </message>
    <message>
        <source>Leave it as a draft</source>
        <translation>保留为草稿</translation>
    </message>
    <message>
        <source>“{section}” has changes that are not saved.</source>
        <translation>“{section}”有未保存的修改。</translation>
    </message>
    <message>
        <source>Messages are put back into the queue</source>
        <translation>正在重新排入发送队列</translation>
    </message>
    <message>
        <source>Messages put back into the queue: {count}</source>
        <translation>已重新排入发送队列：{count} 条</translation>
    </message>
    <message>
        <source>Not done for {count}: {numbers}. {why}</source>
        <translation>{count} 条未处理：{numbers}。{why}</translation>
    </message>
    <message>
        <source>Rules of the follow-up</source>
        <translation>回访规则</translation>
    </message>
    <message>
        <source>After the reply citizens are asked whether their matter is solved: always about these kinds and about what is supervised, about a sample of the others. They are called; who belongs to a kind that is asked by message gets a link instead, where the channel they came by can bring one.</source>
        <translation>办结答复后回访市民：下列诉求类型和督办件逐件回访，其余按比例抽样回访。默认电话回访；属于“以消息回访”类型的，在来件渠道支持时改为发送链接。</translation>
    </message>
    <message>
        <source>drawn by the program; nobody chooses</source>
        <translation>由系统抽取，不由人挑选</translation>
    </message>
    <message>
        <source>never counted as satisfied</source>
        <translation>联系不上的不计为满意</translation>
    </message>
    <message>
        <source>so that they fall at different times</source>
        <translation>使几次拨打落在不同时段</translation>
    </message>
    <message>
        <source>times; then a supervisor decides</source>
        <translation>次，之后由督办决定</translation>
    </message>
    <message>
        <source>then the citizen is called</source>
        <translation>逾期改为电话回访</translation>
    </message>
    <message>
        <source>where they reach this server from outside; without a path</source>
        <translation>市民从外网访问本系统的地址，不含路径</translation>
    </message>
    <message>
        <source>The leaders&apos; addresses are kept.</source>
        <translation>领导邮箱已保存。</translation>
    </message>
    <message>
        <source>Somebody else has set them meanwhile: {theirs}. Save to put yours over.</source>
        <translation>他人刚刚改为：{theirs}。再次保存将以您的为准。</translation>
    </message>
    <message>
        <source>Written to when a ticket of this unit reaches the last rung of the ladder: numbers and clocks, nothing of any citizen. Without an address the nearest unit above that has one is written to.</source>
        <translation>本单位工单到达最后一级预警时致信：只含工单号和时限，不含市民信息。未填写时，发给最近的已填写的上级单位。</translation>
    </message>
    <message>
        <source>E-mail addresses of its leaders, one a line</source>
        <translation>领导电子邮箱，每行一个</translation>
    </message>
    <message>
        <source>Letters to leaders</source>
        <translation>致领导的信</translation>
    </message>
    <message>
        <source>No letter has gone out: no ticket has reached the last rung.</source>
        <translation>没有发出过信件：还没有工单到达最后一级预警。</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发出</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>发送失败</translation>
    </message>
    <message>
        <source>The levels of alarms are in force now.</source>
        <translation>告警阈值已生效。</translation>
    </message>
    <message>
        <source>Who is told of alarms is saved.</source>
        <translation>外部通知已保存。</translation>
    </message>
    <message>
        <source>Noted what was found about the recording.</source>
        <translation>核查结果已记录。</translation>
    </message>
    <message>
        <source>The recording is held no more.</source>
        <translation>已解除该录音的留存。</translation>
    </message>
    <message>
        <source>Calls without a ticket</source>
        <translation>未生成工单的通话</translation>
    </message>
    <message>
        <source>Calls to citizens</source>
        <translation>呼出通话</translation>
    </message>
    <message>
        <source>Voice messages without a ticket</source>
        <translation>未立工单的留言</translation>
    </message>
    <message>
        <source>{count} months</source>
        <translation>{count} 个月</translation>
    </message>
    <message>
        <source>How long they are kept</source>
        <translation>保存期限</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Nothing was deleted yet: no recording is old enough.</source>
        <translation>还没有删除过：没有到期的录音。</translation>
    </message>
    <message>
        <source>Missing or cut</source>
        <translation>缺失或不完整</translation>
    </message>
    <message>
        <source>Recordings that are missing or cut</source>
        <translation>缺失或不完整的录音</translation>
    </message>
    <message>
        <source>Every answered call has its whole recording.</source>
        <translation>每通已接电话都有完整录音。</translation>
    </message>
    <message>
        <source>Also those looked into</source>
        <translation>含已核查</translation>
    </message>
    <message>
        <source>such as: disk was full, exchange restarted</source>
        <translation>例如：磁盘已满、交换机重启</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>核查结果</translation>
    </message>
    <message>
        <source>Looked into</source>
        <translation>已核查</translation>
    </message>
    <message>
        <source>Say what was found, so that nobody has to look again.</source>
        <translation>请写明核查结果，免得他人重复核查。</translation>
    </message>
    <message>
        <source> months</source>
        <translation> 个月</translation>
    </message>
    <message>
        <source>Counted from the day of the call. A call with several tickets is kept as long as the one that is kept longest; what somebody holds, and what belongs to an open ticket, is not deleted.</source>
        <translation>自通话之日起算。一通电话有多件工单的，按保存最久的一件；被冻结的录音和未办结工单的录音不删除。</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>没有录音</translation>
    </message>
    <message>
        <source>shorter than the talk</source>
        <translation>短于通话</translation>
    </message>
    <message>
        <source>the agent cannot be heard</source>
        <translation>话务员一侧无声</translation>
    </message>
    <message>
        <source>the citizen cannot be heard</source>
        <translation>市民一侧无声</translation>
    </message>
    <message>
        <source>nobody can be heard</source>
        <translation>双方均无声</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>the exchange&apos;s disk was full</source>
        <translation>交换机磁盘已满</translation>
    </message>
    <message>
        <source>waits: the store&apos;s disk is full</source>
        <translation>待入库：存储磁盘已满</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>已留存</translation>
    </message>
    <message>
        <source>No recording is held. An inspector holds one where it is played, on Quality.</source>
        <translation>没有留存的录音。质检员可在“质检”页播放录音时设置留存。</translation>
    </message>
    <message>
        <source>such as: the court has decided</source>
        <translation>如：法院已判决</translation>
    </message>
    <message>
        <source>Why it need not be kept any more</source>
        <translation>为何不必再留存</translation>
    </message>
    <message>
        <source>Lift the hold</source>
        <translation>解除留存</translation>
    </message>
    <message>
        <source>Say why: the rules may delete the recording at once.</source>
        <translation>请填写原因：解除后录音可能立即按保存期限删除。</translation>
    </message>
    <message>
        <source>Copies taken out</source>
        <translation>导出记录</translation>
    </message>
    <message>
        <source>No copy was taken out yet.</source>
        <translation>尚无导出的副本。</translation>
    </message>
    <message>
        <source>Held since</source>
        <translation>留存时间</translation>
    </message>
    <message>
        <source>Held by</source>
        <translation>留存人</translation>
    </message>
    <message>
        <source>Lifted</source>
        <translation>解除时间</translation>
    </message>
    <message>
        <source>Why lifted</source>
        <translation>解除原因</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>通话时间</translation>
    </message>
    <message>
        <source>Taken out</source>
        <translation>导出时间</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>No file was kept, says the console of who took it.</source>
        <translation>据导出人的工作台，文件没有留存。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>水印编号</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>话务员</translation>
    </message>
    <message>
        <source>Talk</source>
        <translation>通话时长</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>录音时长</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月数</translation>
    </message>
    <message>
        <source>By version</source>
        <translation>依据版本</translation>
    </message>
    <message>
        <source>The number is blocked.</source>
        <translation>号码已拦截。</translation>
    </message>
    <message>
        <source>The number is not blocked; its reports count no more.</source>
        <translation>不予拦截，此前的举报不再计入。</translation>
    </message>
    <message>
        <source>The block is lifted.</source>
        <translation>已解除拦截。</translation>
    </message>
    <message>
        <source>There is a new report or decision. Look again, then decide.</source>
        <translation>有新的举报或审核结果，请重新查看后再决定。</translation>
    </message>
    <message>
        <source>Agents who report a number</source>
        <translation>举报话务员人数</translation>
    </message>
    <message>
        <source>Within (days)</source>
        <translation>统计期（天）</translation>
    </message>
    <message>
        <source>A block lasts (days)</source>
        <translation>拦截时长（天）</translation>
    </message>
    <message>
        <source>Number kept after the end (days)</source>
        <translation>结束后保留号码（天）</translation>
    </message>
    <message>
        <source>What a blocked caller gets</source>
        <translation>对被拦截来电的处理</translation>
    </message>
    <message>
        <source>Never blocked, one number a line</source>
        <translation>不拦截名单，每行一个号码</translation>
    </message>
    <message>
        <source>Call-back hours</source>
        <translation>回拨时段</translation>
    </message>
    <message>
        <source>Hours {number}</source>
        <translation>时段{number}</translation>
    </message>
    <message>
        <source>from</source>
        <translation>起</translation>
    </message>
    <message>
        <source>to</source>
        <translation>止</translation>
    </message>
    <message>
        <source>Lost calls are called back in these hours only, in their order. Who pressed a key to be called back is called the first time at any hour. It holds for what is planned from then on; the end is not part of the hours.</source>
        <translation>未接来电只在这些时段内按顺序回拨；市民按键要求回拨的，首次回拨不受时段限制。新规则对其后安排的回拨有效；时段不含结束时刻。</translation>
    </message>
    <message>
        <source>Response rate</source>
        <translation>响应率</translation>
    </message>
    <message>
        <source>Solved rate</source>
        <translation>解决率</translation>
    </message>
    <message>
        <source>Satisfied rate</source>
        <translation>满意率</translation>
    </message>
    <message>
        <source>A basically satisfied answer</source>
        <translation>基本满意折算</translation>
    </message>
    <message>
        <source>Weights of the three rates</source>
        <translation>三率权重</translation>
    </message>
    <message>
        <source>response, solved and satisfied add up to 100 %</source>
        <translation>响应、解决、满意三项之和为 100%</translation>
    </message>
    <message>
        <source>so much of one in the satisfied rate</source>
        <translation>一次“基本满意”在满意率中按此比例计算</translation>
    </message>
    <message>
        <source>The score of a unit is made of the three rates by these shares. Every answer counts by the weights that were in force when it was given, so a new version never changes past figures.</source>
        <translation>单位得分由三率按以下权重合成。每次回访按作答当时生效的权重计算，因此新版本不会改变以往的数据。</translation>
    </message>
    <message>
        <source>{category} is kept.</source>
        <translation>已保存类别“{category}”。</translation>
    </message>
    <message>
        <source>{category} is taken out; nothing hung on it.</source>
        <translation>类别“{category}”已撤销，名下无事项。</translation>
    </message>
    <message>
        <source>{category} is taken out. Gone to {successor}: open tickets {tickets}, lines of the dispatch catalogue {rules}.</source>
        <translation>类别“{category}”已撤销。转给“{successor}”：未办结工单 {tickets} 件，派单目录条目 {rules} 条。</translation>
    </message>
    <message>
        <source>{queue}: {plan}</source>
        <translation>{queue}：{plan}</translation>
    </message>
    <message>
        <source>Such as 08:30-12:00, 14:00-18:00; 00:00-24:00 all day; empty: closed</source>
        <translation>例如08:30-12:00，14:00-18:00；全天为00:00-24:00；留空为不受理</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>This queue has a plan</source>
        <translation>启用受理时间安排</translation>
    </message>
    <message>
        <source>Without a plan it is open at any hour, and nobody is sent on.</source>
        <translation>未启用受理时间安排的队列全天受理，来电不溢出。</translation>
    </message>
    <message>
        <source>Announcement and call-back</source>
        <translation>播放提示音并登记回拨</translation>
    </message>
    <message>
        <source>Announcement and voice message</source>
        <translation>提示并留言</translation>
    </message>
    <message>
        <source>Announcement only</source>
        <translation>仅播放提示音</translation>
    </message>
    <message>
        <source>To queue “{queue}”</source>
        <translation>转至队列“{queue}”</translation>
    </message>
    <message>
        <source>To a number outside</source>
        <translation>转至外线号码</translation>
    </message>
    <message>
        <source>Sent on in hours</source>
        <translation>受理时间内溢出</translation>
    </message>
    <message>
        <source>Number outside</source>
        <translation>外线号码</translation>
    </message>
    <message>
        <source>such as the neighbouring town&apos;s centre</source>
        <translation>如邻近镇街话务中心</translation>
    </message>
    <message>
        <source>Outside of the hours</source>
        <translation>非受理时间</translation>
    </message>
    <message>
        <source>Sent on when the longest wait is over (s; 0: never)</source>
        <translation>最长等候超过几秒溢出（0为不溢出）</translation>
    </message>
    <message>
        <source>also while nobody takes calls</source>
        <translation>无话务员接听时也溢出</translation>
    </message>
    <message>
        <source>Sent on to</source>
        <translation>溢出至</translation>
    </message>
    <message>
        <source>When a queue takes calls, and where callers go else. Days off and make-up days are those of the calendar and go before the day of the week. The exchange keeps the plan for 35 days ahead, also while this server is away. What a lead closes by hand goes before the plan. Hours: 08:30-12:00, 14:00-18:00; 22:00-06:00 goes on over midnight.</source>
        <translation>各队列的受理时间，以及其他时间来电的去向。节假日和调休以所选日历为准，优先于星期。交换机保存今后35天的安排，服务器停机时照常执行。班长手动关闭的队列以手动为准。受理时间写法：08:30-12:00，14:00-18:00；22:00-06:00表示跨零点。</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Public holidays</source>
        <translation>法定节假日</translation>
    </message>
    <message>
        <source>announcement only</source>
        <translation>仅播放提示音</translation>
    </message>
    <message>
        <source>announcement and call-back</source>
        <translation>播放提示音并登记回拨</translation>
    </message>
    <message>
        <source>announcement and voice message</source>
        <translation>提示并留言</translation>
    </message>
    <message>
        <source>to queue {queue}</source>
        <translation>转至队列{queue}</translation>
    </message>
    <message>
        <source>to number {number}</source>
        <translation>转至外线{number}</translation>
    </message>
    <message>
        <source>after {seconds} s {where}</source>
        <translation>等候超过{seconds}秒{where}</translation>
    </message>
    <message>
        <source>with nobody taking calls {where}</source>
        <translation>无话务员接听时{where}</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>The district&apos;s, as clocks go by</source>
        <translation>本区通用日历（与工单计时一致）</translation>
    </message>
    <message>
        <source>Which board is it? It is called as its folder is.</source>
        <translation>请填写留言板名称，须与其文件夹同名。</translation>
    </message>
    <message>
        <source>This file has other headings. It needs a mapping of its own: begin with it.</source>
        <translation>此文件的表头不同，须另建列对应：请从此文件新建。</translation>
    </message>
    <message>
        <source>The columns of {board} are kept. Files that wait for them are taken soon.</source>
        <translation>“{board}”的列对应已保存，等待的文件将很快收取。</translation>
    </message>
    <message>
        <source>template “{name}”</source>
        <translation>模板“{name}”</translation>
    </message>
    <message>
        <source>phrase “{name}”</source>
        <translation>常用语“{name}”</translation>
    </message>
    <message>
        <source>notice “{name}”</source>
        <translation>告知语“{name}”</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Phrases</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>Told to citizens</source>
        <translation>告知市民</translation>
    </message>
    <message>
        <source>Agents fill the form with a template (Ctrl+T) and add phrases; a template with an answer is offered to handlers for their reply. 【&#x3000;】 marks a place to fill in. Citizens read what they are told as it was when they were told.</source>
        <translation>话务员用模板填写工单（Ctrl+T）、插入常用语；带答复的模板供承办人回复时选用。【&#x3000;】表示需要填写的地方。告知语修改后，已告知市民的内容不变。</translation>
    </message>
    <message>
        <source>What is answered</source>
        <translation>答复内容</translation>
    </message>
    <message>
        <source>Title of the ticket</source>
        <translation>工单标题</translation>
    </message>
    <message>
        <source>No templates. Add the first one.</source>
        <translation>还没有模板，请添加第一个。</translation>
    </message>
    <message>
        <source>What is said</source>
        <translation>用语</translation>
    </message>
    <message>
        <source>No phrases. Add the first one.</source>
        <translation>还没有常用语，请添加第一条。</translation>
    </message>
    <message>
        <source>Chinese text</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>English text</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>{day} 起</translation>
    </message>
    <message>
        <source>The planned change of {name} is taken back.</source>
        <translation>{name}的预定变更已撤回。</translation>
    </message>
    <message>
        <source>The change of {name} waits for its date.</source>
        <translation>{name}的变更已预定，到期自动生效。</translation>
    </message>
    <message>
        <source>{entry} is kept.</source>
        <translation>{entry}已保存。</translation>
    </message>
    <message>
        <source>{entry} is taken out; it stays readable where the past names it.</source>
        <translation>{entry}已停用；过去的记录中仍显示其名称。</translation>
    </message>
    <message>
        <source>{entry} is taken out. Gone to {successor}: open tickets {tickets}, lines of the dispatch catalogue {rules}.</source>
        <translation>{entry}已撤销。转到{successor}：未办结工单 {tickets} 件、派单规则 {rules} 条。</translation>
    </message>
    <message>
        <source>Alike at the same place from</source>
        <translation>同一地点视为相似，自</translation>
    </message>
    <message>
        <source>Alike by words alone from</source>
        <translation>仅凭文字视为相似，自</translation>
    </message>
    <message>
        <source>Alike to a known matter from</source>
        <translation>与已知事件视为相似，自</translation>
    </message>
    <message>
        <source>One file at most</source>
        <translation>单个文件上限</translation>
    </message>
    <message>
        <source>Rules of the intake</source>
        <translation>受理规则</translation>
    </message>
    <message>
        <source>of the ticket&apos;s village or town</source>
        <translation>工单所在村居或镇街</translation>
    </message>
    <message>
        <source>without a person or place in common</source>
        <translation>没有相同的人或地点时</translation>
    </message>
    <message>
        <source>less is enough, because many ask about it</source>
        <translation>因反映的人多，要求可以低一些</translation>
    </message>
    <message>
        <source>of colleagues, citizens and portals alike</source>
        <translation>工作人员、市民和平台上传的都适用</translation>
    </message>
    <message>
        <source>While a ticket is typed, those that may be about the same are shown. 100 % are the same words; two texts that have nothing to do with each other are alike to 10 to 35 %.</source>
        <translation>录入工单时会提示可能重复的工单。100% 表示文字相同；毫不相干的两段文字相似度约为 10% 至 35%。</translation>
    </message>
    <message>
        <source>Name of the scorecard</source>
        <translation>评分表名称</translation>
    </message>
    <message>
        <source>section “{name}” ({weight})</source>
        <translation>分项“{name}”（权重 {weight}）</translation>
    </message>
    <message>
        <source>question “{name}” ({points})</source>
        <translation>评分项“{name}”（{points} 分）</translation>
    </message>
    <message>
        <source>fatal item “{name}”</source>
        <translation>一票否决项“{name}”</translation>
    </message>
</context>
</TS>
