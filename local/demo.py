"""Who the demo account and the demo operator are, and whom the address book of the demo holds."""

from dataclasses import dataclass
from typing import Final

NUMBER: Final = "+8618612345678"  # a handset of the phone wall, 陈思远
PASSWORD: Final = "huiyi-demo"  # noqa: S105 - printed for everybody, on one machine only
NAME: Final = "陈思远"
DESK: Final = "+861065116300"  # another handset, 人工坐席: key 0 rings it
OPERATOR: Final = "zuoxi-01"
OPERATOR_NAME: Final = "林坐席"
OPERATOR_PASSWORD: Final = "kefu-demo"  # noqa: S105 - likewise


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the demo's address book; the groups are by name."""

    name: str
    number: str
    note: str = ""
    second_number: str | None = None
    groups: tuple[str, ...] = ()


PEOPLE: Final = (
    Person("王建国", "18600000101", "电话墙第一部", groups=("研发组",)),
    Person("李晓梅", "13911112222", "电话墙第二部", "01062345678", ("研发组", "家人")),
    Person("张伟", "01082345678", "电话墙第三部,固话", groups=("研发组",)),
    Person("刘洋", "13800000001", "自动话机:接听并说话", groups=("研发组", "同学聚会")),
    Person("孙丽", "13800000002", "自动话机:忙线", "13800010002", ("同学聚会",)),
    Person("周涛", "13800000003", "自动话机:无人接听", "13800010003", ("同学聚会",)),
    Person("吴晓东", "13800000004", "自动话机:拒接", groups=("同学聚会",)),
    Person("郑海燕", "13800000006", "自动话机:20 秒后挂断", groups=("家人",)),
    Person("赵敏", "13800000007", "自动话机:语音信箱", groups=("家人",)),
    Person("Ada Lovelace", "02155550401", "自动话机:2 秒后接听", groups=("研发组",)),
)
