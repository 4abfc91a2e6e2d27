# 预约会议:列表、新建、修改、取消。标有“”的是2011年业务的原话,一字不改。

## 列表

reservations-lead = 到预约的时间,系统先呼叫主持人电话,按 1 确认后再呼叫其他人。时间均为北京时间(东八区)。
reservations-tabs = 预约分类
reservations-tab-ahead = 即将开始
reservations-tab-past = 已结束
reservations-tab-cancelled = 已取消
reservations-none-ahead = 没有将要开始的预约。约好时间和人,到时系统自动呼叫。
reservations-none-past = 还没有结束的预约
reservations-none-cancelled = 没有取消过的预约
reservations-more = 再显示 { $count } 个
reservations-back = 返回预约列表
reservations-by-phone = 也可以用电话预约:拨打 [116323],按 [2] 预约,按 [3] 查询或取消。
reservations-gone =
    { $count ->
        [1] 已取消 { $when } 的预约
       *[other] 已取消系列里的 { $count } 次预约
    }
reservation-when = { $day } { $time }
reservation-today = 今天
reservation-tomorrow = 明天
reservation-and = 、
reservation-scheduled = 已预约
reservation-starting = 正在发起
reservation-going = 会议进行中
reservation-started = 已召开
reservation-not-begun = 未能发起
reservation-cancelled = 已取消
reservation-once = 一次
reservation-daily = 每天
reservation-workdays = 工作日(周一至周五)
reservation-weekly = 每周
reservation-till = ,至 { $day }
reservation-made-web = 网站预约
reservation-made-phone = 电话预约
reservation-made-operator = 人工预约
reservation-host = 主持人 { $number }
reservation-parties = { $count } 方(含主持人):{ $names }
reservation-why = { $why }。{ $remedy }
reservation-postponed = 主持人按 2 推迟,{ $time } 再次呼叫 { $number }
reservation-next-phone = { $why },{ $time } 改呼 { $number }
reservation-enter = 进入会议
reservation-change = 修改
reservation-change-one = 修改 { $when } 的预约
reservation-cancel = 取消
reservation-cancel-one = 取消 { $when } 的预约
reservation-ics = 下载日历
reservation-ics-one = 下载日历:{ $when } 的预约
reservation-again = 再预约一次
reservation-again-one = 再预约一次:与 { $when } 的预约相同
reservation-missed = { $when } 的预约没有发起:{ $why }。

## 没有发起的原因,和怎么办

why-cap-reached = 已达到您设置的费用上限
why-host-busy = 主持人电话占线
why-host-failed = 主持人电话没有接通
why-host-in-conference = 主持人电话当时正在另一个会议中
why-host-no-answer = 主持人电话无人接听
why-host-number-gone = 这部主持人电话已从设置里删除
why-late = 系统没能按时呼叫,过了 10 分钟就不再呼叫
why-not-confirmed = 主持人没有按 1 确认
why-not-eligible = 注册号码当时不能使用本业务
why-number = 有的与会者号码不能呼叫
why-refused-by-phone = 主持人电话上按了 9(非本人操作)
why-too-many = 当时同时呼叫的电话太多
remedy-again = 没有呼叫任何与会者。请再预约一次,或现在就发起会议。
remedy-at-hand = 没有呼叫任何与会者。请把电话放在手边,再预约一次。
remedy-cap = 请先在“设置”里提高或取消上限,再预约一次。
remedy-not-eligible = 请与客服联系。
remedy-number = 请检查与会者的号码,再预约一次。
remedy-other-phone = 请换一部主持人电话,再预约一次。
remedy-other-time = 请换一个时间,再预约一次。
remedy-press = 没有呼叫任何与会者。接听后请听完提示再按 1。

## 新建和修改

reservation-new = 新建预约
reservation-change-title = 修改预约
reservation-when-title = 什么时间
reservation-date = 日期
reservation-date-out = 请选择 { $first }至 { $last }之间的日期
reservation-time = 时间(北京时间)
reservation-time-unreadable = 请填写时间,例如 15:00
time-choose = 选择时间
reservation-length = 预计时长
reservation-minutes = { $count } 分钟
reservation-earliest = 最早 { $when }(提前 { $minutes } 分钟),最晚 { $last }。到时不会自动挂断。
reservation-too-soon = 最早 { $when }(提前 { $minutes } 分钟)
reservation-sooner = 这个时间太近了,最早可以预约:
reservation-full = 这个时间已约满,最近的空闲时间:
reservation-full-around = 这个时间和前后半小时都已约满,请换一个时间。
reservation-conflict =
    { $count ->
        [1] 这部主持人电话 { $from }–{ $to } 已有预约
       *[other] 这部主持人电话 { $from }–{ $to } 等时间已有 { $count } 个预约
    },仍可以预约。
reservation-repeat = 重复
reservation-until = 重复到
reservation-count =
    { $count ->
        [1] 只有一次:{ $first }。
       *[other] 共 { $count } 次:{ $first }至 { $last }。
    }
reservation-holidays = 不避开法定节假日,也不含调休上班的周末。
reservation-subject = 主题
reservation-notify = 短信通知主持人和与会者
reservation-notify-hint = 开始前 10 分钟提醒,取消或未能发起时告知;只发给手机。
reservation-note = 到时先呼叫主持人电话,按 1 确认
reservation-send = 预约
reservation-save = 保存修改
reservation-made =
    { $count ->
        [1] 已预约 { $when }
       *[other] 已预约 { $count } 次,第一次在 { $when }
    }
reservation-made-beside = { $text }。同一时间这部主持人电话还有 { $count } 个预约
reservation-changed = 已修改,{ $when } 呼叫
reservation-meanwhile = 这个预约刚刚在别处改过,您的修改没有保存。下面是它现在的样子。
reservation-only-this = 只修改这一次,系列里的其他预约不变。
reservation-begun = 会议已经开始,不能再修改预约。
reservation-over-missed = 这个预约没有发起,不能再修改。
reservation-over-cancelled = 这个预约已经取消,不能再修改。

## 取消

reservation-cancel-title = 取消预约?
reservation-size = ({ $count } 方)
reservation-of-series = 这个系列还有 { $count } 次。
reservation-cancel-told = 主持人和与会者会收到短信。
reservation-keep = 不取消
reservation-cancel-it = 取消预约
reservation-cancel-this = 取消本次
reservation-cancel-series = 取消整个系列({ $count } 次)
