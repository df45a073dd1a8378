<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Work</name>
    <message>
        <source>What can be done</source>
        <translation>可进行的操作</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Unit for all</source>
        <translation>统一承办单位</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Reason for all</source>
        <translation>统一理由</translation>
    </message>
    <message>
        <source>What becomes of each ticket</source>
        <translation>每件工单的结果</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{step}: {count} ticket(s)</source>
        <translation>{step}：{count} 件</translation>
    </message>
    <message>
        <source>Nothing is done yet: Enter previews what becomes of each ticket.</source>
        <translation>尚未执行：按回车预览每件工单的结果。</translation>
    </message>
    <message>
        <source>Many tickets at once</source>
        <translation>批量处理</translation>
    </message>
    <message>
        <source>Choose the unit first.</source>
        <translation>请先选择单位。</translation>
    </message>
    <message>
        <source>Say the reason first.</source>
        <translation>请先填写理由。</translation>
    </message>
    <message>
        <source>Would go well: {good}. Would be left out: {wrong}.</source>
        <translation>可处理 {good} 件，将跳过 {wrong} 件。</translation>
    </message>
    <message>
        <source>Went well: {good}. Left as they are: {wrong}.</source>
        <translation>成功 {good} 件，未处理 {wrong} 件。</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Not live</source>
        <translation>数据未更新</translation>
    </message>
    <message>
        <source>Last true at {time}</source>
        <translation>数据截至 {time}</translation>
    </message>
    <message>
        <source>Only the {count} most urgent are listed</source>
        <translation>仅列出最紧急的 {count} 件</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>Cite</source>
        <translation>引用</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>This ticket has no number that can be called.</source>
        <translation>该工单没有可拨打的号码。</translation>
    </message>
    <message>
        <source>Call the citizen</source>
        <translation>外呼市民</translation>
    </message>
    <message>
        <source>Insert a phrase</source>
        <translation>插入常用语</translation>
    </message>
    <message>
        <source>There are no phrases like this.</source>
        <translation>没有这样的常用语。</translation>
    </message>
    <message>
        <source>Reply from a template: it is put in where the cursor is</source>
        <translation>套用回复模板：插入到光标处</translation>
    </message>
    <message>
        <source>There are no templates with a reply like this.</source>
        <translation>没有这样的回复模板。</translation>
    </message>
    <message>
        <source>Cite an article: about this matter, or what you look for</source>
        <translation>引用知识：与本件相关的，或输入查找其他</translation>
    </message>
    <message>
        <source>The knowledge base has nothing about it. Type the rule yourself.</source>
        <translation>知识库中没有相关内容，请自行填写依据。</translation>
    </message>
    <message>
        <source>Photos or papers for this ticket</source>
        <translation>选择本工单的照片或材料</translation>
    </message>
    <message>
        <source>Do not follow any more</source>
        <translation>取消关注</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>关注</translation>
    </message>
    <message>
        <source>Open the whole ticket</source>
        <translation>打开完整工单</translation>
    </message>
    <message>
        <source>Selected tickets: {count}. What is to be done with all of them?</source>
        <translation>已选 {count} 件，批量做什么？</translation>
    </message>
    <message>
        <source>There is no such step.</source>
        <translation>没有这样的操作。</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>The server cannot be reached. The list comes when it is back.</source>
        <translation>无法连接服务器，恢复后列表会自动出现。</translation>
    </message>
    <message>
        <source>Unit of part {number}</source>
        <translation>第 {number} 部分承办单位</translation>
    </message>
    <message>
        <source>Title of part {number}</source>
        <translation>第 {number} 部分标题</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>What part {number} has to do</source>
        <translation>第 {number} 部分要办什么</translation>
    </message>
    <message>
        <source>What the unit has to do</source>
        <translation>该单位要办什么</translation>
    </message>
    <message>
        <source>One more part</source>
        <translation>再加一部分</translation>
    </message>
    <message>
        <source>What was typed is thrown away.</source>
        <translation>所填内容已丢弃。</translation>
    </message>
    <message>
        <source>{file} was not attached: {why}</source>
        <translation>{file} 未能附上：{why}</translation>
    </message>
    <message>
        <source>Attached: {names}</source>
        <translation>已附上：{names}</translation>
    </message>
    <message>
        <source>Attaching files</source>
        <translation>上传附件</translation>
    </message>
    <message>
        <source>{number}: taken back</source>
        <translation>{number}：已撤回</translation>
    </message>
    <message>
        <source> · will be sent when the server is back</source>
        <translation> · 服务器恢复后发送</translation>
    </message>
    <message>
        <source>This step is not possible for this ticket now.</source>
        <translation>该工单目前不能进行此操作。</translation>
    </message>
    <message>
        <source>This step is not possible any more; what you typed is kept.</source>
        <translation>此操作已不可用；所填内容已保留。</translation>
    </message>
    <message>
        <source>{number}: closed</source>
        <translation>{number}：已办结</translation>
    </message>
    <message>
        <source> What you typed is kept at the ticket.</source>
        <translation>您填写的内容已保留在该工单中。</translation>
    </message>
    <message>
        <source>{number}: {name} was faster: {what}.</source>
        <translation>{number}：{name}已抢先处理（{what}）。</translation>
    </message>
    <message>
        <source>“{title}” was refused: {why}</source>
        <translation>“{title}”未被接受：{why}</translation>
    </message>
    <message>
        <source>Reply: what was done, and what the citizen is told</source>
        <translation>回复：办理情况及对市民的答复</translation>
    </message>
    <message>
        <source>What your unit did for it; the main handler replies to the citizen</source>
        <translation>本单位协办情况（由主办单位答复市民）</translation>
    </message>
    <message>
        <source>What was said with the citizen</source>
        <translation>与市民沟通的内容</translation>
    </message>
    <message>
        <source>What was done so far</source>
        <translation>目前办理情况</translation>
    </message>
    <message>
        <source>Answer to the citizen; closes the ticket</source>
        <translation>给市民的答复；提交后办结</translation>
    </message>
    <message>
        <source>What the joint meeting decided</source>
        <translation>联席会商的决定</translation>
    </message>
    <message>
        <source>Why it is not your unit&apos;s, and whose it is</source>
        <translation>为何不属本单位，应属哪个单位</translation>
    </message>
    <message>
        <source>Why more time is needed; the citizen is told</source>
        <translation>为何需要延期（将告知市民）</translation>
    </message>
    <message>
        <source>What it has to wait for; the citizen is told</source>
        <translation>需等待什么（将告知市民）</translation>
    </message>
    <message>
        <source>What is missing in the reply</source>
        <translation>回复中缺什么</translation>
    </message>
    <message>
        <source>What the citizen said, or why nobody was reached</source>
        <translation>市民意见，或未接通的原因</translation>
    </message>
    <message>
        <source>With which ticket</source>
        <translation>关联哪张工单</translation>
    </message>
    <message>
        <source>From which ticket</source>
        <translation>取消与哪张工单的关联</translation>
    </message>
    <message>
        <source>What they have to do with each other</source>
        <translation>两单有何关联</translation>
    </message>
    <message>
        <source>To which unit below yours</source>
        <translation>下派给哪个下级单位</translation>
    </message>
    <message>
        <source>Who is to assist</source>
        <translation>请谁协办</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Rule or article it rests on</source>
        <translation>依据的法规或知识</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>诉求内容</translation>
    </message>
    <message>
        <source>Colleague</source>
        <translation>同事</translation>
    </message>
    <message>
        <source>How much more time</source>
        <translation>延长多久</translation>
    </message>
    <message>
        <source>Who took part</source>
        <translation>参会人员</translation>
    </message>
    <message>
        <source>Suspended until</source>
        <translation>挂起至</translation>
    </message>
    <message>
        <source>Into which ticket</source>
        <translation>并入哪件工单</translation>
    </message>
    <message>
        <source>Who was asked</source>
        <translation>回访对象</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>回访结果</translation>
    </message>
    <message>
        <source>Parts, each for a unit</source>
        <translation>各部分及其承办单位</translation>
    </message>
    <message>
        <source>{field}: {why}</source>
        <translation>{field}：{why}</translation>
    </message>
    <message>
        <source>Close the form; what is typed stays</source>
        <translation>收起表单，所填内容保留</translation>
    </message>
    <message>
        <source>Close the form; what is typed stays  Escape</source>
        <translation>收起表单，所填内容保留  Esc</translation>
    </message>
    <message>
        <source>kept on this computer as you type</source>
        <translation>边填边存于本机</translation>
    </message>
    <message>
        <source>For example 《噪声污染防治法》第六十五条</source>
        <translation>例如《噪声污染防治法》第六十五条</translation>
    </message>
    <message>
        <source>Names and offices, with commas between them</source>
        <translation>姓名及单位，以逗号或顿号分隔</translation>
    </message>
    <message>
        <source>Type a part of the name or initials</source>
        <translation>输入名称或拼音首字母</translation>
    </message>
    <message>
        <source>What kind of appeal it is</source>
        <translation>咨询、求助、投诉……</translation>
    </message>
    <message>
        <source>Name or code</source>
        <translation>名称或编码</translation>
    </message>
    <message>
        <source>Town or village</source>
        <translation>镇街或村居</translation>
    </message>
    <message>
        <source>{field}: {value}</source>
        <translation>{field}：{value}</translation>
    </message>
    <message>
        <source>filled in: {what}</source>
        <translation>补填：{what}</translation>
    </message>
    <message>
        <source>{field}: missing in {count} of {all}</source>
        <translation>{field}：{all} 件中 {count} 件缺少</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Days or hours</source>
        <translation>天或小时</translation>
    </message>
    <message>
        <source>working days</source>
        <translation>工作日</translation>
    </message>
    <message>
        <source>calendar days</source>
        <translation>自然日</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（无标题）</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>承办人</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>诉求类型</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>工单号</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电人</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Dispatches</source>
        <translation>派单次数</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>保密</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Choose a ticket in the list; the arrows move through it.</source>
        <translation>请在列表中选择工单，可用上下方向键移动。</translation>
    </message>
    <message>
        <source>Alarm: nobody has acknowledged it</source>
        <translation>告急：无人确认知悉</translation>
    </message>
    <message>
        <source>Confidential</source>
        <translation>保密</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Assisting</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>dispatched {count} times, returned {returns} times</source>
        <translation>已派单 {count} 次，退单 {returns} 次</translation>
    </message>
    <message>
        <source>What was asked for</source>
        <translation>诉求内容</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Remark · {who}</source>
        <translation>备注 · {who}</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>hidden: confidential</source>
        <translation>已隐藏（保密件）</translation>
    </message>
    <message>
        <source>Trail</source>
        <translation>办理过程</translation>
    </message>
    <message>
        <source>Unit&apos;s pool</source>
        <translation>单位公共池</translation>
    </message>
    <message>
        <source>whoever is free takes it</source>
        <translation>由空闲人员领取</translation>
    </message>
    <message>
        <source>open tickets: {count}</source>
        <translation>在办 {count} 件</translation>
    </message>
    <message>
        <source>Very satisfied</source>
        <translation>很满意</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>满意</translation>
    </message>
    <message>
        <source>Basically</source>
        <translation>基本满意</translation>
    </message>
    <message>
        <source>Dissatisfied</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>Very dissatisfied</source>
        <translation>很不满意</translation>
    </message>
    <message>
        <source>has answered</source>
        <translation>已回访</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未联系上</translation>
    </message>
    <message>
        <source>has a link until {moment}</source>
        <translation>已发评价链接，{moment}前可答复</translation>
    </message>
    <message>
        <source>call again from {moment}, try {number} of {all}</source>
        <translation>{moment}后再打，第 {number}/{all} 次</translation>
    </message>
    <message>
        <source>to be called, try {number} of {all}</source>
        <translation>待回访，第 {number}/{all} 次</translation>
    </message>
    <message>
        <source>to be called</source>
        <translation>待回访</translation>
    </message>
    <message>
        <source>solved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>not solved</source>
        <translation>未解决</translation>
    </message>
    <message>
        <source>the handler was not in touch</source>
        <translation>承办人未联系</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>已接通</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>未接通</translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation>市民</translation>
    </message>
    <message>
        <source>Handler was in touch</source>
        <translation>承办人已联系</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>Satisfaction</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>Have it redone</source>
        <translation>重办</translation>
    </message>
    <message>
        <source>No file lies beside this ticket.</source>
        <translation>此工单没有附件。</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已保存：{name}</translation>
    </message>
    <message>
        <source>{name} was not saved: {why}</source>
        <translation>{name} 没有保存：{why}</translation>
    </message>
    <message>
        <source>Saving {name}</source>
        <translation>正在保存 {name}</translation>
    </message>
    <message>
        <source>This picture is damaged. It can be saved.</source>
        <translation>图片已损坏，无法显示，可以另存。</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>正在打开 {name}</translation>
    </message>
    <message>
        <source>File of the ticket</source>
        <translation>工单附件</translation>
    </message>
    <message>
        <source>File before  Left</source>
        <translation>上一个附件  ←</translation>
    </message>
    <message>
        <source>Next file  Right</source>
        <translation>下一个附件  →</translation>
    </message>
    <message>
        <source>Larger  +</source>
        <translation>放大  +</translation>
    </message>
    <message>
        <source>Smaller  -</source>
        <translation>缩小  -</translation>
    </message>
    <message>
        <source>Whole picture  0</source>
        <translation>完整显示  0</translation>
    </message>
    <message>
        <source>Save as …  Ctrl+S</source>
        <translation>另存为…  Ctrl+S</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Close  Esc</source>
        <translation>关闭  Esc</translation>
    </message>
    <message>
        <source>{place} of {all}</source>
        <translation>第 {place} 个，共 {all} 个</translation>
    </message>
    <message>
        <source>This kind of file is not shown here ({kind}). It can be saved: Ctrl+S.</source>
        <translation>此类文件（{kind}）不在这里显示，可以另存：Ctrl+S。</translation>
    </message>
    <message>
        <source>Follow the ticket, or no more</source>
        <translation>关注或取消关注工单</translation>
    </message>
    <message>
        <source>Call the citizen of the ticket</source>
        <translation>外呼工单市民</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>已存视图</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>保存当前视图</translation>
    </message>
    <message>
        <source>{number}: followed; each step of others is told to you</source>
        <translation>{number}：已关注，他人每办一步都会提醒您</translation>
    </message>
    <message>
        <source>{number}: not followed any more</source>
        <translation>{number}：已取消关注</translation>
    </message>
    <message>
        <source>View saved: {name}</source>
        <translation>视图已保存：{name}</translation>
    </message>
    <message>
        <source>View renamed: {name}</source>
        <translation>视图已重命名：{name}</translation>
    </message>
    <message>
        <source>View deleted: {name}</source>
        <translation>视图已删除：{name}</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Saved views: {count}</source>
        <translation>已存视图：{count} 个</translation>
    </message>
    <message>
        <source>Save this view as</source>
        <translation>当前视图另存为</translation>
    </message>
    <message>
        <source>Rename the view</source>
        <translation>重命名视图</translation>
    </message>
    <message>
        <source>No views yet: set list, filter and order, then save them here.</source>
        <translation>还没有视图：选好列表、筛选和排序后，在此保存。</translation>
    </message>
    <message>
        <source>Save this view …</source>
        <translation>保存当前视图…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>视图名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Goes with this step</source>
        <translation>随本步提交</translation>
    </message>
    <message>
        <source>Leave {file} out of this step; it stays beside the ticket</source>
        <translation>{file} 不随本步提交，仍留在工单附件中</translation>
    </message>
</context>
</TS>
