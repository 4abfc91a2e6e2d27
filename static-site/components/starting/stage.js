// How far the start of a conference is: which step, which picture, which sentence (发起的进度).
const BEFORE = new Set(["waiting", "dialling", "ringing", "confirming"]);
const RINGING = {
  waiting: ["clock", "quiet", "starting-waiting"],
  dialling: ["phone-call", "going", "starting-dialling"],
  ringing: ["bell", "going", "starting-ringing"],
};
const CONFIRMING = ["smartphone", "going", "starting-confirming"];
const CALLING = ["phone-call", "going", "starting-calling"];
const LIVE = ["circle-check", "good", "starting-live"];
const OUTCOMES = {
  cancelled: ["ban", "quiet"],
  host_busy: ["phone-off", "bad"],
  host_failed: ["circle-alert", "bad"],
  host_no_answer: ["phone-missed", "bad"],
  not_confirmed: ["phone-off", "bad"],
};
/** What stands beside the sentence of the outcome, where there is more to say. */
const ADVICE = new Set(["host_busy", "host_failed", "host_no_answer", "not_confirmed"]);

/** Return {at, look, failed, joined, size}; *look* is [icon, tone, id of the sentence]. */
export function stageOf({ state, reason, parties }) {
  const host = parties.find((party) => party.host);
  const others = parties.filter((party) => !party.host);
  const joined = others.filter((party) => party.state === "joined" || party.state === "in_menu").length;
  const count = { joined, size: others.length };
  if (state === "calling_host") return { at: 0, look: RINGING[host?.state] ?? RINGING.dialling, ...count };
  if (state === "confirming") return { at: 1, look: CONFIRMING, ...count };
  if (state === "live") {
    const calling = joined === 0 && others.some((party) => BEFORE.has(party.state));
    return { at: calling ? 2 : 3, look: calling ? CALLING : LIVE, ...count };
  }
  return { at: reason === "not_confirmed" ? 1 : 0, failed: true, ...outcome(reason), ...count };
}

/** The looks of a start that came to nothing; a reason without words of its own is host_failed. */
function outcome(reason) {
  const known = reason in OUTCOMES ? reason : reason === "host_left" ? "not_confirmed" : "host_failed";
  const name = known.replaceAll("_", "-");
  return {
    look: [...OUTCOMES[known], `started-${name}`],
    advice: ADVICE.has(known) ? `advice-${name}` : null,
  };
}
