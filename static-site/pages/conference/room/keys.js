// Keys for who steers often; they can be switched off (快捷键).
import { html, useEffect, useRef, useState } from "../../../vendor/preact.js";
import { t } from "../../../i18n.js";
import { announce } from "../../../components/announce.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { Checkbox } from "../../../components/field.js";
import { isCalled } from "./actions.js";
import { ADD_FIELD } from "./add-panel.js";

const REMEMBERED = "board-keys";
const KEYS = [
  ["/", "keys-add"],
  ["Alt + M", "keys-mute"],
  ["Alt + S", "keys-say"],
  ["Esc", "keys-close"],
  ["?", "keys-list"],
];

export function Keys({ board, deeds }) {
  const [open, setOpen] = useState(false);
  const [on, setOn] = useState(remembered);
  const now = useRef();
  now.current = { board, deeds };

  useEffect(() => {
    if (!on) return undefined;
    function press(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
      const act = actOf(event, now.current, () => setOpen(true));
      if (!act) return;
      event.preventDefault();
      act();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [on]);

  function turn(wanted) {
    setOn(wanted);
    remember(wanted);
  }

  return html`<p class="room-keys no-print">
      <${Button} kind="quiet" icon="keyboard" onClick=${() => setOpen(true)}>${t("keys-title")}<//>
    </p>
    ${open &&
    html`<${Dialog} title=${t("keys-title")} onClose=${() => setOpen(false)}>
      <dl class="key-list">
        ${KEYS.map(([key, id]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${t(id)}</dd></div>`)}
      </dl>
      <${Checkbox} label=${t("keys-on")} checked=${on} onChange=${(event) => turn(event.currentTarget.checked)} />
    <//>`}`;
}

/** By the place of the key with Alt, for with Alt a Mac types other letters. */
function actOf({ key, code, altKey, target }, { board, deeds }, list) {
  if (altKey && code === "KeyM") return () => board.state === "live" && deeds.muteAll(!board.all_muted);
  if (altKey && code === "KeyS") return () => announce(stateOf(board));
  if (altKey || target.closest("input, textarea, select")) return null;
  if (key === "/") return () => document.getElementById(ADD_FIELD)?.focus();
  return key === "?" ? list : null;
}

function stateOf({ joined, parties }) {
  const counts = [
    ["keys-said-joined", joined],
    ["keys-said-muted", parties.filter((party) => !party.over && party.muted).length],
    ["keys-said-called", parties.filter(isCalled).length],
    ["keys-said-hands", parties.filter((party) => party.hand_at).length],
  ];
  const said = counts.filter(([id, count]) => count || id === "keys-said-joined");
  return said.map(([id, count]) => t(id, { count })).join(t("comma-said"));
}

// A browser may forbid storage: then the choice lasts as long as the page.
function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) !== "off";
  } catch {
    return true;
  }
}

function remember(on) {
  try {
    if (on) localStorage.removeItem(REMEMBERED);
    else localStorage.setItem(REMEMBERED, "off");
  } catch {
    /* as above */
  }
}
