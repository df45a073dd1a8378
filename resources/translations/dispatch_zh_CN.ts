<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Dispatch</name>
    <message>
        <source>Dispatch, uphold, grant, approve, acknowledge</source>
        <translation>派单 / 同意 / 通过 / 知悉</translation>
    </message>
    <message>
        <source>Choose another unit</source>
        <translation>选择其他单位</translation>
    </message>
    <message>
        <source>Refuse, or send back</source>
        <translation>驳回 / 退回</translation>
    </message>
    <message>
        <source>Read the lists anew</source>
        <translation>刷新列表</translation>
    </message>
    <message>
        <source>Correct the category</source>
        <translation>更正类别</translation>
    </message>
    <message>
        <source>Add an assisting unit</source>
        <translation>添加协办单位</translation>
    </message>
    <message>
        <source>Urge</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>撤回派单</translation>
    </message>
    <message>
        <source>Dispatch to the second suggestion</source>
        <translation>派给第二个推荐单位</translation>
    </message>
    <message>
        <source>Dispatch to the third suggestion</source>
        <translation>派给第三个推荐单位</translation>
    </message>
    <message>
        <source>Merge into another ticket</source>
        <translation>并入其他工单</translation>
    </message>
    <message>
        <source>Make it a known matter</source>
        <translation>设为热点事项</translation>
    </message>
    <message>
        <source>Pass on as an emergency</source>
        <translation>紧急转派</translation>
    </message>
    <message>
        <source>Answer at once</source>
        <translation>直接答复</translation>
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
        <source>Withdrawn by the citizen</source>
        <translation>市民撤单</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复办理</translation>
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
        <source>Look at the files beside the ticket</source>
        <translation>查看工单附件</translation>
    </message>
    <message>
        <source>Send what is typed</source>
        <translation>提交所填内容</translation>
    </message>
    <message>
        <source>Insert a phrase</source>
        <translation>插入常用语</translation>
    </message>
    <message>
        <source>Throw away what is typed</source>
        <translation>丢弃所填内容</translation>
    </message>
    <message>
        <source>Tickets to dispatch</source>
        <translation>待派工单</translation>
    </message>
    <message>
        <source>Where it goes</source>
        <translation>派往何处</translation>
    </message>
    <message>
        <source>No suggestion: nothing is known for this category. F3 chooses a unit.</source>
        <translation>暂无推荐：该类别没有派单依据。按 F3 选择单位。</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Name or initials of the unit</source>
        <translation>单位名称或拼音首字母</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Name or code</source>
        <translation>名称或编码</translation>
    </message>
    <message>
        <source>Assisting unit</source>
        <translation>协办单位</translation>
    </message>
    <message>
        <source>Add a unit that assists</source>
        <translation>添加协办单位</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>诉求类型</translation>
    </message>
    <message>
        <source>What kind of appeal it is</source>
        <translation>咨询、求助、投诉……</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>事发地点</translation>
    </message>
    <message>
        <source>Town or village</source>
        <translation>镇街或村居</translation>
    </message>
    <message>
        <source>Kind: not said yet</source>
        <translation>诉求类型：来件未注明</translation>
    </message>
    <message>
        <source>Place: not said yet</source>
        <translation>事发地点：来件未注明</translation>
    </message>
    <message>
        <source>Assisting</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>No suggestion yet: the ticket has no category. F7 chooses one.</source>
        <translation>暂无推荐：工单尚未选择类别。按 F7 选择类别。</translation>
    </message>
    <message>
        <source>Reads like danger: pass it on to {unit} at once with Ctrl+E, then Ctrl+Enter.</source>
        <translation>疑似危险情形：请按 Ctrl+E 再按 Ctrl+Enter，立即转派{unit}。</translation>
    </message>
    <message>
        <source>Returned too often: a joint meeting decides who handles it. F2 writes its decision down.</source>
        <translation>退单次数已达上限：须联席会商确定承办单位。F2 登记会商结论。</translation>
    </message>
    <message>
        <source>A matter of departments: villages have no powers for it.</source>
        <translation>属部门事项，村居无权办理，不下派村居。</translation>
    </message>
    <message>
        <source>Assists: {unit}. Enter takes it out.</source>
        <translation>协办：{unit}。按 Enter 移除。</translation>
    </message>
    <message>
        <source>Likely the same</source>
        <translation>疑似重复</translation>
    </message>
    <message>
        <source>Likely the same as {ticket}: {why}. Enter begins the merge.</source>
        <translation>疑似与 {ticket} 重复：{why}。按回车开始合并。</translation>
    </message>
    <message>
        <source>Dispatch to {unit}: {why}</source>
        <translation>派给{unit}：{why}</translation>
    </message>
    <message>
        <source>Nothing waits for dispatch. New tickets appear here by themselves.</source>
        <translation>没有待派单的工单。新工单会自动出现在这里。</translation>
    </message>
    <message>
        <source>No unit objects to a dispatch. F2 upholds a return, F4 refuses it.</source>
        <translation>没有退单申请。F2 同意，F4 驳回。</translation>
    </message>
    <message>
        <source>No unit asks for more time. F2 grants it, F4 refuses it.</source>
        <translation>没有延期申请。F2 同意，F4 驳回。</translation>
    </message>
    <message>
        <source>No reply waits for review. F2 approves one, F4 sends it back.</source>
        <translation>没有待审核的回复。F2 通过，F4 退回。</translation>
    </message>
    <message>
        <source>Every unit has signed for what it was given.</source>
        <translation>各单位均已签收。</translation>
    </message>
    <message>
        <source>Nothing is overdue or about to be.</source>
        <translation>没有超期或临期的工单。</translation>
    </message>
    <message>
        <source>Nobody has written about a ticket that is over. F2 files it, F4 reopens.</source>
        <translation>没有办结后的市民来信。F2 已阅，F4 重新受理。</translation>
    </message>
    <message>
        <source>Every emergency has been acknowledged.</source>
        <translation>紧急件均已确认知悉。</translation>
    </message>
    <message>
        <source>Choose the kind first.</source>
        <translation>请先选择诉求类型。</translation>
    </message>
    <message>
        <source>Choose the category first.</source>
        <translation>请先选择类别。</translation>
    </message>
    <message>
        <source>Choose the place first.</source>
        <translation>请先选择事发地点。</translation>
    </message>
    <message>
        <source>Choose a unit first.</source>
        <translation>请先选择承办单位。</translation>
    </message>
    <message>
        <source>dispatch catalogue: {what}</source>
        <translation>派单目录：{what}</translation>
    </message>
    <message>
        <source>usual unit of “{category}”</source>
        <translation>“{category}”通常由其承办</translation>
    </message>
    <message>
        <source>lowest level that may solve it</source>
        <translation>有权解决的最基层单位</translation>
    </message>
    <message>
        <source>solved {count} of {total} like it</source>
        <translation>同类 {total} 件中办结 {count} 件</translation>
    </message>
    <message>
        <source>solved {count} of {total} like it in this place</source>
        <translation>当地同类 {total} 件中办结 {count} 件</translation>
    </message>
    <message>
        <source>returned {count} like it</source>
        <translation>同类退单 {count} 件</translation>
    </message>
    <message>
        <source>had to redo {count} like it</source>
        <translation>同类重办 {count} 件</translation>
    </message>
    <message>
        <source>returned this very ticket</source>
        <translation>曾退回本单</translation>
    </message>
    <message>
        <source>danger: {word}</source>
        <translation>危险情形：{word}</translation>
    </message>
    <message>
        <source>sign for it in {limit}</source>
        <translation>{limit}内签收</translation>
    </message>
    <message>
        <source>settle it in {limit}</source>
        <translation>{limit}内办结</translation>
    </message>
</context>
</TS>
