<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Quality</name>
    <message>
        <source>Full</source>
        <translation>满分</translation>
    </message>
    <message>
        <source>Partly</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>None</source>
        <comment>no points</comment>
        <translation>不得分</translation>
    </message>
    <message>
        <source>N/A</source>
        <comment>not applicable</comment>
        <translation>不适用</translation>
    </message>
    <message>
        <source>Pick calls</source>
        <translation>抽取电话</translation>
    </message>
    <message>
        <source>Next call of the sample</source>
        <translation>样本中的下一通电话</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Back 5 seconds</source>
        <translation>后退 5 秒</translation>
    </message>
    <message>
        <source>On 5 seconds</source>
        <translation>前进 5 秒</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减速</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加速</translation>
    </message>
    <message>
        <source>Skip silence, or not</source>
        <translation>跳过静音（开／关）</translation>
    </message>
    <message>
        <source>Loop: begin, end, let go</source>
        <translation>循环播放：起点、终点、取消</translation>
    </message>
    <message>
        <source>Pin a comment to this second</source>
        <translation>在当前时刻添加批注</translation>
    </message>
    <message>
        <source>Answer: full points</source>
        <translation>作答：满分</translation>
    </message>
    <message>
        <source>Answer: half the points</source>
        <translation>作答：一半分数</translation>
    </message>
    <message>
        <source>Answer: no points</source>
        <translation>作答：不得分</translation>
    </message>
    <message>
        <source>Answer: not applicable</source>
        <translation>作答：不适用</translation>
    </message>
    <message>
        <source>Next question without an answer</source>
        <translation>下一道未作答的题</translation>
    </message>
    <message>
        <source>Comment on the answer</source>
        <translation>给作答加说明</translation>
    </message>
    <message>
        <source>Go to the fatal items</source>
        <translation>转到一票否决项</translation>
    </message>
    <message>
        <source>Go to the remark</source>
        <translation>转到总评</translation>
    </message>
    <message>
        <source>Submit, send or acknowledge</source>
        <translation>提交、发送或确认</translation>
    </message>
    <message>
        <source>Publish to the agent</source>
        <translation>发布给话务员</translation>
    </message>
    <message>
        <source>Calibrate this call with colleagues</source>
        <translation>与同事校准这通电话</translation>
    </message>
    <message>
        <source>End the scoring of a calibration and compare</source>
        <translation>结束校准评分，开始对比</translation>
    </message>
    <message>
        <source>Call the calibration off</source>
        <translation>取消这次校准</translation>
    </message>
    <message>
        <source>Give the call back</source>
        <translation>放弃领取</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>质检结果</translation>
    </message>
    <message>
        <source>Pinned comments</source>
        <translation>时刻批注</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>总评</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Scored by {name} · published {moment}</source>
        <translation>质检员 {name} · {moment} 发布</translation>
    </message>
    <message>
        <source>No remark</source>
        <translation>没有总评</translation>
    </message>
    <message>
        <source>Appeal</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>Answer of {name}</source>
        <translation>{name} 的答复</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>话务员</translation>
    </message>
    <message>
        <source>Press Enter on a calibration to score its call, or to compare. To begin one, open a call under “Score calls” and press K.</source>
        <translation>在校准列表中按 Enter 打开，评分或对比。要发起校准，请在“通话质检”中打开一通电话，按 K。</translation>
    </message>
    <message>
        <source>Calibrations</source>
        <translation>校准列表</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>话务员</translation>
    </message>
    <message>
        <source>In</source>
        <comment>of several scorings, how many are submitted</comment>
        <translation>已交</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止</translation>
    </message>
    <message>
        <source>My distance</source>
        <translation>我的差距</translation>
    </message>
    <message>
        <source>Led by</source>
        <translation>主持人</translation>
    </message>
    <message>
        <source>No calibration yet. Open a call under “Score calls” and press K: choose colleagues, and each scores it blind to the others.</source>
        <translation>还没有校准。请在“通话质检”中打开一通电话，按 K 选择同事，各人独立评分、互不可见。</translation>
    </message>
    <message>
        <source>Compare now</source>
        <translation>开始对比</translation>
    </message>
    <message>
        <source>Call off</source>
        <translation>取消校准</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已过截止</translation>
    </message>
    <message>
        <source>My mean distance from what was agreed ({count}): {points} points, {share} alike</source>
        <translation>我与定稿的平均差距（{count} 次）：{points} 分，一致 {share}</translation>
    </message>
    <message>
        <source>Called off: nobody sees how the others have scored.</source>
        <translation>这次校准已取消，各人的评分互不可见。</translation>
    </message>
    <message>
        <source>{agent} · call of {moment} · led by {name} · score until {until}</source>
        <translation>{agent} · {moment} 的通话 · {name}主持 · {until} 前评分</translation>
    </message>
    <message>
        <source>Score it</source>
        <translation>待我评分</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Agreed: it is one</source>
        <translation>定稿：属于此项</translation>
    </message>
    <message>
        <source>Why it is scored so</source>
        <translation>评分理由</translation>
    </message>
    <message>
        <source>Agree</source>
        <translation>定稿</translation>
    </message>
    <message>
        <source>Differences: {count}</source>
        <translation>分歧 {count} 处</translation>
    </message>
    <message>
        <source>Agreed on {moment}</source>
        <translation>{moment} 定稿</translation>
    </message>
    <message>
        <source>{name} writes down what is agreed.</source>
        <translation>由{name}记录定稿。</translation>
    </message>
    <message>
        <source>Lines without an answer or a note: {count} (N)</source>
        <translation>还缺评分或理由 {count} 处（N）</translation>
    </message>
    <message>
        <source>Everything is written down.</source>
        <translation>已全部写好，可以定稿。</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>定稿</translation>
    </message>
    <message>
        <source>Calibration {agent} {moment}</source>
        <translation>校准 {agent} {moment}</translation>
    </message>
    <message>
        <source>Why it is scored so; needed here (C)</source>
        <translation>评分理由；此处有分歧，必须填写（C）</translation>
    </message>
    <message>
        <source>Why it is scored so (C)</source>
        <translation>评分理由（C）</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均分</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>最低分</translation>
    </message>
    <message>
        <source>Evaluations</source>
        <translation>质检数</translation>
    </message>
    <message>
        <source>Fatal</source>
        <translation>否决</translation>
    </message>
    <message>
        <source>No published evaluation in this period. Choose a longer one.</source>
        <translation>这个时段没有已发布的质检结果，请选择更长的时段。</translation>
    </message>
    <message>
        <source>Mean of {count} published evaluations · calls {since} to {until}</source>
        <translation>{count} 份已发布质检的平均分 · 来电时间 {since} 至 {until}</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Comment to pin</source>
        <translation>批注内容</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>通话内容</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Press Enter on a call of the sample to claim it and listen.</source>
        <translation>在样本中选一通电话按回车，即可领取并收听。</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>市民</translation>
    </message>
    <message>
        <source>Rating {stars} of 5</source>
        <translation>满意度 {stars}／5</translation>
    </message>
    <message>
        <source>  ·  besides, on hold {time}</source>
        <translation>  ·  另有通话保持 {time}</translation>
    </message>
    <message>
        <source>  ·  recording paused {time}</source>
        <translation>  ·  录音暂停 {time}</translation>
    </message>
    <message>
        <source>You handled this call yourself; somebody else has to score it.</source>
        <translation>这通电话由您本人接听，须由他人质检。</translation>
    </message>
    <message>
        <source>Reason for listening</source>
        <translation>收听理由</translation>
    </message>
    <message>
        <source>What for? It is kept in the access log</source>
        <translation>为什么听？理由记入访问日志</translation>
    </message>
    <message>
        <source>{name} is scoring this call.</source>
        <translation>{name} 正在质检这通电话。</translation>
    </message>
    <message>
        <source>Comment at {time}; Enter pins it, Esc leaves</source>
        <translation>在 {time} 处批注，回车保存，Esc 取消</translation>
    </message>
    <message>
        <source>Play or pause (Space)</source>
        <translation>播放或暂停（空格）</translation>
    </message>
    <message>
        <source>Back 5 seconds (J)</source>
        <translation>后退 5 秒（J）</translation>
    </message>
    <message>
        <source>On 5 seconds (L)</source>
        <translation>前进 5 秒（L）</translation>
    </message>
    <message>
        <source>Pin a comment to this second (P)</source>
        <translation>在当前时刻添加批注（P）</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed (, slower, . faster)</source>
        <translation>速度（, 减速，. 加速）</translation>
    </message>
    <message>
        <source>Loop: it begins at the present second (A)</source>
        <translation>循环：从当前位置开始（A）</translation>
    </message>
    <message>
        <source>The loop begins at {start}; once more where it ends (A)</source>
        <translation>循环从 {start} 开始，再按一次设终点（A）</translation>
    </message>
    <message>
        <source>Loop {start} to {end}; once more lets it go (A)</source>
        <translation>循环 {start} 至 {end}，再按一次取消（A）</translation>
    </message>
    <message>
        <source>Skip silence</source>
        <translation>跳过静音</translation>
    </message>
    <message>
        <source>Leave out stretches in which nobody speaks (S)</source>
        <translation>略过无人说话的片段（S）</translation>
    </message>
    <message>
        <source>Recording paused</source>
        <translation>录音暂停</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>This machine has no sound device: the lines run without sound.</source>
        <translation>本机没有声音设备，只能无声播放通话内容。</translation>
    </message>
    <message>
        <source>Agent {agent}  ·  Caller {citizen}  ·  Both at once {both}  ·  Silence {silent}</source>
        <translation>话务员 {agent}  ·  市民 {citizen}  ·  同时说话 {both}  ·  静默 {silent}</translation>
    </message>
    <message>
        <source>Press Enter on an appeal to read and answer it.</source>
        <translation>选中一条申诉按回车，即可查看并答复。</translation>
    </message>
    <message>
        <source>Press Enter on an evaluation to read it, then acknowledge or appeal.</source>
        <translation>选中一条质检结果按回车查看，然后确认或申诉。</translation>
    </message>
    <message>
        <source>The call is played here when an appeal is open.</source>
        <translation>打开一条申诉后，在这里收听通话。</translation>
    </message>
    <message>
        <source>Scored by</source>
        <translation>质检员</translation>
    </message>
    <message>
        <source>No appeal waits for an answer.</source>
        <translation>没有待答复的申诉。</translation>
    </message>
    <message>
        <source>Nothing yet. Evaluations of your calls appear here once they are published.</source>
        <translation>暂无内容。您的通话质检发布后会显示在这里。</translation>
    </message>
    <message>
        <source>Appeals</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>My evaluations</source>
        <translation>我的质检</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Calibrate this call</source>
        <translation>校准这通电话</translation>
    </message>
    <message>
        <source>Who scores with you</source>
        <translation>参加的同事</translation>
    </message>
    <message>
        <source>Score until</source>
        <translation>评分截止</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>发起</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Each scores the call by the scorecard in force, blind to the others; you lead it and score too. It is practice: it counts in no figure, and the agent is not told. Space ticks a name.</source>
        <translation>各人按现行评分表独立评分，互不可见；由您主持，您也要评分。校准是内部练习：不计入任何指标，也不通知话务员。按空格键勾选同事。</translation>
    </message>
    <message>
        <source>There is no other inspector to calibrate with.</source>
        <translation>没有其他质检员可以一起校准。</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>Your answer; change answers above for a new score</source>
        <translation>填写答复；如需改分，请在上方修改作答</translation>
    </message>
    <message>
        <source>What you object to, with the second of the call if you can</source>
        <translation>说明异议，最好写明在通话的第几秒</translation>
    </message>
    <message>
        <source>Answer the appeal</source>
        <translation>答复申诉</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>I have read it and agree (Ctrl+Enter)</source>
        <translation>已阅读并同意（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>You scored this call; another inspector has to answer.</source>
        <translation>这通电话由您质检，须由另一位质检员答复。</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质检</translation>
    </message>
    <message>
        <source>Score calls</source>
        <translation>通话质检</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>None yet. Press P while listening to pin one.</source>
        <translation>暂无批注。收听时按 P 键添加。</translation>
    </message>
    <message>
        <source>No pinned comments</source>
        <translation>没有批注</translation>
    </message>
    <message>
        <source>Play from {time}: {text}</source>
        <translation>从 {time} 播放：{text}</translation>
    </message>
    <message>
        <source>Remove the comment at {time}</source>
        <translation>删除 {time} 处的批注</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Comment on this answer</source>
        <translation>说明扣分或表扬的原因</translation>
    </message>
    <message>
        <source>Comment on: {question}</source>
        <translation>说明：{question}</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>分值</translation>
    </message>
    <message>
        <source>Asked because of the answer above</source>
        <translation>因上一题的作答而追加</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>未作答</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>抽取规则</translation>
    </message>
    <message>
        <source>Kind of ticket</source>
        <translation>诉求类型</translation>
    </message>
    <message>
        <source>Minutes at least</source>
        <translation>至少几分钟</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Silent share at least</source>
        <translation>静音占比至少</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>通</translation>
    </message>
    <message>
        <source>% of calls</source>
        <translation>% 的电话</translation>
    </message>
    <message>
        <source>Count or share</source>
        <translation>按数量或按比例</translation>
    </message>
    <message>
        <source>All agents</source>
        <translation>全部话务员</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Seed </source>
        <translation>种子 </translation>
    </message>
    <message>
        <source>The same rule, period and seed always pick the same calls.</source>
        <translation>规则、时段和种子相同，抽到的电话就相同。</translation>
    </message>
    <message>
        <source>Scored {scored} of {count} · {population} calls fit · {since} to {until}</source>
        <translation>已质检 {scored} / {count} 通 · 符合条件 {population} 通 · {since} 至 {until}</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>抽样</translation>
    </message>
    <message>
        <source>Choose a rule and press Pick calls. The same seed picks the same calls again.</source>
        <translation>选择规则后点“抽取电话”。种子相同，抽到的电话就相同。</translation>
    </message>
    <message>
        <source>No call fits the rule. Choose a longer period or another rule.</source>
        <translation>没有符合规则的电话，请选择更长的时段或其他规则。</translation>
    </message>
    <message>
        <source>Sampled calls</source>
        <translation>抽中的电话</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>Own call</source>
        <translation>本人接听</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>待领取</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已质检</translation>
    </message>
    <message>
        <source>The scorecard opens with a call that you claim.</source>
        <translation>领取电话后，在这里打分。</translation>
    </message>
    <message>
        <source>Scorecard</source>
        <translation>评分表</translation>
    </message>
    <message>
        <source>Remark on the whole call</source>
        <translation>对整通电话的总评</translation>
    </message>
    <message>
        <source>What the agent should know about this call</source>
        <translation>写给话务员的话：好在哪里，怎样改进</translation>
    </message>
    <message>
        <source>Questions answered</source>
        <translation>已答题目</translation>
    </message>
    <message>
        <source>Next open</source>
        <translation>下一未答</translation>
    </message>
    <message>
        <source>Comment</source>
        <comment>on the answer</comment>
        <translation>批注</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>放弃领取</translation>
    </message>
    <message>
        <source>Let another inspector score this call; what was filled in goes.</source>
        <translation>让其他质检员来质检；已填写的内容将删除。</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Show it to the agent now (Ctrl+Shift+Enter)</source>
        <translation>立即发布给话务员（Ctrl+Shift+Enter）</translation>
    </message>
    <message>
        <source>Later …</source>
        <translation>稍后…</translation>
    </message>
    <message>
        <source>Show it to the agent later</source>
        <translation>定时发布给话务员</translation>
    </message>
    <message>
        <source>Next call</source>
        <translation>下一通</translation>
    </message>
    <message>
        <source>In one hour</source>
        <translation>一小时后</translation>
    </message>
    <message>
        <source>Tomorrow at 9:00</source>
        <translation>明天 9:00</translation>
    </message>
    <message>
        <source>In one week</source>
        <translation>一周后</translation>
    </message>
    <message>
        <source>{done} of {all} answered · score so far</source>
        <translation>已答 {done}／{all} 题 · 当前得分</translation>
    </message>
    <message>
        <source>Fatal item: the call scores 0</source>
        <translation>触犯一票否决项，本通记 0 分</translation>
    </message>
    <message>
        <source>Nothing is applicable: there is no score</source>
        <translation>全部不适用，无法得出分数</translation>
    </message>
    <message>
        <source>All answered</source>
        <translation>全部答完</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Offline: kept on this machine</source>
        <translation>离线，已存本机</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未能保存</translation>
    </message>
    <message>
        <source>Fatal: any one of these makes the call 0</source>
        <translation>一票否决：有一项即记 0 分</translation>
    </message>
    <message>
        <source>{weight} points</source>
        <translation>{weight} 分</translation>
    </message>
    <message>
        <source>Ticket of the call</source>
        <translation>通话的工单</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>No ticket was filed for this call.</source>
        <translation>这通电话没有登记工单。</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>紧急</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>特急</translation>
    </message>
    <message>
        <source>Category: {category}</source>
        <translation>分类：{category}</translation>
    </message>
    <message>
        <source>Place: {place}</source>
        <translation>地点：{place}</translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（无标题）</translation>
    </message>
    <message>
        <source>Sent to: {unit}</source>
        <translation>派往：{unit}</translation>
    </message>
    <message>
        <source>Timeline of the call</source>
        <translation>通话时间线</translation>
    </message>
    <message>
        <source>Caller: {text}</source>
        <translation>市民：{text}</translation>
    </message>
    <message>
        <source>At random</source>
        <translation>随机抽取</translation>
    </message>
    <message>
        <source>So many of each agent</source>
        <translation>每名话务员若干通</translation>
    </message>
    <message>
        <source>Low satisfaction</source>
        <translation>满意度低</translation>
    </message>
    <message>
        <source>Long calls</source>
        <translation>通话过长</translation>
    </message>
    <message>
        <source>Silent calls</source>
        <translation>静音过多</translation>
    </message>
    <message>
        <source>By kind of ticket</source>
        <translation>按诉求类型</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Consultation</source>
        <translation>咨询</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>求助</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>举报</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Praise</source>
        <translation>表扬</translation>
    </message>
    <message>
        <source>Rating {stars}</source>
        <translation>满意度 {stars}</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{share}% silent</source>
        <translation>静音 {share}%</translation>
    </message>
    <message>
        <source>Per agent</source>
        <translation>按人抽取</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Being scored</source>
        <translation>质检中</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Appealed</source>
        <translation>申诉中</translation>
    </message>
    <message>
        <source>Appeal answered</source>
        <translation>已答复申诉</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>评分中</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>对比中</translation>
    </message>
    <message>
        <source>Called off</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>The call came in</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>接通</translation>
    </message>
    <message>
        <source>The recording is cut: {recorded} of {talk}.</source>
        <translation>录音不完整：通话 {talk}，只录到 {recorded}。</translation>
    </message>
    <message>
        <source>The recording is cut: {recorded} of {talk}; the exchange&apos;s disk was full.</source>
        <translation>录音不完整：通话 {talk}，只录到 {recorded}，当时交换机磁盘已满。</translation>
    </message>
    <message>
        <source>The agent cannot be heard in this recording.</source>
        <translation>录音中听不到话务员的声音。</translation>
    </message>
    <message>
        <source>The caller cannot be heard in this recording.</source>
        <translation>录音中听不到来电人的声音。</translation>
    </message>
    <message>
        <source>Nobody can be heard in this recording.</source>
        <translation>录音中听不到任何声音。</translation>
    </message>
    <message>
        <source>Something is wrong with this recording.</source>
        <translation>这段录音有问题。</translation>
    </message>
    <message>
        <source>Score what is missing by the timeline and the ticket.</source>
        <translation>缺失部分请按时间线和工单评分。</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Back from hold</source>
        <translation>恢复通话</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>转接</translation>
    </message>
    <message>
        <source>A colleague joined</source>
        <translation>同事加入通话</translation>
    </message>
    <message>
        <source>Caller&apos;s rating: {stars} of 5</source>
        <translation>市民评价：{stars}／5</translation>
    </message>
    <message>
        <source>The caller hung up</source>
        <translation>市民挂机</translation>
    </message>
    <message>
        <source>The agent hung up</source>
        <translation>话务员挂机</translation>
    </message>
    <message>
        <source>The call ended</source>
        <translation>通话结束</translation>
    </message>
    <message>
        <source>Claimed the call</source>
        <translation>领取电话</translation>
    </message>
    <message>
        <source>Filled in the scorecard</source>
        <translation>填写评分表</translation>
    </message>
    <message>
        <source>Published to the agent</source>
        <translation>发布给话务员</translation>
    </message>
    <message>
        <source>Scored anew</source>
        <translation>重新评分</translation>
    </message>
    <message>
        <source>Answered the appeal</source>
        <translation>答复申诉</translation>
    </message>
    <message>
        <source>The hold is lifted: the rules of retention count again.</source>
        <translation>已解除留存，录音重新按保存期限处理。</translation>
    </message>
    <message>
        <source>The recording is held: it stays until the hold is lifted.</source>
        <translation>录音已留存，解除之前不会被删除。</translation>
    </message>
    <message>
        <source>Saved to {file}. The copy carries the mark {mark}, which names you.</source>
        <translation>已保存到 {file}。副本带有水印 {mark}，可追溯到您本人。</translation>
    </message>
    <message>
        <source>Exporting the recording</source>
        <translation>正在导出录音</translation>
    </message>
    <message>
        <source>The copy could not be saved: {why}</source>
        <translation>副本无法保存：{why}</translation>
    </message>
    <message>
        <source>Take out a copy …</source>
        <translation>导出副本…</translation>
    </message>
    <message>
        <source>Take out a copy</source>
        <translation>导出副本</translation>
    </message>
    <message>
        <source>Why it must be kept, such as a court&apos;s or an audit&apos;s number</source>
        <translation>留存原因，如法院调取或审计文号</translation>
    </message>
    <message>
        <source>Hold it</source>
        <translation>留存</translation>
    </message>
    <message>
        <source>Why it need not be kept any more</source>
        <translation>为何不必再留存</translation>
    </message>
    <message>
        <source>Lift the hold</source>
        <translation>解除留存</translation>
    </message>
    <message>
        <source>What for and for whom; it is kept, and the copy is marked</source>
        <translation>用途和提供给谁；将记入访问日志，副本带水印</translation>
    </message>
    <message>
        <source>Choose where …</source>
        <translation>选择保存位置…</translation>
    </message>
    <message>
        <source>Recording {when}</source>
        <translation>录音 {when}</translation>
    </message>
    <message>
        <source>Lift the hold …</source>
        <translation>解除留存…</translation>
    </message>
    <message>
        <source>Hold …</source>
        <translation>留存…</translation>
    </message>
    <message>
        <source>A held recording is not deleted, whatever the rules say</source>
        <translation>留存的录音不受保存期限限制，不会被删除</translation>
    </message>
    <message>
        <source>On hold: not deleted until somebody lifts it</source>
        <translation>已留存：解除之前不会被删除</translation>
    </message>
    <message>
        <source>On hold since {when} by {name}: {reason}</source>
        <translation>{when} 起由 {name} 留存：{reason}</translation>
    </message>
    <message>
        <source>The connection was lost. What has come can be heard; playing on fetches the rest.</source>
        <translation>连接中断。已收到的部分可以继续听；继续播放会接着取其余部分。</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总分</translation>
    </message>
    <message>
        <source>Distance from the agreed total</source>
        <translation>与定稿总分的差距</translation>
    </message>
    <message>
        <source>Answers as agreed</source>
        <translation>与定稿一致的题目</translation>
    </message>
    <message>
        <source>{name} {score} ({points} off, {share} alike)</source>
        <translation>{name} {score}（差 {points} 分，一致 {share}）</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>未问到</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>有</translation>
    </message>
    <message>
        <source>Calibrate …</source>
        <translation>校准…</translation>
    </message>
    <message>
        <source>Have colleagues score this call too, each blind to the others (K)</source>
        <translation>请同事也给这通电话评分，互不可见（K）</translation>
    </message>
</context>
</TS>
