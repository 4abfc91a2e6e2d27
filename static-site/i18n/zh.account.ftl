# 登录以后各页的文字:通讯录、设置。

## 通讯录

contacts-tab-people = 联系人
contacts-tabs = 通讯录分类
contacts-new = 新增
contacts-edit-one = 编辑 { $name }
contacts-remove = 删除
contacts-remove-one = 删除 { $name }
contacts-removed = 已删除 { $count } 位联系人
contacts-restored = 已恢复
contacts-import = 导入
contacts-export = 导出
contacts-count = 共 { $count } 位联系人
contacts-count-found = 找到 { $found } 位,共 { $count } 位
contacts-loading = 已载入 { $count } 位,正在继续…
contacts-list = 联系人
contacts-empty = 通讯录里还没有联系人。新增一位,或从表格文件导入。
contacts-select-all = 全选
contacts-select-one = 选择 { $name }
contacts-selected = 已选择 { $count } 位
contacts-select-none = 取消选择
contacts-column-name = 姓名
contacts-column-number = 电话号码
contacts-column-groups = 会议组
contacts-column-note = 备注
contacts-column-actions = 操作
contacts-groups-more = 另有 { $count } 个
contact-new-title = 新增联系人
contact-edit-title = 编辑联系人
contact-name = 姓名
contact-number = 电话号码
contact-number-hint = 手机,或带区号的固定电话;北京的固定电话可以只写 8 位
contact-second = 备用电话
contact-note = 备注
contact-save = 保存
contact-added = 已新增 { $name }
contact-saved = 已保存 { $name }

## 会议组

groups-new = 新增
groups-search = 搜索会议组
groups-count = 共 { $count } 个会议组
groups-list = 会议组
groups-empty = 还没有会议组。把常一起通话的人编成一组,发起会议时点击会议组,直接把组内的成员插入。
groups-empty-contacts = 会议组由联系人组成,请先在通讯录里新增联系人。
groups-none-found = 没有符合“{ $query }”的会议组。
groups-no-members = 还没有成员
groups-others = { $names } 等
groups-comma = 、
groups-number = 编号 { $number }
groups-by-phone = 用电话呼叫会议组:拨打116323,按5,输入编号,按井号键。
groups-edit-one = 编辑会议组 { $name }
groups-remove-one = 删除会议组 { $name }
groups-removed = 已删除会议组“{ $name }”
group-new-title = 新增会议组
group-edit-title = 编辑会议组
group-name = 会议组名称
group-members = 组内成员
group-members-count = { $count } / { $most } 人
group-members-search = 搜索联系人
group-members-none = 没有符合的联系人
group-members-full = 已选满 { $most } 人,要换人请先取消一位
group-members-chosen = 只看已选
group-save = 保存
group-added = 已新增会议组“{ $name }”
group-saved = 已保存会议组“{ $name }”

## 导入联系人

import-title = 导入联系人
import-back = 返回通讯录
import-intro = 选择一个 CSV 表格文件。系统先检查并列出每一行的结果,您点击导入以后才写入通讯录。
import-choose = 选择文件
import-drop = 或把文件拖到这里
import-limits = CSV 格式,不超过 1 MB;中文编码 UTF-8、GBK 均可识别
import-template = 下载模板
import-template-file = 通讯录模板.csv
import-template-row = 李晓梅,13911112222,010-82345678,研发部,研发组
import-template-head = 姓名,电话,备用电话,备注,会议组
import-columns-title = 文件怎么写
import-columns-text = 第一行写列名:姓名、电话、备用电话、备注、会议组,次序不限。没有列名时,按这个次序读取。姓名和电话必填;会议组不存在时会自动新建。
import-columns-excel = 在 Excel 或 WPS 里请先把电话一列设为“文本”格式,再“另存为”CSV。
import-reading = 正在读取文件…
import-file-too-large = 文件超过 1 MB,请分成几个文件导入。
import-file-empty = 文件里没有联系人。
import-file-workbook = 这是 Excel 工作簿。请用“另存为”选择 CSV 格式,再导入。
import-file-unreadable = 文件的编码无法识别,请另存为 UTF-8 编码的 CSV 文件。
import-file-offline = 读取文件的程序没有载入,请检查网络后重试。
import-checking = 正在检查 { $done } / { $total }
import-running = 正在导入 { $done } / { $total }
import-checked = 检查完毕:{ $new } 位可导入,{ $duplicate } 位重复,{ $error } 行有错误
import-file = { $file },共 { $count } 行
import-filter = 显示哪些行
import-filter-all = 全部 { $count }
import-filter-new = 可导入 { $count }
import-filter-duplicate = 重复 { $count }
import-filter-error = 有错误 { $count }
import-list = 文件内容
import-column-line = 行
import-column-result = 结果
import-result-waiting = 等待中
import-result-new = 可导入
import-result-done = 已导入
import-result-duplicate = 重复,将跳过
import-result-duplicate-line = 与第 { $line } 行重复,将跳过
import-result-joins = 号码重复,只加入会议组
import-result-error = { $field }:{ $text }
import-nothing-here = 没有这样的行。
import-more = 再显示 { $count } 行
import-start = 导入 { $count } 位
import-join = 加入会议组
import-none = 没有可导入的联系人
import-other = 换一个文件
import-stop = 停止
import-stopped = 已停止。已导入的联系人留在通讯录里。
import-go-on = 继续
import-done = 导入完成
import-summary-done = 已导入
import-summary-duplicate = 号码重复
import-summary-error = 有错误,未导入
import-summary-waiting = 尚未导入
import-number = { $count }
import-failed-download = 下载未导入的行
import-failed-file = 未导入的联系人.csv
import-failed-reason = 原因
import-to-contacts = 查看通讯录
import-scientific-number = 号码被表格软件写成了科学计数法,请把该列设为“文本”格式后重新保存

## 设置

settings-title = 设置
settings-tabs = 设置分类
settings-tab-profile = 我的资料
settings-tab-hosts = 主持人电话设置
settings-tab-password = 修改密码
settings-tab-devices = 登录的设备
settings-tab-data = 数据与账户

## 我的资料

profile-number = 注册号码
profile-number-note = 费用均记在注册号码上
profile-since = { $date } 注册
profile-name = 姓名
profile-name-hint = 邀请他人时,对方会听到这个姓名
profile-email = 电子邮箱
profile-language = 语言
profile-language-zh = 中文
profile-language-en = English
profile-large = 大字版
profile-large-hint = 整个网站用更大的字显示
profile-accept = 接听后按1加入
profile-accept-hint = 被邀请的人接听后按 1 才进入会场,按 2 表示暂不参加;无人应答、语音信箱不会进入会场,也不计费。关闭时,接听即加入。
profile-call-back = 主持人掉线回呼
profile-call-back-hint = 会议中主持人的电话断开(包括挂断)后,系统会回呼主持人,会议最多等待 60 秒。关闭时,主持人离开后会议即结束。
profile-call-cap = 每次会议费用上限(元)
profile-call-cap-hint = 一次会议的费用到 80% 时提醒主持人;到上限后不再加入新成员,正在进行的通话不会中断。留空表示不设上限。
profile-month-cap = 每月费用上限(元)
profile-month-cap-hint = 一个自然月的费用合计到 80% 时提醒主持人;到上限后不再加入新成员,正在进行的通话不会中断。留空表示不设上限。
profile-show-title = 显示
profile-calls-title = 通话
profile-data-title = 基本资料
profile-save = 保存
profile-saved = 已保存

## 主持人电话设置

hosts-intro = 您可以从这些号码发起多方通话。无论用哪一部电话,费用均记在注册号码上。
hosts-new = 新增
hosts-list = 主持人电话
hosts-number = 电话号码
hosts-note = 备注
hosts-registered = 注册号码,计费
hosts-added-on = { $date } 关联
hosts-edit-one = 修改 { $number } 的备注
hosts-remove = 删除
hosts-remove-one = 删除 { $number }
hosts-new-title = 新增主持人电话
hosts-new-text = 输入主持人要关联的电话号码,点击‘确定’
hosts-new-hint = 系统将呼叫该号码并播报 6 位校验码,以确认是您本人的电话
hosts-note-hint = 例如:办公室、家里
hosts-confirm = 确定
hosts-code-title = 接听语音校验码
hosts-added = 已关联 { $number }
hosts-edit-title = 修改备注
hosts-save = 保存
hosts-saved = 已保存备注
hosts-remove-title = 删除主持人电话?
hosts-remove-text = 删除后,{ $number } 不能再发起计入您账户的多方通话。以后可以重新关联。
hosts-removed = 已删除 { $number }

## 修改密码

password-intro = 修改以后,其他设备上的登录会全部退出。
password-old = 原密码
password-new = 新密码
password-new-hint = { $min } 至 { $max } 个字符,不要用容易猜到的密码
password-repeat = 再次输入新密码
password-differs = 两次输入的新密码不一致
password-save = 修改密码
password-saved = 密码已修改,其他设备已退出登录
password-forgotten = 忘记原密码?

## 登录的设备

devices-intro = 这些设备正在使用您的账户。看到不认识的设备,请让它退出,并修改密码。
devices-list = 登录的设备
devices-this = 本设备
devices-unknown = 未知浏览器
devices-active = 最近使用 { $date } { $time }
devices-since = { $date } { $time } 登录
devices-log-out = 退出
devices-log-out-one = 退出 { $browser }
devices-log-out-all = 退出其他所有设备
devices-all-title = 退出其他所有设备?
devices-all-text = 除本设备以外,其他 { $count } 处登录都会退出,再次使用时需要重新输入密码。
devices-gone = 已退出该设备
devices-all-gone = 已退出其他所有设备
devices-only = 没有其他设备登录。

## 数据与账户

data-export-title = 导出我的数据
data-export-text = 您的资料、通讯录、会议组、主持人电话和话单,保存为一个 JSON 文件。
data-export = 导出我的数据
data-close-title = 关闭账户
data-close-text = 关闭以后,{ $number } 不能再登录本网站,也不能再发起多方通话,除非重新注册。已删除的资料不能恢复。
data-close-deleted = 立即删除
data-close-deleted-text = 通讯录、会议组、主持人电话、登录信息
data-close-kept = 依法保留
data-close-kept-text = 话单和人工办理记录:在法律要求的期限内保存,期满删除。未结清的费用仍按话单收取。
data-close-export-first = 关闭前可以先导出数据。
data-close-password = 输入登录密码
data-close = 关闭账户
data-close-sure-title = 确定关闭账户?
data-close-sure-text = { $number } 的通讯录、会议组和主持人电话会立即删除,不能恢复。
data-close-sure = 关闭并删除
data-closed-title = 账户已关闭
data-closed-text = 您已退出登录。通讯录、会议组和主持人电话已经删除。以后仍可用原来的号码重新注册。
data-closed-home = 返回首页
