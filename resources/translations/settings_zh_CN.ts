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
        <source>In English</source>
        <translation>英文名</translation>
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
        <source>Categories</source>
        <translation>诉求分类</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
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
        <source>Mine</source>
        <translation>我的设置</translation>
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
</context>
</TS>
