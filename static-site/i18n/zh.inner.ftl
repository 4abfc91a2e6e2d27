# 首页之后各页的文字。标有“”的是2011年业务的原话,一字不改。

## 登录、注册、找回密码

login-first = 登录后继续
login-back = 返回登录
recover-title = 找回密码
recover-lead = 系统会呼叫您的注册号码,播报6位校验码。
recover-ask = 呼叫我的号码
recover-told = 若该号码已注册,您将接到电话。请在 { $number } 上接听并按1,把听到的校验码填在下面。
recover-done = 密码已更改,您已登录
register-title = 立即注册
register-lead = 注册后可以管理通讯录、会议组、主持人电话,并查询话单。注册免费。
register-steps = 注册步骤
register-step-agree = 协议
register-step-particulars = 资料
register-step-call = 接听语音验证码
register-step-done = 完成
register-number-hint = 北京联通后付费固话(6、8开头)或手机。费用将记在这个号码上。
register-name-hint = 与会者会听到或看到这个名字
register-send = 下一步:接听语音验证码
register-back = 上一步
registered = 注册成功
agreement-title = 116323多方通话用户协议
agreement-agree = 我已阅读并同意《116323多方通话用户协议》
agreement-needed = 请先阅读协议,并勾选“我已阅读并同意”
agreement-continue = 同意条款立即注册
agreement-print-page = 在新页面打开协议(可打印)

## 语音校验码

call-to = 系统将呼叫 { $number },请接听并记下6位激活码。
call-to-host = 系统将呼叫 { $number }。接听后按1,收听6位校验码。
call-asked = 正在安排呼叫
call-dialling = 正在呼叫
call-ringing = 振铃中,请接听
call-speaking = 正在播报校验码
call-spoken = 已播报,请填写听到的校验码
call-no-answer = 无人接听
call-busy = 电话占线
call-failed = 没有接通
call-limited = 这个号码刚呼叫过,或呼叫的次数太多。现在没有呼叫,请稍后重新呼叫。
call-not-eligible = 对不起,您的号码暂不能使用本业务
call-refused = 接电话的人按了9(非本人操作),已停止。24小时内不能再用这个号码操作。
call-used = 已确认
call-expired = 校验码已过期,请重新呼叫
call-again = 重新呼叫
call-again-in = 重新呼叫({ $wait }后)
code = 校验码
code-tries = 6位数字,还可以试 { $count } 次
code-six = 请填写电话里听到的6位数字
confirm-activation = 立即确认激活
wait-lead = 请在两分钟内通过北京联通后付费固话或手机拨打116323注册此业务
wait-number = 请用 { $number } 拨打
wait-left = 还有{ $wait }
wait-goes-on = 拨打后本页会自动继续,无需刷新
wait-dialled-long = 已接到您的来电。请挂机,系统马上呼叫您并播报激活码。
wait-over = 已超时
wait-over-long = 两分钟内没有接到来电。需要时请重新计时,再拨打116323。
wait-restart = 重新计时
wait-step-waiting = 等待来电
wait-step-dialled = 已接到来电
wait-step-activated = 已激活

## 资费

rates-title = 资费
rates-lead = 无月功能使用费,不分本地、长途,打多少算多少。
rates-dial-in = 电话拨打116323收费标准
rates-web = 网页发起收费标准
rates-item = 项目
rates-price = 价格
rates-call = 通话费
rates-call-next = 自 { $from }起
rates-price-each = { $price }元/{ $seconds } 秒/方
rates-connect = 接通费 { $price } 元/次
rates-minimum = 最低按 { $seconds } 秒计费
rates-most = 每路每次封顶 { $price } 元
rates-host-free = 主持人免费
rates-increment = 每 { $seconds } 秒计一次,不足按一次计;自 { $from }起
rates-monthly = 月功能使用费
rates-none = 无
rates-example = 算一算
rates-example-text = { $parties } 方通话 { $minutes } 分钟,按 { $price }元/分钟/方计:
rates-example-other = { $parties } 方通话 { $minutes } 分钟,按上面电话拨打的资费计:
rates-parties = 方数(含主持人)
rates-minutes = 每方分钟数
rates-formula = { $parties } 方 × { $minutes } 分钟 × { $price } 元 =
rates-sum-later = 正在计算
rates-sum-missing = 现在算不出来,请稍后再试
rates-rules = 怎样计费
rates-rule-host = 主持人也是一方。三个人通话,就是三方。
rates-rule-minute = 每一方从接通到挂断单独计时,不足一分钟按一分钟计。
rates-rule-unit = 每一方从接通到挂断单独计时,不足一个计费单元的按一个计。
rates-rule-missed = 没有接通的号码不收费。
rates-rule-payer = 费用都记在用户注册时的号码上面,与会者不向本业务付费。
rates-rule-distance = 不分本地、长途,价格相同。

## 电话操作

by-phone-help = 全部按键说明
start-dial = 用您的手机或固定电话拨打 [116323]
start-press = 听到提示后按 [1],立即发起通话
start-numbers = 输入对方号码,按 [#];再输入下一个,按 [#]
start-go = 都输完后直接按 [#],系统开始呼叫

## 立即使用

quick-lead = 不用注册,一个电话就能发起。
quick-register = 想保存通讯录、会议组,查询话单?请注册,免费。

## 会议、预约

conference-title = 我的电话会议
reservations-title = 预约会议

## 找不到

not-found-title = 没有这个页面
not-found-text = 地址可能写错了,或者页面已经移走。
not-found-home = 回到首页

## 错误:编号由服务器给出

error-not-eligible = 对不起,您的号码暂不能使用本业务
error-not-eligible-number = 对不起,您的号码暂不能使用本业务
error-bad-name = 姓名为1到32个字
error-bad-note = 备注最多64个字
error-bad-email = 邮箱地址不完整,例如 name@example.com
error-bad-cap = 请填写 1 至 10000 元的金额;不设上限请留空
error-common-password = 这个密码太常见,容易被猜到
error-short-password = 密码太短
error-long-password = 密码太长
error-wrong-password = 密码不对
error-old-agreement = 协议有了新的版本,请刷新页面后重新阅读
error-too-many-codes = 呼叫的次数太多,请在 { $wait }后再试
error-too-soon = 请在 { $wait }后再重新呼叫
error-wrong-code = 校验码不对,还可以试 { $tries_left } 次
error-no-tries-left = 试的次数已用完,请返回重新开始
error-code-expired = 校验码已过期,请重新呼叫
error-no-code-yet = 校验码还没有播报,请先接听电话
error-refused-by-phone = 接电话的人按了9(非本人操作),已停止
error-code-used = 校验码已使用。注册或修改已完成,请直接登录
error-nothing-to-change = 没有要修改的内容
error-registered-number-stays = 注册号码不能删除
error-unknown-member = 有的成员已不在通讯录中,请刷新后重试
error-already-registered = 这个号码已经注册,请直接登录
error-not-found = 没有找到,可能已被删除
error-no-idempotency-key = 请求不完整,请刷新页面后重试
error-key-used-otherwise = 请求重复,请刷新页面后重试
error-host-number-there = 这个号码已经添加过了
error-too-many-host-numbers = 主持人电话最多 { $most } 个
error-too-many-contacts = 联系人最多 { $most } 位
error-too-many-groups = 会议组最多 { $most } 个
error-too-many-members = 每组最多 { $most } 位
error-conference-going-on = 有会议正在进行,结束后才能关闭账户
error-already-started = 会议已经开始
error-too-many-statements = 查询过于频繁,请在 { $wait }后再试
error-statement-too-long = 该月超过 { $most } 行,请联系客服获取文件
error-bad-month = 只能查询 { $oldest } 至 { $newest } 的话单
error-bad-minutes = 预计时长为 { $least } 至 { $most } 分钟
error-bad-time = 请选择一个有效的时间
error-bad-title = 主题最多 { $most } 个字
error-bad-until = 请选择第一次之后、可以预约的日期
error-changed-meanwhile = 这个预约刚刚在别处改过,请重新查看
error-reservation-over = 这个预约已经结束或取消
error-slot-full = 这个时间已约满,请换一个时间
error-too-far-ahead = 还不能预约那么远的日期
error-too-many-reservations = 预约太多:最多同时有 { $most } 个将要开始的预约
error-too-short-notice = 这个时间太近了,请选晚一些的时间
