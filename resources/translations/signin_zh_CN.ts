<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>LookChoice</name>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Usual text</source>
        <translation>标准字号</translation>
    </message>
    <message>
        <source>Large text</source>
        <translation>大字</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Caps Lock is on.</source>
        <translation>大写锁定已打开。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Tongfu</source>
        <translation>通服</translation>
    </message>
    <message>
        <source>Your sign-in has run out. Everything typed is still here.</source>
        <translation>登录已失效，请重新登录；已填写的内容都在。</translation>
    </message>
    <message>
        <source>The district hotline&apos;s console</source>
        <translation>区热线话务工作台</translation>
    </message>
    <message>
        <source>Training district</source>
        <translation>培训区</translation>
    </message>
    <message>
        <source>Choose who to be; the form fills itself.</source>
        <translation>选择一个角色，自动填入用户名和密码。</translation>
    </message>
    <message>
        <source>Fill in {username}, {role}</source>
        <translation>填入 {username}（{role}）</translation>
    </message>
    <message>
        <source>Please type your user name.</source>
        <translation>请输入用户名。</translation>
    </message>
    <message>
        <source>Please type your password.</source>
        <translation>请输入密码。</translation>
    </message>
    <message>
        <source>Starting the server …</source>
        <translation>正在启动服务 …</translation>
    </message>
    <message>
        <source>Connecting to {server} …</source>
        <translation>正在连接 {server} …</translation>
    </message>
    <message>
        <source>Server ready: training district on this machine</source>
        <translation>服务已就绪：本机培训区</translation>
    </message>
    <message>
        <source>Server: {server}</source>
        <translation>服务器：{server}</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>正在登录 …</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
</context>
</TS>
