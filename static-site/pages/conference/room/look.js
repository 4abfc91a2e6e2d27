// The icon, the colour and the word for the state of a party (与会者状态).
const LOOKS = {
  waiting: ["clock", "quiet", "party-waiting"],
  dialling: ["phone-call", "going", "party-dialling"],
  ringing: ["bell", "going", "party-ringing"],
  answered: ["phone-call", "going", "party-answered"],
  confirming: ["smartphone", "going", "party-confirming"],
  joined: ["phone", "good", "party-joined"],
  in_menu: ["keyboard", "good", "party-in-menu"],
  hanging_up: ["hourglass", "quiet", "party-hanging-up"],
  left: ["ban", "quiet", "party-left"],
  no_answer: ["phone-missed", "bad", "party-no-answer"],
  busy: ["x", "bad", "party-busy"],
  declined: ["x", "bad", "party-declined"],
  failed: ["circle-alert", "bad", "party-failed"],
  cancelled: ["ban", "quiet", "party-cancelled"],
  hung_up: ["phone-off", "quiet", "party-hung-up"],
};
const MUTED = ["mic-off", "going", "party-muted"];

/** Return [icon, tone, id of the word]. */
export function lookOf({ state, muted }) {
  return state === "joined" && muted ? MUTED : LOOKS[state];
}
