# 网页发起会议:会议准备、立即使用、发起进度。标有“”的是2011年业务的原话,一字不改。

conference-room = 会议进行中
start = 发起会议
start-note = 系统将先呼叫主持人电话,请按 1 确认

## 与会者名单

parties = 其他与会者
parties-count = { $count } / { $most } 方(含主持人)
parties-hint = 输入电话号码,按回车或逗号添加;可以一次粘贴多个
parties-hint-book = 输入电话号码或通讯录里的姓名,按回车或逗号添加;可以一次粘贴多个
parties-add = 添加
parties-found = 通讯录里找到的联系人
parties-list = 已添加的与会者
parties-who = { $name } { $number }
parties-stop = 。
parties-added = { $count ->
    [1] 已添加 { $who }
   *[other] 已添加 { $count } 人
}
parties-removed = 已移除 { $who }
parties-remove = 移除 { $who }
parties-other-number = { $name } 改用 { $number }
parties-swapped = 已改为 { $who }
parties-refused = { $who }:{ $why }
parties-no-such-name = 通讯录里没有“{ $text }”,请输入电话号码
parties-is-host = { $who } 是主持人号码,不用再添加
parties-twice = { $who } 已在名单里
parties-full = { $who } 未添加:最多 { $most } 方(含主持人)
parties-same-as-host = 与主持人号码相同,请移除或换个主持人号码
parties-look-again = 有的号码没有加入,请更正或清除

## 会议准备

prepare-lead = 选好与会者,点击“发起会议”,系统逐一呼叫。费用都记在用户注册时的号码上面。
prepare-who = 主持人和与会者
prepare-host = 主持人号码
prepare-host-registered = { $number }(注册号码,计费)
prepare-host-noted = { $number }({ $note })
prepare-hosts-link = 主持人电话设置
prepare-hosts-failed = 其他主持人电话没有载入。
prepare-by-phone = 没有网络时,也可以用电话发起:拨打 [116323],按 [1]。
group-none = 还没有,去新建
group-inserted = 已插入会议组“{ $name }”{ $count } 人
group-inserted-partly = 会议组“{ $name }”插入 { $count } 人,{ $left } 人未插入:{ $why }
picker-title = 从通讯录添加
picker-empty = 通讯录里还没有联系人。可以直接输入号码,或先新增联系人。
picker-full = 已满 { $most } 方(含主持人),要换人请先移除一位
picker-host = 主持人
estimate = 预计 { $count } 方 ·
estimate-minute = { $amount }/分钟
estimate-nobody = 添加与会者以后,这里显示预计费用
estimate-later = { $count } 方
going-title = 进行中的会议
going-live = 会议进行中
going-calling = 正在呼叫主持人
going-ending = 会议正在结束
going-since = { $time } 发起
going-facts = { $time } 开始 · { $joined } 人在线
going-back = 返回会场

## 立即使用

quick-host-hint = 已激活的北京联通后付费固话(6、8开头)或手机。费用将记在这个号码上。
quick-activate = 请先用 { $number } 拨打 [116323],听到欢迎语就激活了,挂机后回到这里再次发起。注册可以一并激活。
quick-rules = 怎样使用
quick-rule-activated = 主持人的号码需要先拨打过一次 116323,这样就激活了。
quick-rule-confirm = 系统先呼叫主持人电话,按 1 确认后再呼叫其他人。
quick-rule-control = 确认以后,这个页面可以管理这一次会议,不需要登录。
quick-rule-price = 费用记在主持人号码上,没有接通的号码不收费。
quick-by-phone = 用电话发起
quick-member = 您已登录
quick-member-text = 请在“我的电话会议”里发起:可以使用通讯录和会议组,选择主持人电话。
quick-gone = 找不到这次发起
quick-gone-text = 它可能早已结束,或是在另一个浏览器里发起的。电话不受影响。

## 发起进度

starting-title = 正在发起会议
starting-failed = 会议没有发起
starting-steps = 发起步骤
starting-step-host = 呼叫主持人
starting-step-confirm = 请在电话上按 1 确认
starting-step-parties = 呼叫与会者 { $joined }/{ $size }
starting-step-live = 会议进行中
starting-host = 主持人电话
starting-waiting = 正在安排呼叫 { $number }
starting-dialling = 正在呼叫 { $number }
starting-ringing = { $number } 振铃中,请接听
starting-confirming = 已接听,请在电话上按 1 确认
starting-calling = 已确认,正在呼叫 { $size } 位与会者
starting-live = 会议进行中,{ $joined } 位与会者已接通
starting-then = 按 1 以后,系统逐一呼叫 { $size } 位与会者;按 1 以前,不会呼叫其他人。
starting-cancel = 取消
starting-again = 再次发起
starting-other = 换个主持人电话
started-cancelled = 已取消,没有呼叫任何与会者
started-host-busy = 主持人电话占线
started-host-failed = 主持人电话没有接通
started-host-no-answer = 主持人无人接听
started-not-confirmed = 主持人没有按 1 确认
advice-host-busy = 没有呼叫任何与会者。请等电话空闲后再次发起。
advice-host-failed = 没有呼叫任何与会者。请检查号码和电话,或换一部主持人电话。
advice-host-no-answer = 没有呼叫任何与会者。请把电话放在手边,再次发起。
advice-not-confirmed = 没有呼叫任何与会者。接听以后请听完提示,再按 1。

## 错误:编号由服务器给出

error-no-parties = 请至少添加一位与会者
error-same-number = 这个号码已在名单里
error-too-many-parties = 最多 { $most } 方(含主持人)
error-too-many-legs = 同时呼叫的电话太多,请等其他会议结束后再试
error-too-many-calls = 最近发起的呼叫太多,请稍后再试
error-host-in-conference = 这部主持人电话正在会议中,请先结束那个会议,或换一部电话
error-cap-reached = 已达到您设置的费用上限。要继续,请在“设置”里提高或取消上限
error-not-activated = 这个号码还没有激活
error-too-many-quick-calls = 发起的次数太多,请在 { $wait }后再试
error-too-many-starts = 这部主持人电话发起得太频繁,请在 { $wait }后再试
