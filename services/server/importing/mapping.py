"""Guesses which column of somebody's table is which field, from Chinese and English headings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.errors import AppError

Names = Mapping[str, Sequence[str]]
"""The headings by which each field is known, the surest first."""

TICKET_FIELDS: Names = {
    "source_id": [
        "工单编号",
        "工单号",
        "留言编号",
        "受理编号",
        "案件编号",
        "诉求编号",
        "业务编号",
        "流水号",
        "编号",
        "uniquekey",
        "servicerequestid",
        "requestid",
        "ticketnumber",
        "ticketid",
        "casenumber",
        "caseid",
        "id",
    ],
    "created_at": [
        "受理时间",
        "留言时间",
        "来电时间",
        "登记时间",
        "创建时间",
        "提交时间",
        "反映时间",
        "诉求时间",
        "受理日期",
        "登记日期",
        "时间",
        "日期",
        "createddate",
        "createdat",
        "requesteddatetime",
        "opened",
        "openeddate",
        "created",
        "date",
        "time",
    ],
    "closed_at": ["办结时间", "结案时间", "办结日期", "完成时间", "closeddate", "closedat", "closed"],
    "status": ["工单状态", "办理状态", "当前状态", "状态", "status", "state"],
    "kind": [
        "诉求类型",
        "诉求性质",
        "工单类型",
        "留言类型",
        "事项类型",
        "来电类型",
        "类型",
        "性质",
        "requesttype",
        "kind",
        "type",
    ],
    "category": [
        "诉求分类",
        "问题分类",
        "事项分类",
        "三级分类",
        "二级分类",
        "一级分类",
        "留言分类",
        "一级标签",
        "分类",
        "类别",
        "category",
        "subject",
        "topic",
    ],
    "title": [
        "工单标题",
        "诉求标题",
        "留言主题",
        "留言标题",
        "标题",
        "主题",
        "事项名称",
        "title",
        "summary",
        "complainttype",
        "servicename",
        "problem",
    ],
    "content": [
        "诉求内容",
        "工单内容",
        "留言详情",
        "留言内容",
        "反映内容",
        "问题描述",
        "详细内容",
        "内容",
        "描述",
        "详情",
        "content",
        "description",
        "descriptor",
        "details",
        "body",
        "text",
        "message",
    ],
    "answer": [
        "答复内容",
        "答复意见",
        "回复内容",
        "办理结果",
        "处理结果",
        "办理情况",
        "处理情况",
        "答复",
        "回复",
        "resolutiondescription",
        "resolution",
        "answer",
        "reply",
        "statusnotes",
    ],
    "unit": [
        "承办单位",
        "主办单位",
        "办理单位",
        "责任单位",
        "处理单位",
        "承办部门",
        "部门",
        "agencyname",
        "agencyresponsible",
        "department",
        "agency",
        "unit",
    ],
    "town": ["所属镇街", "事发镇街", "镇街", "街镇", "乡镇", "街道", "镇", "所属区域", "borough", "town", "district"],
    "village": ["所属村居", "村居", "村社区", "社区", "村", "village", "community"],
    "detail": [
        "事发地址",
        "事发地点",
        "详细地址",
        "发生地址",
        "问题地址",
        "地址",
        "地点",
        "位置",
        "incidentaddress",
        "address",
        "place",
        "location",
    ],
    "caller_name": [
        "来电人",
        "诉求人",
        "反映人",
        "市民姓名",
        "来电人姓名",
        "联系人",
        "留言用户",
        "留言人",
        "网友",
        "网民",
        "姓名",
        "callername",
        "caller",
        "name",
        "user",
    ],
    "caller_number": [
        "来电号码",
        "主叫号码",
        "来电电话",
        "电话号码",
        "手机号码",
        "手机号",
        "手机",
        "电话",
        "callernumber",
        "phonenumber",
        "phone",
        "telephone",
        "mobile",
    ],
    "contact_number": ["联系电话", "联系方式", "回访电话", "联系号码", "contactnumber", "contact"],
    "urgency": ["紧急程度", "紧急状态", "优先级", "urgency", "priority"],
}

KNOWLEDGE_FIELDS: Names = {
    "source_id": ["知识编号", "条目编号", "编号", "articleid", "id", "number"],
    "title": ["知识标题", "事项名称", "标题", "名称", "主题", "问题", "title", "name", "question", "subject"],
    "category": ["知识分类", "事项分类", "分类", "类别", "栏目", "category", "topic"],
    "unit": [
        "责任单位",
        "归口单位",
        "主管部门",
        "实施主体",
        "所属部门",
        "部门",
        "单位",
        "department",
        "agency",
        "unit",
    ],
    "keywords": ["关键词", "关键字", "标签", "keywords", "tags"],
    "summary": ["摘要", "概述", "简介", "summary", "abstract"],
    "answer": ["标准答复", "答复口径", "口径", "答复", "答案", "回答", "回复", "answer", "reply", "response"],
    "body": ["知识内容", "办理流程", "详细内容", "正文", "内容", "详情", "body", "content", "text", "description"],
}


@dataclass(frozen=True)
class ColumnMap:
    """Which column holds each field, by position."""

    headings: Sequence[str]
    columns: Mapping[str, int]

    def heading(self, field: str) -> str:
        """Returns the heading of a field's column, empty where there is none."""
        return self.headings[self.columns[field]] if field in self.columns else ""

    def unused(self) -> list[str]:
        """Returns the headings that no field takes."""
        used = set(self.columns.values())
        return [heading for n, heading in enumerate(self.headings) if heading and n not in used]


def guess(headings: Sequence[str], fields: Names) -> ColumnMap:
    """Returns the best mapping: exact names first, then Chinese headings that end with a known name (``市民来电号码``)."""
    plain = [_plain(heading) for heading in headings]
    columns: dict[str, int] = {}
    for matches in (lambda name, heading: heading == name, _ends_with):
        for field, names in fields.items():
            if field in columns:
                continue
            free = [n for n in range(len(plain)) if plain[n] and n not in columns.values()]
            found = next((n for name in names for n in free if matches(name, plain[n])), None)
            if found is not None:
                columns[field] = found
    return ColumnMap(headings, columns)


def override(mapping: ColumnMap, wishes: Iterable[str], fields: Names) -> ColumnMap:
    """Returns the mapping with a person's wishes: ``heading=field``, or ``heading=`` to leave a column out.

    Raises:
        AppError: ``bad_mapping``: a heading or a field that there is not.
    """
    columns = dict(mapping.columns)
    for wish in wishes:
        heading, _, field = wish.rpartition("=")
        heading, field = heading.strip(), field.strip()
        if heading not in mapping.headings or (field and field not in fields):
            raise AppError("bad_mapping", details={"wish": wish, "fields": ", ".join(fields)})
        at = mapping.headings.index(heading)
        columns = {name: n for name, n in columns.items() if n != at and name != field}
        if field:
            columns[field] = at
    return ColumnMap(mapping.headings, columns)


def _plain(heading: str) -> str:
    heading = re.sub(r"[（(\[【].*?[)）\]】]", "", heading)
    return re.sub(r"[\s_\-:：*./、]+", "", heading).casefold()


def _ends_with(name: str, heading: str) -> bool:
    return not name.isascii() and len(name) > 1 and heading.endswith(name)
