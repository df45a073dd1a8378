<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Knowledge</name>
    <message>
        <source>Separated by spaces; also the words that citizens use</source>
        <translation>用空格分隔；也写上市民常用的说法</translation>
    </message>
    <message>
        <source>Markdown: ## heading, 1. step, - item</source>
        <translation>支持 Markdown：## 标题、1. 步骤、- 条目</translation>
    </message>
    <message>
        <source>Figures and limits change: check with the department</source>
        <translation>数字和时限会变动：答复前向部门核实</translation>
    </message>
    <message>
        <source>What changed, and where it is published</source>
        <translation>改了什么、依据在哪里公布</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>What to say</source>
        <translation>答复口径</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细内容</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>修改理由</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>提交建议</translation>
    </message>
    <message>
        <source>Propose a change</source>
        <translation>建议修改</translation>
    </message>
    <message>
        <source>Propose an article</source>
        <translation>建议新条目</translation>
    </message>
    <message>
        <source>Please give a title.</source>
        <translation>请填写标题。</translation>
    </message>
    <message>
        <source>Please say why, so that the editor can check it.</source>
        <translation>请填写修改理由，便于审核人核实。</translation>
    </message>
    <message>
        <source>At most {count} keywords.</source>
        <translation>关键词最多 {count} 个。</translation>
    </message>
    <message>
        <source>Too long: {length} of at most {limit} characters.</source>
        <translation>内容过长：已有 {length} 字，最多 {limit} 字。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>History of the article</source>
        <translation>条目历史</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>修改建议</translation>
    </message>
    <message>
        <source>Check with the department</source>
        <translation>需向部门核实</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>修改内容</translation>
    </message>
    <message>
        <source>Reason (needed to refuse)</source>
        <translation>理由（不采纳时必填）</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>不采纳</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>采纳并发布</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>未采纳</translation>
    </message>
    <message>
        <source>Not in use</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>第 {version} 版</translation>
    </message>
    <message>
        <source>Search: words, a sentence, or pinyin initials</source>
        <translation>搜索：词语、整句或拼音首字母</translation>
    </message>
    <message>
        <source>Search the knowledge base</source>
        <translation>搜索知识库</translation>
    </message>
    <message>
        <source>No versions yet.</source>
        <translation>还没有历史版本。</translation>
    </message>
    <message>
        <source>No proposals wait for a decision. Propose a change with Ctrl+E.</source>
        <translation>没有待审核的建议。打开一条知识后按 Ctrl+E 可以提出修改建议。</translation>
    </message>
    <message>
        <source>Choose an article on the left, or search with Ctrl+F.</source>
        <translation>请在左侧选择条目，或按 Ctrl+F 搜索。</translation>
    </message>
    <message>
        <source>Take out of use</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Found: {count}</source>
        <translation>找到 {count} 条</translation>
    </message>
    <message>
        <source>Nothing found: {text}</source>
        <translation>没有找到：{text}</translation>
    </message>
    <message>
        <source>All articles: {count}</source>
        <translation>全部条目：{count}</translation>
    </message>
    <message>
        <source>What was typed is thrown away.</source>
        <translation>已丢弃输入的内容。</translation>
    </message>
    <message>
        <source>Proposed. An editor will decide.</source>
        <translation>建议已提交，等待审核。</translation>
    </message>
    <message>
        <source>Published as version {version}.</source>
        <translation>已发布为第 {version} 版。</translation>
    </message>
    <message>
        <source>Refused. Its author is told.</source>
        <translation>未采纳，已通知提出人。</translation>
    </message>
    <message>
        <source>For what is being typed: {count}</source>
        <translation>与正在填写的内容相关：{count} 条</translation>
    </message>
    <message>
        <source>Nothing found. Try fewer or other words, or propose an article on the Knowledge page.</source>
        <translation>没有找到。可以换个词或少写几个字再试，也可以在“知识库”页面建议新条目。</translation>
    </message>
    <message>
        <source>Articles appear here while you type the ticket. Search with the field above.</source>
        <translation>填写工单时，相关知识会显示在这里；也可以用上面的搜索框查找。</translation>
    </message>
    <message>
        <source>Cite in the answer</source>
        <translation>引用到答复</translation>
    </message>
    <message>
        <source>Figures and limits change: check with the department.</source>
        <translation>数字和时限会变动：答复前向部门核实。</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>知识条目</translation>
    </message>
    <message>
        <source>Not in use any more; kept for the tickets that cite it.</source>
        <translation>已停用，仅为引用过它的工单保留。</translation>
    </message>
    <message>
        <source>Version {version}, {date}</source>
        <translation>第 {version} 版，{date}</translation>
    </message>
    <message>
        <source>Articles found</source>
        <translation>搜索结果</translation>
    </message>
</context>
</TS>
