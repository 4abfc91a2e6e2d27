// What somebody who cannot see the board must hear: what has changed, in one sentence (播报).
import { useEffect, useRef } from "../../../vendor/preact.js";
import { t } from "../../../i18n.js";
import { announce } from "../../../components/announce.js";
import { isCalled, isThere } from "./actions.js";
import { whoOf } from "./person.js";

const GATHERED = 800; // what comes together is said together
const MANY = 3;
const ENDS = new Set(["left", "hung_up", "no_answer", "busy", "declined", "failed", "cancelled"]);

/** Announce what changes on *board*. */
export function useNews(board) {
  const said = useRef(board);
  const latest = useRef(board);
  const timer = useRef(null);
  latest.current = board;
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      const text = newsOf(said.current, latest.current);
      said.current = latest.current;
      if (text) announce(text);
    }, GATHERED);
  }, [board]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** Return what is different in *after*, as a sentence; nothing if it need not be said. */
export function newsOf(before, after) {
  const old = new Map(before.parties.map((party) => [party.id, party]));
  const happened = new Map();
  for (const party of after.parties) {
    for (const what of changesOf(old.get(party.id), party, before.all_muted !== after.all_muted)) {
      happened.set(what, [...(happened.get(what) ?? []), whoOf(party)]);
    }
  }
  const sentences = [...happened].map(([what, names]) =>
    names.length < MANY
      ? t(`news-${what}`, { who: names.join(t("comma")) })
      : t(`news-many-${what}`, { count: names.length }),
  );
  return [...sentences, ...ofAll(before, after)].join(t("news-stop"));
}

function changesOf(old, party, allMuted) {
  const found = [];
  if (isThere(party) && !(old && isThere(old))) found.push("joined");
  else if (isCalled(party) && !(old && isCalled(old))) found.push("called");
  else if (ENDS.has(party.state) && party.state !== old?.state) found.push(party.state.replaceAll("_", "-"));
  if (party.hand_at && !old?.hand_at) found.push("hand");
  if (old?.hand_at && !party.hand_at && isThere(party)) found.push("hand-down");
  if (old && isThere(party) && isThere(old) && party.muted !== old.muted && !allMuted) {
    found.push(party.muted ? "muted" : "unmuted");
  }
  return found;
}

function ofAll(before, after) {
  const found = [];
  if (before.all_muted !== after.all_muted) found.push(t(after.all_muted ? "news-all-muted" : "news-all-unmuted"));
  if (before.locked !== after.locked) found.push(t(after.locked ? "news-locked" : "news-unlocked"));
  if (!before.host_away_until && after.host_away_until) found.push(t("room-away"));
  if (before.cap !== after.cap && after.cap) found.push(t(after.cap === "near" ? "news-cap-near" : "news-cap-reached"));
  return found;
}
