// Everything the page says in more than one place, and how it writes numbers, times and money.

export const STATES = {
  idle: "待机",
  dialling: "正在呼叫",
  ringing: "来电",
  talking: "通话中",
  in_conference: "会议中",
  ended: "通话结束",
  connecting: "正在连接",
  offline: "已断线",
  taken_over: "已被另一页拿起",
};

export const REASONS = {
  hung_up: "本机已挂断",
  far_end: "对方已挂断",
  rejected: "已拒接",
  missed: "未接来电",
  busy: "对方忙",
  "no-answer": "对方未接听",
  unallocated: "空号",
  failed: "呼叫失败",
};

export const TONES = {
  ringback: "回铃音",
  busy: "忙音",
  congestion: "拥塞音",
  unallocated: "空号音",
};

const LEGS = {
  waiting: "等待呼叫",
  dialling: "正在呼叫",
  ringing: "振铃中",
  answered: "已应答",
  joined: "已接通",
  given_up: "已放弃",
  completed: "已结束",
  no_answer: "无人接听",
  busy: "忙线/拒接",
  failed: "呼叫失败",
  cancelled: "已取消",
};

/** The word for the state of a leg; one we don't know is shown as it is. */
export const leg = (state) => LEGS[state] ?? state ?? "";

/** A number as people in China write it: 139 1111 2222, 010 8234 5678. */
export function number(text) {
  const national = (text ?? "").replace(/^\+86(?=1[3-9])/, "").replace(/^\+86/, "0");
  if (/^1[3-9]\d{9}$/.test(national)) return national.replace(/(\d{3})(\d{4})(\d{4})/, "$1 $2 $3");
  return national.replace(/^(0(?:10|2\d|[3-9]\d\d))(\d{3,4})(\d{4})$/, "$1 $2 $3");
}

/** What identifies a number however it is written. */
export function e164(text) {
  const digits = text.replace(/[^\d+]/g, "").replace(/^(?=[2-8]\d{7}$)/, "010");
  return digits.startsWith("+") ? digits : `+86${digits.replace(/^0/, "")}`;
}

/** Whether a phone in China can have this number. */
export const possible = (text) => /^\+86(1[3-9]\d{9}|[2-9]\d{8,10}|10\d{8})$/.test(e164(text));

const two = (value) => String(value).padStart(2, "0");

/** 75 is 01:15. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** 120 fen are 1.20 元. */
export const yuan = (fen) => `${(fen / 100).toFixed(2)} 元`;

/** The time of day in Beijing of an ISO time. */
export const clock = (iso) =>
  iso
    ? new Date(iso).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" })
    : "";

/** Name a recording by its file: its address says nothing to a person. */
export function played(url) {
  const file = url.slice(url.lastIndexOf("/") + 1);
  return file === "ringback.wav" ? "回铃音" : file;
}
