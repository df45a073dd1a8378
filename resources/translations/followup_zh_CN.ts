<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>FollowUp</name>
    <message>
        <source>Write down what the citizen says</source>
        <translation>记录回访结果</translation>
    </message>
    <message>
        <source>Ask by message, or by telephone after all</source>
        <translation>发送消息回访，或改为电话回访</translation>
    </message>
    <message>
        <source>Have it redone</source>
        <translation>重办</translation>
    </message>
    <message>
        <source>Read the list anew</source>
        <translation>刷新列表</translation>
    </message>
    <message>
        <source>Copy the telephone number</source>
        <translation>复制电话号码</translation>
    </message>
    <message>
        <source>Next of those who asked</source>
        <translation>下一位诉求人</translation>
    </message>
    <message>
        <source>One before of those who asked</source>
        <translation>上一位诉求人</translation>
    </message>
    <message>
        <source>Look at the files beside the ticket</source>
        <translation>查看工单附件</translation>
    </message>
    <message>
        <source>Send what is typed</source>
        <translation>提交填写的内容</translation>
    </message>
    <message>
        <source>Throw away what is typed</source>
        <translation>丢弃填写的内容</translation>
    </message>
    <message>
        <source>Insert a phrase</source>
        <translation>插入常用语</translation>
    </message>
    <message>
        <source>Do it with all selected</source>
        <translation>对选中的全部执行</translation>
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
        <translation>打开完整工单</translation>
    </message>
    <message>
        <source>Citizens to ask</source>
        <translation>待回访市民</translation>
    </message>
    <message>
        <source>Copied. The number is on the clipboard.</source>
        <translation>号码已复制到剪贴板。</translation>
    </message>
    <message>
        <source>{count} earlier ones are in the ticket&apos;s story.</source>
        <translation>另有 {count} 次较早的回访，见工单办理过程。</translation>
    </message>
    <message>
        <source>The next try counts from {moment}; try {number} of {all}.</source>
        <translation>{moment} 之后可再次回访；第 {number} 次，共 {all} 次。</translation>
    </message>
    <message>
        <source>Nobody waits to be asked. Replies that a dispatcher approves come here.</source>
        <translation>没有待回访的工单。派单员审核通过的回复会出现在这里。</translation>
    </message>
    <message>
        <source>No answer by message is waited for. Who does not answer is called.</source>
        <translation>没有等待答复的消息回访。到期未答复的将转为电话回访。</translation>
    </message>
    <message>
        <source>There is no number to call.</source>
        <translation>没有可拨打的电话号码。</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>回访对象</translation>
    </message>
    <message>
        <source>{all} citizens asked about this; {left} still to be asked</source>
        <translation>共 {all} 位诉求人，还有 {left} 位待回访</translation>
    </message>
    <message>
        <source>next one</source>
        <translation>下一位</translation>
    </message>
    <message>
        <source>call</source>
        <translation>拨打</translation>
    </message>
    <message>
        <source>copy the number</source>
        <translation>复制号码</translation>
    </message>
</context>
</TS>
