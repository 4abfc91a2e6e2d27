# 每一页都用到的文字,以及不登录就能看到的各页。标有“”的是2011年业务的原话,一字不改。

## 页面框架

brand = 116323 多方通话
brand-name = 多方通话
page-title = { $page } · 116323 多方通话
skip = 跳到正文
nav = 主导航
nav-home = 首页
nav-rates = 资费
nav-help = 帮助
agreement-short = 用户协议
nav-conference = 会议
nav-reservations = 预约
nav-contacts = 通讯录
nav-records = 话单
nav-settings = 设置
footer-nav = 全站导航
footer-line = 116323 多方通话 · 即打即通的电话会议
offline = 网络已断开,电话不受影响
language-other = Switch to English
language-other-short = EN
theme-light = 切换为浅色
theme-dark = 切换为深色
account-menu = { $name } 的账户
login = 登录
logout = 退出登录
register-now = 立即注册
quick = 立即使用
toasts = 提示

## 通用

ok = 确定
cancel = 取消
close = 关闭
confirm = 确认
retry = 重试
print = 打印
optional = (可选)
loading = 正在载入
working = 正在处理
step-done = 已完成
yuan = { $amount } 元
price-each = { $price }元/分钟/方
wait-seconds = { $count } 秒
wait-minutes = { $count } 分钟
wait-hours = { $count } 小时

## 表单

name = 姓名
name-missing = 请填写姓名
number = 电话号码
number-missing = 请填写电话号码
number-registered = 注册时的电话号码
number-other = 换个号码
number-area-added = 已按北京固定电话补上区号 010
email = 电子邮箱
password = 密码
password-missing = 请填写密码
password-rules = 至少 { $least } 个字符,不要用容易猜到的密码
password-show = 显示密码
password-hide = 隐藏密码
new-password = 新密码
repeat-password = 再次输入密码
repeat-password-missing = 请再输入一次密码
repeat-password-differs = 两次输入的密码不一样
forgotten-password = 忘记密码
field-missing = 请填写这一项
field-mismatch = 格式不对
field-too-short = 至少需要 { $least } 个字符
field-too-long = 最多 { $most } 个字符

## 首页

home-title = 116323多方通话
home-promise = 无需去营业厅申请,即打即通
home-or-dial = 或用手机、固定电话直接拨打 116323
home-welcome = { $name },欢迎您
home-number = 注册号码 { $number }
home-enter = 进入我的电话会议
fact-no-fee = 无月功能使用费
fact-distance = 不分本地、长途
ways-title = 三种发起方式,随时随地发起多方通话
way-phone = 直接拨打116323
way-phone-text = 拨通后按语音提示输入对方号码,系统随即逐一呼叫,接起就能说话。
way-phone-link = 看看怎么拨
way-web = 网页发起
way-web-text = 在网页上填好号码、点击发起,会场里有谁、谁没接通,一目了然。
way-web-link = 立即使用
way-later = 预约会议
way-later-text = 约好时间和人,到时系统自动呼叫每一位,谁也不会忘记。
way-later-link = 预约会议
advantages-title = 为什么用多方通话
advantage-at-once = 即打即通
advantage-at-once-text = 第一次拨打 116323,您的号码就开通了。
advantage-no-fee = 超低资费
advantage-no-fee-text = 无月功能使用费,打多少算多少。
advantage-distance = 不分本地、长途
advantage-distance-text = 与会者在哪个城市,价格都一样。
advantage-one-bill = 费用清楚
advantage-one-bill-text = 费用都记在用户注册时的号码上面,每一笔都能在话单里查到。
advantage-any-phone = 有电话就行
advantage-any-phone-text = 与会者只需接听电话,不用注册,不用装软件。
advantage-control = 会场由您掌握
advantage-control-text = 添加、禁言、挂断、结束,按键和网页都能做。
scenes-title = 这些时候用得上
scene-tasks = 工作部署
scene-agree = 工作协商
scene-friends = 朋友约聚
scene-discuss = 小组讨论
scene-trip = 相约出行
scene-ideas = 创意沟通
scene-class = 同学聚会
scene-family = 家庭联络

## 首次使用

first-question = 您是第一次使用,是否需要帮助?
first-offer = 四个步骤,一分钟看完。以后也可以随时在“帮助”里找到。

## 错误:编号由服务器给出

error-unknown = 出了点问题,请稍后再试
error-offline = 连不上网络,电话不受影响。请检查网络后重试。
error-timeout = 服务器没有及时答复,请重试
error-busy = 系统繁忙,请稍后再试
error-bad-input = 填写的内容不符合要求
error-bad-login = 电话号码或密码不对
error-too-many-logins = 尝试的次数太多,请在 { $wait }后再试
error-bad-number = 这不像一个电话号码,请检查
error-number-not-allowed = 不能使用这个号码
error-no-session = 登录已失效,请重新登录
error-cross-site = 请求被拒绝,请刷新页面后重试
error-too-large = 内容太大
error-http-404 = 没有找到
error-http-405 = 服务器不支持这个操作
error-http-413 = 内容太大
error-http-504 = 服务器没有及时答复,请重试
