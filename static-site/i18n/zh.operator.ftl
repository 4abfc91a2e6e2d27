# 人工坐席:坐席自己的页面

desk-title = 人工坐席
desk-login-title = 坐席登录
desk-login-lead = 仅供人工坐席使用。客户请从首页登录。
desk-login = 工号
desk-login-of = 工号 { $login }
desk-leave = 退出坐席
error-bad-desk-login = 工号或密码不对
error-not-agreed = 客户没有同意,或办理时间已过,请再次呼叫客户确认

## 客户确认

desk-verify-title = 客户的号码
desk-number = 客户的注册号码
desk-number-hint = 费用记在这个号码上
desk-call = 呼叫客户确认
desk-call-again = 再次呼叫
desk-asked = 正在请 { $number } 确认
desk-heard-title = 客户会听到
desk-heard = 116323人工坐席应您的要求为您办理业务,同意请按1,非本人操作请按9
desk-heard-1 = 按 1:您可以在 30 分钟内为这位客户办理
desk-heard-9 = 按 9:非本人操作,24 小时内不再呼叫这个号码
desk-heard-hang-up = 客户正与您通话时会占线,请先请客户挂机
desk-state-asked = 正在安排呼叫
desk-state-dialling = 正在呼叫
desk-state-ringing = 振铃中
desk-state-speaking = 客户已接听,正在听提示
desk-state-no-answer = 没有接听,或没有按键同意
desk-state-busy = 电话占线
desk-state-failed = 没有接通
desk-state-limited = 呼叫这个号码的次数太多,请稍后再试
desk-state-not-eligible = 这个号码不能使用本业务
desk-state-refused = 客户按了9(非本人操作),24小时内不再呼叫
desk-state-expired = 办理时间已过,需要时请再次呼叫客户确认

## 为客户办理

desk-no-name = 未登记姓名
desk-left = 还可办理 { $minutes } 分钟,到 { $until } 为止
desk-finish = 结束办理
desk-finished = 已结束办理
desk-add-contact = 新增联系人
desk-contact-hint = 手机,或带区号的固定电话
desk-contact-note = 备注
desk-contact-save = 保存
desk-contact-added = 已新增 { $name }
desk-reservations = 客户的预约
desk-none = 没有将要开始的预约
desk-host-of = 主持人 { $number }
desk-parties-of = { $count } 方
desk-cancel-title = 取消预约?
desk-cancel-text = { $when },{ $count } 方
desk-keep = 不取消
desk-cancel = 取消预约
desk-cancel-this = 取消本次
desk-cancel-series = 取消整个系列
desk-cancelled =
    { $count ->
        [1] 已取消预约
       *[other] 已取消 { $count } 次预约
    }

## 预约

desk-reserve = 代客预约
desk-change = 修改预约
desk-host = 主持人电话
