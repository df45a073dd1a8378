<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>DataTable</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>选择显示的列</translation>
    </message>
    <message>
        <source>Copy (Ctrl+C)</source>
        <translation>复制（Ctrl+C）</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Rows: {total}</source>
        <translation>共 {total} 条</translation>
    </message>
    <message>
        <source>Rows: {shown} of {total}</source>
        <translation>{shown} / {total} 条</translation>
    </message>
    <message>
        <source>No row contains what the filter says. Clear it to see all.</source>
        <translation>没有符合筛选条件的内容，清除筛选可查看全部。</translation>
    </message>
    <message>
        <source>Filter (Ctrl+F)</source>
        <translation>筛选（Ctrl+F）</translation>
    </message>
    <message>
        <source>Back to the usual columns</source>
        <translation>恢复默认列</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>As they came</source>
        <translation>按到达顺序</translation>
    </message>
</context>
<context>
    <name>FieldFrame</name>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>changed, not saved yet</source>
        <translation>已修改，尚未保存</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel: {what}</source>
        <translation>取消：{what}</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>TimePlot</name>
    <message>
        <source>Arrows move the cursor, + and - zoom, 0 shows the whole day.</source>
        <translation>方向键移动光标，+ 和 - 缩放，0 显示全天。</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>关闭此通知</translation>
    </message>
</context>
<context>
    <name>Waveform</name>
    <message>
        <source>{position} of {duration}</source>
        <translation>{position} / {duration}</translation>
    </message>
</context>
</TS>
