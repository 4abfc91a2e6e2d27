# 打印的对账单。标有“”的是2011年业务的原话,一字不改。

records-sheet = 116323 多方通话 对账单
records-file = 116323 对账单 { $month }
records-payer = 计费号码
records-printed = 打印时间
records-partial = 只列出已载入的前 { $count } 条话单。要打印全部,请用页面上的“打印对账单”。
records-apart = 这张对账单可能不完整:读取时又有通话结束,明细相加与合计不符,以合计为准。
records-how = 费用怎样算出
records-how-minute = 每一方从接通到挂断单独计时,不足一个计费单元的按一个计。没有接通的不收费。
records-how-formula = 计算式是:计费单元数 × 单价,有接通费的另加,超过封顶的按封顶收。资费是接通当时有效的那一版。
records-how-host = 费用都记在用户注册时的号码上面;主持人也是一方。
records-how-correction = 话单一经生成不再修改。更正另列一行,记在原来那通电话的账期和会议里。
records-how-check = “已核对”是指这个会议的每一通电话都与电话网的清单一致。
