// Which month is looked at (查询): its address is the month's, so that it can be kept, and gone back to.
import { html, useEffect, useState } from "../../vendor/preact.js";
import { Button } from "../../components/button.js";
import { SelectField } from "../../components/field.js";
import { t } from "../../i18n.js";
import { go } from "../../router.js";
import { lastMonths, monthName, stateOf } from "./amounts.js";

export function Choose({ kept }) {
  const here = kept.month.value;
  const [chosen, setChosen] = useState(here);
  useEffect(() => setChosen(here), [here]);
  const states = new Map((kept.months.value ?? []).map((one) => [one.month, stateOf(one)]));
  const known = states.size ? [...states.keys()] : lastMonths();
  // A month may have begun since they were asked for.
  const months = kept.statement.value?.month === here && here > known[0] ? [here, ...known] : known;

  function submit(event) {
    event.preventDefault();
    const month = months.includes(chosen) ? chosen : months[0];
    if (month === here) {
      kept.load(month); // not anew by the address: without a month, it means another one by now
      kept.loadMonths();
    } else go(`/records?month=${month}`);
  }

  return html`<form class="records-choose" onSubmit=${submit}>
    <${SelectField}
      label=${t("records-month")}
      value=${months.includes(chosen) ? chosen : months[0]}
      onInput=${(event) => setChosen(event.currentTarget.value)}
    >
      ${months.map(
        (month) => html`<option key=${month} value=${month}>${optionOf(month, states.get(month))}</option>`,
      )}
    <//>
    <${Button} type="submit" kind="primary" icon="search" busy=${kept.loading.value}>${t("records-query")}<//>
  </form>`;
}

function optionOf(month, state) {
  const name = monthName(month);
  return state ? t("records-option", { month: name, state: t(state) }) : name;
}
