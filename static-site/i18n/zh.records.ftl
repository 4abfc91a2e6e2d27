# 话单查询。标有“”的是2011年业务的原话,一字不改。

records-title = 我的话单查询
records-lead = 每一通电话的时长、费用和算法。时间均为北京时间。
records-month = 账期
records-option = { $month } · { $state }
records-query = 查询
records-told = { $month }:{ $count } 次多方通话,费用 { $amount }
records-none = { $month }没有通话记录
records-start = 发起会议

## 合计

records-state = 状态
records-state-open = 出账中
records-state-none = 无话单
records-state-parked = 核对中
records-state-closed = 已出账
records-times = 次数
records-calls = 共 { $count } 方次
records-legs = 方次
records-minutes = 方·分钟
records-charge = 费用
records-open = 这个月还没有出账,费用随通话增加。
records-parked = 有 { $count } 通电话正在与电话网核对,本月的费用可能还会变化。
records-closed = { $date }出账 { $amount }
records-after = { $date }出账 { $amount },出账后更正 { $after }
records-save-csv = 导出 CSV
records-save-xlsx = 导出 Excel
records-saved = 已保存 { $name }
records-print = 打印对账单
records-filling = 正在载入全部话单:{ $done } / { $total }

## 图表

records-by-day = 每日费用
records-by-month = 每月费用
records-day = 日期
records-chart = { $name }:最高的是 { $when },{ $amount }。全部数字见下面的表格。
records-as-table = 看数字

## 明细

records-list = 通话明细
records-all = 共 { $count } 条话单
records-loaded = 已载入 { $count } 条话单
records-more = 加载更多
records-way-web = 网页发起
records-way-dial-in = 电话发起
records-parties = { $count } 方
records-party-minutes = { $count } 方·分钟
records-parties-of = { $when }开始的会议,各方的计费
records-corrected = 有更正
records-not-whole = 可能还有未载入的话单
records-party = 与会者
records-host = 主持人
records-guest = 与会者
records-times-of = 开始 – 结束
records-seconds = 时长
records-billed = 计费分钟
records-formula = 计算式
records-proof = 资费与核对
records-check = 核对
records-checked-yes = 已核对
records-checked-no = 待核对
records-checked-doubt = 有疑问
records-tariff = 资费 { $tariff },第 { $version } 版
records-copy = 复制通话编号 { $sid }
records-copied = 已复制通话编号
records-not-copied = 浏览器不允许复制,请选中后复制
records-units = { $units } × { $price }
records-units-of = { $units } × { $price }(每 { $seconds } 秒)
records-connect = 接通费 { $amount }
records-capped = { $text },按封顶
records-free = 不收费
records-free-host = 主持人免费
records-reason-rerated = 更正:重新批价
records-reason-provider = 更正:按电话网的记录
records-reason-other = 更正
records-corrected-on = { $date }更正
records-reference = 依据 { $reference }

## 电话查询

records-by-phone = 用电话查询本月话费
records-press = 听到提示后按 [4]
records-hear = 系统播报本月通话的分钟数和费用
