# 会场:会议进行中和结束以后的文字。标有“”的是2011年业务的原话,一字不改。

## 会场

room-title = 即时会议
room-tab = ● { $count } 人 · 会议中
room-live = 通话中
room-ending = 正在结束
room-locked = 已锁定
room-all-muted = 全部禁言
room-host = 主持人号码
room-time = 时长
room-people = 与会者
room-joined = { $joined }/{ $size } 人在线
room-cost = 预计费用
room-per-minute = { $amount }/分钟
room-mute-all = 全部禁言
room-unmute-all = 解除全部禁言
room-lock = 锁定
room-unlock = 解锁
room-lock-long = 锁定会场:不让新的与会者进入
room-unlock-long = 解锁会场:可以添加与会者
room-end = 结束会议
room-end-sure = 要结束会议吗?
room-end-text = 在线的 { $count } 人都会被挂断,正在呼叫的也会取消。
room-verified = 核对于 { $ago }前
room-syncing = 正在同步
room-offline = 网络已断开,电话不受影响;状态停在 { $time }
room-unheard = 服务器没有答复,电话不受影响;状态停在 { $time }
room-recovered = 已恢复,{ $count } 人在线
room-away = 主持人掉线,系统正在回呼。
room-away-until = 没有接回的话,会议将自动结束,还剩
room-of-most = { $count } / { $most } 方
room-folded = 未接通或已离线({ $count })
room-is-host = 主持人
room-hand = 举手
room-attempts = 呼叫 { $count } 次
room-gone = 没有找到这个会议
room-gone-text = 它可能早已结束,或不是您的会议。电话不受影响。
room-back = 我的电话会议
room-back-quick = 立即使用
cap-near-call = 本次费用 { $spent },接近上限 { $cap }。到达上限后不能再呼叫,通话不会中断。
cap-near-month = 本月费用 { $spent },接近上限 { $cap }。到达上限后不能再呼叫,通话不会中断。
cap-reached-call = 本次费用 { $spent },已到上限 { $cap }:不能再呼叫,正在进行的通话不受影响。
cap-reached-month = 本月费用 { $spent },已到上限 { $cap }:不能再呼叫,正在进行的通话不受影响。

## 与会者的状态

party-waiting = 等待呼叫
party-dialling = 正在呼叫
party-ringing = 振铃中
party-answered = 已接听
party-confirming = 等待按 1
party-joined = 已接通
party-muted = 已禁言
party-in-menu = 按键操作中
party-hanging-up = 正在挂断
party-left = 已离线
party-no-answer = 无人接听
party-busy = 忙线/拒接
party-declined = 未加入
party-failed = 呼叫失败
party-cancelled = 已取消
party-hung-up = 已挂断
why-bad-number = 号码不对
why-number-not-allowed = 不能呼叫这个号码
why-provider-busy = 线路繁忙
why-provider-down = 线路故障
why-provider-refused = 线路拒绝
why-not-placed = 没有呼出
why-unknown-call = 线路上找不到这次呼叫

## 与会者的操作

act-mute = 禁言
act-mute-who = 禁言 { $who }
act-unmute = 解除禁言
act-unmute-who = 解除禁言 { $who }
act-speak = 请发言
act-speak-who = 请发言 { $who }
act-lower = 放下手
act-lower-who = 放下手 { $who }
act-hang-up = 挂断
act-hang-up-who = 挂断 { $who }
act-cancel = 取消
act-cancel-who = 取消 { $who }
act-redial = 重呼
act-redial-who = 重呼 { $who }
act-second = 呼叫第二号码
act-second-who = 呼叫第二号码 { $who }
hands-title = 举手({ $count })
hands-next = 请下一位发言
hands-next-who = 请下一位发言 { $who }

## 添加与会者

add-title = 添加与会者
add-number = 输入电话号码
add-number-book = 输入电话号码或联系人姓名
add-call = 呼叫
add-over = 会议正在结束,不能再添加
add-locked = 会场已锁定。要添加与会者,请先解锁。
add-full = 已满 { $most } 方(含主持人)
add-there = { $who } 已在会议中
add-no-such-name = 通讯录里没有“{ $text }”,请输入电话号码
add-skipped = { $who }:{ $why }
add-groups = 会议组
add-group = { $name } · { $count } 人,呼叫会议组
add-group-sure = 呼叫会议组“{ $name }”?
add-group-call = 呼叫 { $count } 人
add-group-there = { $count } 人已在会议中,不再呼叫。
comma = 、
comma-said = ,

## 会场动态

log-title = 会场动态
log-called = 正在呼叫 { $who }
log-joined = { $who } 加入会议
log-came-back = { $who } 回到会议
log-left = { $who } 离开会议
log-no-answer = { $who } 无人接听
log-busy = { $who } 忙线/拒接
log-declined = { $who } 未加入
log-failed = 呼叫 { $who } 失败
log-cancelled = 已取消呼叫 { $who }
log-hung-up = 已挂断 { $who }
log-hand = { $who } 举手

## 播报

news-stop = ;
news-joined = { $who } 加入
news-many-joined = { $count } 人加入
news-called = 正在呼叫 { $who }
news-many-called = 正在呼叫 { $count } 人
news-left = { $who } 离开
news-many-left = { $count } 人离开
news-hung-up = 已挂断 { $who }
news-many-hung-up = 已挂断 { $count } 人
news-no-answer = { $who } 无人接听
news-many-no-answer = { $count } 人无人接听
news-busy = { $who } 忙线或拒接
news-many-busy = { $count } 人忙线或拒接
news-declined = { $who } 未加入
news-many-declined = { $count } 人未加入
news-failed = 呼叫 { $who } 失败
news-many-failed = { $count } 人呼叫失败
news-cancelled = 已取消呼叫 { $who }
news-many-cancelled = 已取消呼叫 { $count } 人
news-hand = { $who } 举手
news-many-hand = { $count } 人举手
news-hand-down = { $who } 放下手
news-many-hand-down = { $count } 人放下手
news-muted = 已禁言 { $who }
news-many-muted = 已禁言 { $count } 人
news-unmuted = 已解除禁言 { $who }
news-many-unmuted = 已解除禁言 { $count } 人
news-all-muted = 已全部禁言
news-all-unmuted = 已解除全部禁言
news-locked = 会场已锁定
news-unlocked = 会场已解锁
news-cap-near = 费用接近上限
news-cap-reached = 费用已到上限,不能再呼叫

## 快捷键

keys-title = 键盘快捷键
keys-add = 到“添加与会者”输入号码
keys-mute = 全部禁言,或解除全部禁言
keys-say = 播报会场状态
keys-close = 关闭对话框
keys-list = 显示这个列表
keys-on = 使用快捷键
keys-said-joined = { $count } 人在线
keys-said-muted = { $count } 人禁言
keys-said-called = { $count } 人振铃
keys-said-hands = { $count } 人举手

## 通话结束

over-title = 通话结束
over-said = 会议已结束
over-thanks = 通话结束,谢谢使用
over-when = 开始时间
over-came = 参加人数
over-came-of = { $came } 人接通,共 { $size } 方
over-cost = 费用
over-counting = 核算中
over-people = 通话明细
over-who = 与会者
over-state = 结果
over-charge = 费用
over-again = 再次发起
over-records = 查看话单
ended-host = 主持人结束了会议。
ended-host-left = 主持人已离开,会议结束。
ended-alone = 会场里只剩一人,会议自动结束。
ended-too-long = 已到单次会议的最长时间,会议自动结束。

## 会议进行中的提示条

strip-live = 会议进行中
strip-starting = 正在发起会议
strip-people = { $count } 人
strip-back = 返回

## 错误:编号由服务器给出

error-over = 会议已经结束
error-locked = 会场已锁定,请先解锁
error-not-over = 这个号码还在通话中,或正在呼叫
error-not-there = 对方已不在线
error-not-live-yet = 主持人还没有按 1 确认,暂时不能添加
error-too-many-tries = 这个号码刚才已多次呼叫,请在 { $wait }后再试
