// Who is called, from which phone, and the start (会议准备).
import { html, useRef, useState } from "../../vendor/preact.js";
import { api, keyKeeper, Problem } from "../../api.js";
import { t } from "../../i18n.js";
import { go } from "../../router.js";
import { account, service } from "../../store.js";
import { Form } from "../../components/form.js";
import { HostField, useHosts } from "../../components/host-field.js";
import { Parties } from "../../components/parties.js";
import { checkParties } from "../../components/parties/check.js";
import { Groups } from "../../components/parties/groups.js";
import { Picker, stay, suggestions } from "../../components/parties/picker.js";
import { say } from "../../components/problem.js";
import { draft, started } from "../../components/starting/draft.js";
import { Keys } from "../../components/keys.js";
import { useBook } from "../../components/book.js";
import { Going } from "./prepare-going.js";
import { StartBar } from "./prepare-start.js";

export { prepareWith } from "../../components/starting/draft.js";

export const MOST = 32; // until the service has said its own

export function Prepare() {
  const book = useBook();
  const hosts = useHosts();
  const finish = useRef(null);
  const [keys] = useState(keyKeeper);
  const [wrong, setWrong] = useState({});
  const { parties, host: chosen } = draft.value;
  const phones = hosts.items ?? [{ id: "registered", number: account.value.number, registered: true }];
  const host = phones.find(({ id }) => id === chosen) ?? phones[0];
  const most = service.value?.max_parties ?? MOST;
  const contacts = book.contacts.value;
  const list = { parties, host: host.number, most, onChange: change };

  function change(update) {
    setWrong({});
    draft.value = { ...draft.value, parties: update(draft.value.parties) };
  }

  function check() {
    return checkParties({ finish, all: () => draft.value.parties, host: host.number, most });
  }

  async function start() {
    const body = { host_id: host.id, parties: draft.value.parties };
    setWrong({});
    import("./room.js"); // the phone rings at once, and so should the page be there
    try {
      const { id } = await api("POST", "/conferences", body, { key: keys(body) });
      keys.done();
      started(id, body);
      go(`/conference/${id}`);
    } catch (problem) {
      if (problem instanceof Problem && problem.details.number) {
        setWrong({ [problem.details.number]: say(problem) });
      }
      throw problem;
    }
  }

  return html`
    <h1 tabindex="-1">${t("conference-title")}</h1>
    <p class="lead">${t("prepare-lead")}</p>
    <${Going} />
    <${Form} class="prepare" onSubmit=${start} check=${check} onKeyDown=${stay}>
      <section class="card stack prepare-who" aria-label=${t("prepare-who")}>
        <${HostField}
          phones=${phones}
          failure=${hosts.failure}
          value=${host.id}
          onChange=${(id) => (draft.value = { ...draft.value, host: id })}
        />
        <${Parties}
          ...${list}
          contacts=${contacts}
          wrong=${wrong}
          finish=${finish}
          suggest=${(query) => suggestions(contacts, query)}
        >
          <${Groups} ...${list} book=${book} />
        <//>
      </section>
      <${Picker} ...${list} book=${book} />
      <${StartBar} count=${parties.length + 1} />
    <//>
    <p class="muted prepare-phone"><${Keys} text=${t("prepare-by-phone")} /> <a href="#/help">${t("by-phone-help")}</a></p>
  `;
}
