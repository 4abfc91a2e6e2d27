// Who may join the list of those to be called, and why somebody may not (加入名单的规则).
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { say } from "../problem.js";

/** Return how a party is spoken of: by name, or by number. */
export function whoOf({ name, number }) {
  return name || phone(number);
}

/**
 * Sort *found*, which are {number, name} or {text, code}, into those that *added* and those *refused*
 * with the reason as a sentence. The *host* is called first and is one of the *most*.
 */
export function admit(found, { parties, host, most }) {
  const there = new Map(parties.map((party) => [party.number, party]));
  const added = [];
  const refused = [];
  for (const one of found) {
    const why = objection(one, { there, host, most });
    if (why) {
      refused.push({ ...one, why });
      continue;
    }
    const party = { number: one.number, name: one.name };
    there.set(party.number, party);
    added.push(party);
  }
  return { added, refused };
}

function objection({ code, text, number, name }, { there, host, most }) {
  if (code === "no_such_name") return t("parties-no-such-name", { text });
  if (code) return t("parties-refused", { who: text, why: say({ code, details: {} }) });
  const who = name ? t("parties-who", { name, number: phone(number) }) : phone(number);
  if (number === host) return t("parties-is-host", { who });
  if (there.has(number)) return t("parties-twice", { who });
  if (there.size + 1 >= most) return t("parties-full", { who, most });
  return null;
}
