<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Tasks</name>
    <message>
        <source>Sign for it, acknowledge, or reply</source>
        <translation>签收 / 知悉 / 回复</translation>
    </message>
    <message>
        <source>Citizen contacted</source>
        <translation>联系市民</translation>
    </message>
    <message>
        <source>Record what was done</source>
        <translation>记录办理情况</translation>
    </message>
    <message>
        <source>Read the lists anew</source>
        <translation>刷新列表</translation>
    </message>
    <message>
        <source>Delegate to a unit below</source>
        <translation>下派给下级单位</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Return with a reason</source>
        <translation>退单并说明理由</translation>
    </message>
    <message>
        <source>Ask for an extension</source>
        <translation>申请延期</translation>
    </message>
    <message>
        <source>Assign to a colleague</source>
        <translation>指派给同事</translation>
    </message>
    <message>
        <source>Escalate to the unit above</source>
        <translation>上报上级单位</translation>
    </message>
    <message>
        <source>Suspend until a date</source>
        <translation>挂起至某日</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复办理</translation>
    </message>
    <message>
        <source>Split into parts</source>
        <translation>拆分工单</translation>
    </message>
    <message>
        <source>Ask a unit to assist</source>
        <translation>请求协办</translation>
    </message>
    <message>
        <source>Acknowledge the emergency</source>
        <translation>确认知悉紧急件</translation>
    </message>
    <message>
        <source>Reply from a template</source>
        <translation>套用回复模板</translation>
    </message>
    <message>
        <source>Insert a phrase</source>
        <translation>插入常用语</translation>
    </message>
    <message>
        <source>Cite a rule or an article</source>
        <translation>引用法规或知识</translation>
    </message>
    <message>
        <source>Attach photos or papers</source>
        <translation>上传照片或材料</translation>
    </message>
    <message>
        <source>Look at the files beside the ticket</source>
        <translation>查看工单附件</translation>
    </message>
    <message>
        <source>Send what is typed</source>
        <translation>提交所填内容</translation>
    </message>
    <message>
        <source>Throw away what is typed</source>
        <translation>丢弃所填内容</translation>
    </message>
    <message>
        <source>Do it with all selected</source>
        <translation>批量处理所选</translation>
    </message>
    <message>
        <source>Next ticket</source>
        <translation>下一件</translation>
    </message>
    <message>
        <source>Ticket before</source>
        <translation>上一件</translation>
    </message>
    <message>
        <source>Next list</source>
        <translation>下一个列表</translation>
    </message>
    <message>
        <source>List before</source>
        <translation>上一个列表</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>回到列表</translation>
    </message>
    <message>
        <source>Open the whole ticket</source>
        <translation>打开工单详情</translation>
    </message>
    <message>
        <source>Tasks of the unit</source>
        <translation>本单位待办</translation>
    </message>
    <message>
        <source>Nothing to sign for. What is dispatched to your unit appears here by itself.</source>
        <translation>没有待签收的工单。派给本单位的工单会自动出现在这里。</translation>
    </message>
    <message>
        <source>You belong to no unit yet. An administrator sets it in Settings, People.</source>
        <translation>您尚未归属任何单位，请管理员在“设置—人员”中设定。</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Nothing lies with you. Take something from the unit&apos;s list: Ctrl+J.</source>
        <translation>您名下没有工单。可到“本单位”列表按 Ctrl+J 领取。</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>本单位</translation>
    </message>
    <message>
        <source>Nothing else is in hand in your unit.</source>
        <translation>本单位没有其他在办工单。</translation>
    </message>
    <message>
        <source>No other unit waits for your part.</source>
        <translation>没有其他单位等待协办。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Nothing is suspended, and no return or extension waits for a decision.</source>
        <translation>没有挂起的工单，也没有待决定的退单或延期。</translation>
    </message>
    <message>
        <source>Replied</source>
        <translation>已回复</translation>
    </message>
    <message>
        <source>No reply of your unit is under review or to be followed up.</source>
        <translation>没有已回复、待审核或待回访的工单。</translation>
    </message>
</context>
</TS>
