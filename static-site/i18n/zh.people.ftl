# 查找和选择联系人
contacts-title = 我的通讯录
contacts-tab-groups = 会议组
contacts-undo = 撤销
contacts-search = 搜索姓名、号码、备注或会议组
contacts-clear = 清除搜索
contacts-none-found = 没有符合“{ $query }”的联系人。
contacts-more = 再显示 { $count } 位
contacts-column-second = 备用电话
groups-size = { $count } 人
