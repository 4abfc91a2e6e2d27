"""Every word the service says, Chinese first (提示音).

Wording in the deck of 2011 is kept letter for letter; its S-numbers stand beside it. A file named
after the prompt in static-site/audio/<language>/ replaces the spoken words; `recordings.json`
lists those there are.
"""

import json
from pathlib import Path

from chalicelib.steps import Language, Line, Prompt
from chalicelib.twiml import values

RECORDED: frozenset[str] = frozenset(
    json.loads(Path(__file__).with_name("recordings.json").read_text(encoding="utf-8"))
)

ZH: dict[Prompt, str] = {
    Prompt.WELCOME_FIRST: "您的号码已开通116323多方通话",  # S3
    Prompt.WELCOME: "欢迎使用116323多方通话",
    Prompt.MENU: (
        "立即发起通话请按1,预约通话请按2,查询预约请按3,查询本月通话时长请按4,"
        "呼叫会议组请按5,再次呼叫上次的成员请按6,人工服务请按0"
    ),
    Prompt.NOT_ELIGIBLE: "对不起,您的号码暂不能使用本业务",
    Prompt.CALL_BACK: "您有正在进行的多方通话,加入请按1,其他请按2",
    Prompt.WRONG_KEY: "按键无效",
    Prompt.GOODBYE: "谢谢您的使用再见",  # S68
    Prompt.NO_LAST: "没有可以再次呼叫的成员",
    Prompt.AGAIN: "将再次呼叫上次的{count}方,确认请按1,返回请按星号键",
    Prompt.MONTH: "本月通话{count}分钟,费用{fen}",  # S23
    Prompt.OPERATOR: "正在为您转接人工服务,请稍候",
    Prompt.NO_OPERATOR: "对不起,人工服务暂未开通",
    Prompt.BUSY_NOW: "系统繁忙,请稍后再拨",
    Prompt.ASK_NUMBER: "请输入对方号码,按井号键结束",
    Prompt.ASK_NEXT: "请输入下一个号码,按井号键结束;开始通话请直接按井号键",
    Prompt.ADDED: "已添加{count}方",
    Prompt.START_OR_MORE: "已添加{count}方,开始通话请按井号键,继续添加请按1",
    Prompt.BAD_NUMBER: "号码有误",
    Prompt.NUMBER_NOT_ALLOWED: "对不起,该号码不能呼叫",
    Prompt.SAME_NUMBER: "该号码已在通话中或已添加",
    Prompt.TOO_MANY_PARTIES: "对不起,参加人数已达上限",
    Prompt.TOO_MANY_LEGS: "对不起,您同时进行的通话已达上限",
    Prompt.TOO_MANY_CALLS: "对不起,您本小时的呼叫次数已达上限",
    Prompt.EARLIEST: "最早可预约{when}",
    Prompt.ASK_WHEN: "请输入预约时间,月日时分共八位,按井号键结束",
    Prompt.BAD_TIME: "时间有误",
    Prompt.TIME_PAST: "该时间已过,最早可预约{when}",
    Prompt.TOO_SOON: "时间太近,最早可预约{when}",  # S72, S73
    Prompt.TOO_FAR: "时间太远,最晚可预约{when}",
    Prompt.SLOT_FULL: "该时间预约已满",
    Prompt.INSTEAD: "该时间预约已满,可预约{when},预约请按1,返回请按星号键",
    Prompt.RESERVE_NEXT: "请输入下一个号码,按井号键结束;输入完毕请直接按井号键",
    Prompt.RESERVE_OR_MORE: "已添加{count}方,输入完毕请按井号键,继续添加请按1",
    Prompt.HOST_RESERVED: "请注意,届时您已有{when}的预约",
    Prompt.READ_BACK: "您预约{when},呼叫{count}方",
    Prompt.READ_BACK_PARTY: "{who}",
    Prompt.CONFIRM_RESERVATION: "确认请按1,返回请按星号键",
    Prompt.RESERVED: "预约成功,系统将于{when}呼叫您",
    Prompt.TOO_MANY_THEN: "对不起,您在该时间预约的通话已达上限",
    Prompt.TOO_MANY_RESERVATIONS: "对不起,您的预约已达上限",
    Prompt.RESERVATION_MISSED: "您预约的{when}的多方通话未能发起",
    Prompt.RESERVATION: "第{n}个,{when},{count}方",
    Prompt.RESERVATION_KEYS: "下一个请按1,取消预约请按2,返回请按星号键",
    Prompt.NO_RESERVATION: "您没有预约",
    Prompt.NO_MORE_RESERVATIONS: "没有其他预约",
    Prompt.CONFIRM_CANCEL: "取消请按1,返回请按星号键",
    Prompt.CONFIRM_CANCEL_SERIES: "取消这一次请按1,取消整个周期请按2,返回请按星号键",
    Prompt.RESERVATION_CANCELLED: "已取消{when}的预约",
    Prompt.SERIES_CANCELLED: "已取消整个周期的预约",
    Prompt.ALREADY_STARTED: "该预约已经发起,不能取消",
    Prompt.RESERVATION_OVER: "该预约已经结束",
    Prompt.NO_GROUP: "您还没有会议组",
    Prompt.ASK_GROUP: "请输入会议组编号,按井号键结束",
    Prompt.NO_SUCH_GROUP: "没有这个会议组",
    Prompt.GROUP_EMPTY: "该会议组没有可以呼叫的成员",
    Prompt.GROUP: "{who},{count}方,发起通话请按1,返回请按星号键",
    Prompt.INVITATION: "{who}邀请您参加多方通话",
    Prompt.INVITATION_ASK: "{who}邀请您参加多方通话,加入请按1,暂不加入请按2",
    Prompt.NOT_NOW: "好的,再见",
    Prompt.CONFERENCE_OVER: "该通话已结束",
    Prompt.CONFERENCE_LOCKED: "该通话已锁定,暂不能加入新成员",
    Prompt.CONFIRM_START: "您现在是否发起多方通话,确认请按1,否则请挂机",  # S54
    Prompt.CONFIRM_RETURN: "您的多方通话仍在进行,返回请按1,否则请挂机",
    Prompt.POSTPONE: "十分钟后再呼请按2",
    Prompt.POSTPONED: "好的,十分钟后再呼您",
    Prompt.VERIFICATION_CODE: (  # S37
        "您通过网站发起注册操作,请留意收听以下校验码{code},重听请按1,否则请挂机"
    ),
    Prompt.CODE_RECOVER: "您通过网站找回密码,收听校验码请按1,否则请挂机",
    Prompt.CODE_HOST: "{who}申请将本机关联为主持人电话,同意并收听校验码请按1,否则请挂机",
    Prompt.CODE: "请留意收听以下校验码{code},重听请按1,否则请挂机",
    Prompt.CODE_NOT_ME: "非本人操作请按9",
    Prompt.CODE_STOPPED: "已停止本次操作,24小时内不再为此呼叫您",
    Prompt.HANG_UP_FOR_CODE: "您正在通过网站注册,请挂机,系统将呼叫您并播报激活码",
    Prompt.DESK_ASKS: "116323人工坐席应您的要求为您办理业务,同意请按1",
    Prompt.DESK_MAY: "好的,坐席将在30分钟内为您办理,再见",
    Prompt.CALLING: "正在呼叫其他与会者,请稍候",
    Prompt.PLEASE_WAIT: "请稍候",
    Prompt.NOBODY_CAME: "暂时没有人接听,添加号码请按星号键和1,结束请挂机",
    Prompt.JOINED: "欢迎新成员加入会议",  # S57
    Prompt.CAME_BACK: "{who}加入会议",
    Prompt.LEFT: "当前有用户离开会场",  # S65
    Prompt.MISSED: "{who}暂时没有接通",
    Prompt.ALONE: "会场中只有您一人,两分钟后通话将自动结束",
    Prompt.CAP_NEAR: "本次通话费用已接近您设定的上限",
    Prompt.CAP_REACHED: "费用已达您设定的上限,不再加入新成员",
    Prompt.PARTY_KEYS: "禁言或解除禁言请按6,举手或放下请按9,查询人数请按井号键,返回请按星号键",
    Prompt.HOST_KEYS: (
        "添加号码请按1,点名请按2,挂断最后添加的成员请按3,全部禁言或解除请按4,锁定或解锁请按5,"
        "自己禁言或解除请按6,请下一位举手者发言请按7,结束会议请按8,返回请按星号键"
    ),
    Prompt.MUTED: "您已禁言",
    Prompt.UNMUTED: "您已解除禁言",
    Prompt.ALL_MUTED: "已全部禁言",
    Prompt.ALL_UNMUTED: "已解除全部禁言",
    Prompt.HAND_RAISED: "您已举手",
    Prompt.HAND_LOWERED: "您已放下",
    Prompt.NO_HAND: "没有人举手",
    Prompt.NEXT_SPEAKS: "请{who}发言",
    Prompt.LOCKED: "会场已锁定",
    Prompt.UNLOCKED: "会场已解锁",
    Prompt.HUNG_UP: "已挂断{who}",
    Prompt.NOBODY_TO_HANG_UP: "没有可以挂断的成员",
    Prompt.CALLING_PARTY: "正在呼叫{who}",
    Prompt.ROLL: "现在有{count}方在线,通话已进行{minutes}分钟",
    Prompt.ROLL_PARTY: "{who}",
    Prompt.CONFIRM_END: "结束会议请按1,返回请按其他键",
}

EN: dict[Prompt, str] = {
    Prompt.WELCOME_FIRST: "Your number can now use 116323 multi-party calls.",
    Prompt.WELCOME: "Welcome to 116323 multi-party calls.",
    Prompt.MENU: (
        "To start a call now, press 1. To reserve one, press 2. For your reservations, press 3. "
        "For this month's minutes, press 4. To call a group, press 5. To call the last people "
        "again, press 6. For the operator, press 0."
    ),
    Prompt.NOT_ELIGIBLE: "Sorry, your number cannot use this service.",
    Prompt.CALL_BACK: "You are invited to a call in progress. To join, press 1. Otherwise press 2.",
    Prompt.WRONG_KEY: "That key does nothing here.",
    Prompt.GOODBYE: "Thank you for calling. Goodbye.",
    Prompt.NO_LAST: "There is nobody to call again.",
    Prompt.AGAIN: "To call the last {count} people again, press 1. To go back, press star.",
    Prompt.MONTH: "This month: {count} minutes, {fen}.",
    Prompt.OPERATOR: "Putting you through to the operator.",
    Prompt.NO_OPERATOR: "Sorry, there is no operator yet.",
    Prompt.BUSY_NOW: "We are busy. Please call again later.",
    Prompt.ASK_NUMBER: "Enter a number, then press pound.",
    Prompt.ASK_NEXT: "Enter the next number, then press pound. To start, press pound alone.",
    Prompt.ADDED: "{count} added.",
    Prompt.START_OR_MORE: "{count} added. To start, press pound. To add another, press 1.",
    Prompt.BAD_NUMBER: "That is not a phone number.",
    Prompt.NUMBER_NOT_ALLOWED: "Sorry, that number cannot be called.",
    Prompt.SAME_NUMBER: "That number is already added.",
    Prompt.TOO_MANY_PARTIES: "Sorry, no more people can be added.",
    Prompt.TOO_MANY_LEGS: "Sorry, you have too many calls at the same time.",
    Prompt.TOO_MANY_CALLS: "Sorry, you have made too many calls this hour.",
    Prompt.EARLIEST: "The earliest time is {when}.",
    Prompt.ASK_WHEN: (
        "Enter the time as eight digits, month, day, hour and minute, then press pound."
    ),
    Prompt.BAD_TIME: "That is not a time.",
    Prompt.TIME_PAST: "That time is past. The earliest time is {when}.",
    Prompt.TOO_SOON: "That is too soon. The earliest time is {when}.",
    Prompt.TOO_FAR: "That is too far ahead. The latest time is {when}.",
    Prompt.SLOT_FULL: "Nothing more can be reserved for that time.",
    Prompt.INSTEAD: (
        "Nothing more can be reserved for that time. To reserve {when} instead, press 1. "
        "To go back, press star."
    ),
    Prompt.RESERVE_NEXT: "Enter the next number, then press pound. When done, press pound alone.",
    Prompt.RESERVE_OR_MORE: "{count} added. When done, press pound. To add another, press 1.",
    Prompt.HOST_RESERVED: "Please note that you have reserved a call for {when} already.",
    Prompt.READ_BACK: "You reserve {when}, to call {count} people.",
    Prompt.READ_BACK_PARTY: "{who}.",
    Prompt.CONFIRM_RESERVATION: "To confirm, press 1. To go back, press star.",
    Prompt.RESERVED: "It is reserved. We will call you on {when}.",
    Prompt.TOO_MANY_THEN: "Sorry, you have reserved too many calls for that time.",
    Prompt.TOO_MANY_RESERVATIONS: "Sorry, you have too many reservations.",
    Prompt.RESERVATION_MISSED: "Your call reserved for {when} could not be started.",
    Prompt.RESERVATION: "Number {n}: {when}, {count} people.",
    Prompt.RESERVATION_KEYS: (
        "For the next one, press 1. To cancel it, press 2. To go back, press star."
    ),
    Prompt.NO_RESERVATION: "You have no reservations.",
    Prompt.NO_MORE_RESERVATIONS: "There are no more reservations.",
    Prompt.CONFIRM_CANCEL: "To cancel it, press 1. To go back, press star.",
    Prompt.CONFIRM_CANCEL_SERIES: (
        "To cancel this one, press 1. To cancel the whole series, press 2. To go back, press star."
    ),
    Prompt.RESERVATION_CANCELLED: "Your reservation for {when} is cancelled.",
    Prompt.SERIES_CANCELLED: "The whole series is cancelled.",
    Prompt.ALREADY_STARTED: "That call is starting already. It cannot be cancelled.",
    Prompt.RESERVATION_OVER: "That reservation is over.",
    Prompt.NO_GROUP: "You have no groups yet.",
    Prompt.ASK_GROUP: "Enter the number of a group, then press pound.",
    Prompt.NO_SUCH_GROUP: "There is no such group.",
    Prompt.GROUP_EMPTY: "Nobody in that group can be called.",
    Prompt.GROUP: "{who}, {count} people. To call them, press 1. To go back, press star.",
    Prompt.INVITATION: "{who} invites you to a multi-party call.",
    Prompt.INVITATION_ASK: (
        "{who} invites you to a multi-party call. To join, press 1. Not now, press 2."
    ),
    Prompt.NOT_NOW: "All right. Goodbye.",
    Prompt.CONFERENCE_OVER: "That call is over.",
    Prompt.CONFERENCE_LOCKED: "That call is locked. Nobody new can join.",
    Prompt.CONFIRM_START: "To start your multi-party call now, press 1. Otherwise hang up.",
    Prompt.CONFIRM_RETURN: "Your call is still going on. To return, press 1. Otherwise hang up.",
    Prompt.POSTPONE: "To be called again in ten minutes, press 2.",
    Prompt.POSTPONED: "All right. We will call you again in ten minutes.",
    Prompt.VERIFICATION_CODE: (
        "You are registering on our web site. Your code is {code}. To hear it again, press 1. "
        "Otherwise hang up."
    ),
    Prompt.CODE_RECOVER: (
        "You are setting a new password on our web site. To hear your code, press 1. "
        "Otherwise hang up."
    ),
    Prompt.CODE_HOST: (
        "{who} wants to host multi-party calls from this phone. To agree and hear the code, "
        "press 1. Otherwise hang up."
    ),
    Prompt.CODE: "The code is {code}. To hear it again, press 1. Otherwise hang up.",
    Prompt.CODE_NOT_ME: "If this was not you, press 9.",
    Prompt.CODE_STOPPED: "It was stopped. We will not call you for this in the next 24 hours.",
    Prompt.HANG_UP_FOR_CODE: (
        "You are registering on our web site. Please hang up, and we will call you with your code."
    ),
    Prompt.DESK_ASKS: "An operator of 116323 is to act for you, as you asked. To agree, press 1.",
    Prompt.DESK_MAY: "All right. The operator may act for you for 30 minutes. Goodbye.",
    Prompt.CALLING: "Calling the others. Please wait.",
    Prompt.PLEASE_WAIT: "Please wait.",
    Prompt.NOBODY_CAME: "Nobody has answered. To add a number, press star 1. To end, hang up.",
    Prompt.JOINED: "A new member has joined.",
    Prompt.CAME_BACK: "{who} has joined.",
    Prompt.LEFT: "Someone has left the call.",
    Prompt.MISSED: "{who} could not be reached.",
    Prompt.ALONE: "You are alone. The call ends by itself in two minutes.",
    Prompt.CAP_NEAR: "This call is close to the cost limit you have set.",
    Prompt.CAP_REACHED: "Your cost limit is reached. Nobody new can join.",
    Prompt.PARTY_KEYS: (
        "To mute or unmute yourself, press 6. To raise or lower your hand, press 9. "
        "To hear how many are here, press pound. To go back, press star."
    ),
    Prompt.HOST_KEYS: (
        "To add a number, press 1. For the roll, press 2. To hang up the last one added, press 3. "
        "To mute or unmute all, press 4. To lock or unlock, press 5. To mute or unmute yourself, "
        "press 6. To let the next hand speak, press 7. To end the call, press 8. To go back, "
        "press star."
    ),
    Prompt.MUTED: "You are muted.",
    Prompt.UNMUTED: "You are not muted any more.",
    Prompt.ALL_MUTED: "Everyone is muted.",
    Prompt.ALL_UNMUTED: "Nobody is muted any more.",
    Prompt.HAND_RAISED: "Your hand is up.",
    Prompt.HAND_LOWERED: "Your hand is down.",
    Prompt.NO_HAND: "No hand is up.",
    Prompt.NEXT_SPEAKS: "{who} may speak.",
    Prompt.LOCKED: "The call is locked.",
    Prompt.UNLOCKED: "The call is not locked any more.",
    Prompt.HUNG_UP: "{who} was hung up.",
    Prompt.NOBODY_TO_HANG_UP: "There is nobody to hang up.",
    Prompt.CALLING_PARTY: "Calling {who}.",
    Prompt.ROLL: "{count} people are here. The call has lasted {minutes} minutes.",
    Prompt.ROLL_PARTY: "{who}.",
    Prompt.CONFIRM_END: "To end the call for all, press 1. To go back, press any other key.",
}

WORDS: dict[Language, dict[Prompt, str]] = {"zh": ZH, "en": EN}


def spoken(line: Line, language: Language) -> str:
    """Return the sentence *line* as it is said in *language*."""
    said = {name: values.spoken(name, value, language) for name, value in line.values}
    return WORDS[language][line.prompt].format(**said)


def recording(line: Line, language: Language) -> str | None:
    """Return the path below audio/ of the recording of *line*, None if it is to be spoken."""
    path = f"{language}/{line.prompt}.wav"
    return path if path in RECORDED and not line.values else None
