// What is wrong with a list of parties before it is sent; the service checks it again.
import { t } from "../../i18n.js";
import { say } from "../problem.js";

/**
 * Return {parties: what is wrong}, {} if nothing is. *finish* takes what is typed and not added yet
 * into the list; *all* returns the list after that; with the *host*'s number there are *most*.
 */
export function checkParties({ finish, all, host, most }) {
  if (!finish.current()) return { parties: t("parties-look-again") };
  const parties = all();
  if (parties.length === 0) return { parties: t("error-no-parties") };
  if (parties.length + 1 > most) return { parties: say({ code: "too_many_parties", details: { most } }) };
  return parties.some(({ number }) => number === host) ? { parties: t("parties-same-as-host") } : {};
}
