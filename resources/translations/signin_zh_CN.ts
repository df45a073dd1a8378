<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>LookChoice</name>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Large text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Caps Lock is on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tongfu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your sign-in has run out. Everything typed is still here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The district hotline&apos;s console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training district</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose who to be; the form fills itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill in {username}, {role}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please type your user name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please type your password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the server …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to {server} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server ready: training district on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server: {server}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
