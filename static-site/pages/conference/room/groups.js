// Calling the members of a group, asked once: it rings several phones (会议组).
import { html, useState } from "../../../vendor/preact.js";
import { Problem } from "../../../api.js";
import { t } from "../../../i18n.js";
import { Alert } from "../../../components/alert.js";
import { Button } from "../../../components/button.js";
import { Confirm } from "../../../components/dialog.js";
import { say } from "../../../components/problem.js";

export function Groups({ groups, contacts, there, inactive, onCall }) {
  const [asked, setAsked] = useState(null);
  const filled = groups.map((group) => ({ ...group, people: membersOf(group, contacts) })).filter(({ people }) => people.length);
  if (!filled.length) return null;
  return html`
    <ul class="room-groups" aria-label=${t("add-groups")}>
      ${filled.map(
        (group) => html`<li key=${group.id}>
          <${Button}
            class="room-pill"
            inactive=${inactive}
            aria-label=${t("add-group", { name: group.name, count: group.people.length })}
            onClick=${() => setAsked(group)}
          >
            <bdi>${group.name}</bdi> · ${group.people.length}
          <//>
        </li>`,
      )}
    </ul>
    ${asked &&
    html`<${Question} group=${asked} there=${there} onCall=${onCall} onClose=${() => setAsked(null)} />`}
  `;
}

function Question({ group, there, onCall, onClose }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const missing = group.people.filter(({ number }) => !there.has(number));
  const count = missing.length;

  async function call() {
    if (!count) {
      onClose();
      return;
    }
    setBusy(true);
    try {
      await onCall(missing);
      onClose();
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      setProblem(caught);
      setBusy(false);
    }
  }

  return html`<${Confirm}
    title=${t("add-group-sure", { name: group.name })}
    confirm=${count ? t("add-group-call", { count }) : t("ok")}
    kind="primary"
    busy=${busy}
    onConfirm=${call}
    onClose=${onClose}
  >
    <div class="stack">
      ${problem && html`<${Alert}>${say(problem)}<//>`}
      ${count > 0 && html`<p>${missing.map(({ name }, at) => html`${at > 0 && t("comma")}<bdi>${name}</bdi>`)}</p>`}
      ${count < group.people.length &&
      html`<p class="muted">${t("add-group-there", { count: group.people.length - count })}</p>`}
    </div>
  <//>`;
}

function membersOf({ members }, contacts) {
  const byId = new Map(contacts.map((one) => [one.id, one]));
  const found = members.map((id) => byId.get(id)).filter(Boolean);
  return found.map(({ name, number }) => ({ name, number }));
}
