// What is being prepared, kept while one looks at other pages, and what was started last (草稿).
import { signal } from "../../vendor/preact.js";
import { whenGone } from "../../store.js";

const NOTHING = { host: "registered", parties: [] };
const NOTHING_QUICK = { number: "", parties: [] };

/** With an account: the *host*'s phone, by its id, and those to be called as {number, name}. */
export const draft = signal(NOTHING);
/** Without one: the host's *number* as typed, and those to be called. */
export const quickDraft = signal(NOTHING_QUICK);

/** The last start of this window: {id, body} with what was asked for. */
let last = null;

/** Have *parties* stand on the page 会议 for the next start, and the *host*'s phone if it is given. */
export function prepareWith(parties, host = draft.value.host) {
  draft.value = { host, parties: listed(parties) };
}

/** Remember what conference *id* was asked for; the page is ready for the next one. */
export function started(id, body) {
  last = { id, body };
  draft.value = { ...draft.value, parties: [] };
}

/** Do the same for 立即使用, where the number of the host stays. */
export function startedQuick(id, body) {
  last = { id, body };
  quickDraft.value = { number: body.host_number, parties: [] };
}

/** Return what conference *id* was asked for, or null if that was not in this window. */
export function askedFor(id) {
  return last?.id === id ? last.body : null;
}

/** Only names and numbers: parties of a board say much more. */
export function listed(parties) {
  return parties.filter(({ host }) => !host).map(({ number, name }) => ({ number, name: name ?? "" }));
}

whenGone(() => (draft.value = NOTHING));
