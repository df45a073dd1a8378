<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Matters</name>
    <message>
        <source>Chosen; Delete takes one out</source>
        <translation>已选，按 Delete 移除</translation>
    </message>
    <message>
        <source>New known matter</source>
        <translation>新建热点事项</translation>
    </message>
    <message>
        <source>Save the matter</source>
        <translation>保存事项</translation>
    </message>
    <message>
        <source>To the reply to all</source>
        <translation>填写统一答复</translation>
    </message>
    <message>
        <source>Open its ticket</source>
        <translation>打开对应工单</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Known matters</source>
        <translation>热点事项</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Nothing is asked about by many now. Make a ticket a known matter with Ctrl+N.</source>
        <translation>目前没有热点事项。按 Ctrl+N 可将工单设为热点事项。</translation>
    </message>
    <message>
        <source>add a category</source>
        <translation>添加分类</translation>
    </message>
    <message>
        <source>add a town or village</source>
        <translation>添加镇街或村居</translation>
    </message>
    <message>
        <source>Ends by itself</source>
        <translation>到时自动结束</translation>
    </message>
    <message>
        <source>Number of the ticket</source>
        <translation>工单编号</translation>
    </message>
    <message>
        <source>What it is called</source>
        <translation>事项名称</translation>
    </message>
    <message>
        <source>as its ticket</source>
        <translation>与工单相同</translation>
    </message>
    <message>
        <source>Words to say</source>
        <translation>答复口径</translation>
    </message>
    <message>
        <source>Categories it is about</source>
        <translation>涉及分类</translation>
    </message>
    <message>
        <source>Places it is about</source>
        <translation>涉及地点</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>One reply to everybody who asked</source>
        <translation>对所有反映人的统一答复</translation>
    </message>
    <message>
        <source>End it with this reply</source>
        <translation>以此答复结束</translation>
    </message>
    <message>
        <source>End it without a reply</source>
        <translation>不答复，直接结束</translation>
    </message>
    <message>
        <source>A new known matter</source>
        <translation>新建热点事项</translation>
    </message>
    <message>
        <source>{number} · asked about by {count}</source>
        <translation>{number} · {count} 人反映</translation>
    </message>
    <message>
        <source>Matter</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>反映人数</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Every desk is told of it now.</source>
        <translation>已通知所有坐席。</translation>
    </message>
    <message>
        <source>The matter is kept.</source>
        <translation>事项已保存。</translation>
    </message>
    <message>
        <source>It has ended.</source>
        <translation>事项已结束。</translation>
    </message>
    <message>
        <source>It has ended; told of it, each by the own channel: {count}</source>
        <translation>事项已结束，已按各自渠道答复 {count} 人</translation>
    </message>
</context>
</TS>
