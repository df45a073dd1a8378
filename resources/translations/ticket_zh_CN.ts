<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Ticket</name>
    <message>
        <source>Go to a ticket by its number</source>
        <translation>按编号打开工单</translation>
    </message>
    <message>
        <source>Back to the ticket before</source>
        <translation>返回上一张工单</translation>
    </message>
    <message>
        <source>Read the ticket anew</source>
        <translation>刷新工单</translation>
    </message>
    <message>
        <source>Show who asked and their number</source>
        <translation>显示来电人和号码</translation>
    </message>
    <message>
        <source>Copy the ticket number</source>
        <translation>复制工单编号</translation>
    </message>
    <message>
        <source>Official form as PDF</source>
        <translation>导出工单表（PDF）</translation>
    </message>
    <message>
        <source>The next step</source>
        <translation>办理下一步</translation>
    </message>
    <message>
        <source>Everything that can be done, and why not</source>
        <translation>可办步骤及不可办的原因</translation>
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
        <source>Play the citizen&apos;s message or pause</source>
        <translation>播放或暂停市民留言</translation>
    </message>
    <message>
        <source>The message before</source>
        <translation>上一条留言</translation>
    </message>
    <message>
        <source>Play slower</source>
        <translation>放慢播放</translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation>加快播放</translation>
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
        <source>Go to the ticket it belongs to</source>
        <translation>打开所属工单</translation>
    </message>
    <message>
        <source>hidden: confidential</source>
        <translation>保密，不显示</translation>
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
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>工单编号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>受理渠道</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Taken down by</source>
        <translation>受理人</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>办结时间</translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation>市民</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电人</translation>
    </message>
    <message>
        <source>Called from</source>
        <translation>来电号码</translation>
    </message>
    <message>
        <source>Contact number</source>
        <translation>联系电话</translation>
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
        <source>Matter</source>
        <translation>诉求</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>诉求类型</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>事项类别</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>事发地点</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>办理</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>承办人</translation>
    </message>
    <message>
        <source>Assisting</source>
        <translation>协办单位</translation>
    </message>
    <message>
        <source>Dispatches</source>
        <translation>派单次数</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>退单次数</translation>
    </message>
    <message>
        <source>Suspended until</source>
        <translation>挂起至</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>督办</translation>
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
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Hotline work order</source>
        <translation>政府服务热线工单</translation>
    </message>
    <message>
        <source>Printed {moment}</source>
        <translation>打印于 {moment}</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>办理时限</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Record of handling</source>
        <translation>办理记录</translation>
    </message>
    <message>
        <source>Ticket number</source>
        <translation>工单编号</translation>
    </message>
    <message>
        <source>Ticket number, then Enter</source>
        <translation>输入工单编号后按回车</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>工单信息</translation>
    </message>
    <message>
        <source>All steps</source>
        <translation>全部步骤</translation>
    </message>
    <message>
        <source>may be out of date</source>
        <translation>可能不是最新</translation>
    </message>
    <message>
        <source>No ticket is open.</source>
        <translation>没有打开的工单。</translation>
    </message>
    <message>
        <source>Type a ticket number above, press Ctrl+K, or open one from a list with Ctrl+O.</source>
        <translation>在上方输入工单编号，或按 Ctrl+K 查找，或在列表中按 Ctrl+O 打开。</translation>
    </message>
    <message>
        <source>Followed</source>
        <translation>已关注</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>关注</translation>
    </message>
    <message>
        <source>What can be done with this ticket</source>
        <translation>此工单可办的步骤</translation>
    </message>
    <message>
        <source>There is no step like this.</source>
        <translation>没有这样的步骤。</translation>
    </message>
    <message>
        <source>{step} is not possible: {why}</source>
        <translation>不能“{step}”：{why}</translation>
    </message>
    <message>
        <source>Copied: {number}</source>
        <translation>已复制：{number}</translation>
    </message>
    <message>
        <source>What was asked for</source>
        <translation>诉求内容</translation>
    </message>
    <message>
        <source>Clocks</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>所属工单</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>拆分出的工单</translation>
    </message>
    <message>
        <source>Asked about the same</source>
        <translation>同一事件的诉求</translation>
    </message>
    <message>
        <source>Linked with</source>
        <translation>关联工单</translation>
    </message>
    <message>
        <source>Ticket {number}</source>
        <translation>工单 {number}</translation>
    </message>
    <message>
        <source>The form is written to {file}.</source>
        <translation>工单表已写入 {file}。</translation>
    </message>
    <message>
        <source>Writing the form</source>
        <translation>正在生成工单表</translation>
    </message>
    <message>
        <source>Remark · {who}</source>
        <translation>备注 · {who}</translation>
    </message>
    <message>
        <source>Document of a leader&apos;s instruction · {name}</source>
        <translation>批示文件 · {name}</translation>
    </message>
    <message>
        <source>File · {name}</source>
        <translation>附件 · {name}</translation>
    </message>
    <message>
        <source>after the limit</source>
        <translation>已超期</translation>
    </message>
    <message>
        <source>Message came in · {channel}</source>
        <translation>收到来信 · {channel}</translation>
    </message>
    <message>
        <source>Citizen was told · {channel}</source>
        <translation>已告知市民 · {channel}</translation>
    </message>
    <message>
        <source>Called the citizen</source>
        <translation>致电市民</translation>
    </message>
    <message>
        <source>The call in which it was taken down</source>
        <translation>登记本单的来电</translation>
    </message>
    <message>
        <source>Citizen called</source>
        <translation>市民来电</translation>
    </message>
    <message>
        <source>talked {time}</source>
        <translation>通话 {time}</translation>
    </message>
    <message>
        <source>nobody was reached</source>
        <translation>未接通</translation>
    </message>
    <message>
        <source>hung up waiting</source>
        <translation>等待中挂断</translation>
    </message>
    <message>
        <source>left a message</source>
        <translation>已留言</translation>
    </message>
    <message>
        <source>asked to be called back</source>
        <translation>要求回拨</translation>
    </message>
    <message>
        <source>A click or Enter plays it.</source>
        <translation>单击或按 Enter 播放</translation>
    </message>
    <message>
        <source>Called the citizen back</source>
        <translation>回拨市民</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>taken down in this call</source>
        <translation>在本次通话中登记</translation>
    </message>
    <message>
        <source>waited {time}</source>
        <translation>等待 {time}</translation>
    </message>
    <message>
        <source>rated it {stars} of 5</source>
        <translation>评价 {stars} 分（满分 5 分）</translation>
    </message>
    <message>
        <source>Citizen called · the queue was closed</source>
        <translation>市民来电 · 队列已关闭</translation>
    </message>
    <message>
        <source>Citizen asked to be called back</source>
        <translation>市民要求回拨</translation>
    </message>
    <message>
        <source>Everything said and done</source>
        <translation>全部往来与办理过程</translation>
    </message>
    <message>
        <source>is done by: {roles}</source>
        <translation>由{roles}办理</translation>
    </message>
    <message>
        <source>only while it is: {states}</source>
        <translation>仅限状态：{states}</translation>
    </message>
</context>
</TS>
