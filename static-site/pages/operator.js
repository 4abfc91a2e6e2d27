// The operator desk: log in, have a customer agree by phone, act for them (人工坐席).
import { Button } from "../components/button.js";
import { furnish } from "../components/furnish.js";
import { say } from "../components/problem.js";
import { Failed, Loading } from "../components/state.js";
import { toast } from "../components/toast.js";
import { Problem } from "../api.js";
import { t } from "../i18n.js";
import { html, useEffect, useState } from "../vendor/preact.js";
import { arrive, customer, desk, operator, serve, trouble } from "./operator/desk.js";
import { Login } from "./operator/login.js";
import { Verify } from "./operator/verify.js";
import { Workbench } from "./operator/workbench.js";

export const title = "desk-title";

await Promise.all(["people", "start", "reservations", "operator"].map(furnish));

export default function Operator() {
  useEffect(() => {
    arrive();
  }, []);
  if (trouble.value) return html`<h1>${t("desk-title")}</h1><${Failed} problem=${trouble.value} retry=${arrive} />`;
  if (operator.value === undefined) return html`<h1>${t("desk-title")}</h1><${Loading} />`;
  if (operator.value === null) return html`<${Login} />`;
  const agreed = customer.value?.state === "agreed";
  return html`
    <div class="desk-head">
      <h1 tabindex="-1">${t("desk-title")}</h1>
      <${Who} />
    </div>
    ${agreed ? html`<${Workbench} key=${customer.value.id} />` : html`<${Verify} />`}
  `;
}

function Who() {
  const { login, name } = operator.value;
  const [busy, setBusy] = useState(false);
  async function leave() {
    setBusy(true);
    try {
      if (customer.value?.state === "agreed") await desk("DELETE", `/customers/${customer.value.id}`);
      await desk("DELETE", "/sessions/current");
      serve(null);
      operator.value = null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      toast(say(problem), { kind: "error" });
      setBusy(false);
    }
  }
  return html`<p class="desk-who">
    <span><bdi>${name}</bdi> <span class="muted">${t("desk-login-of", { login })}</span></span>
    <${Button} kind="quiet" icon="log-out" busy=${busy} onClick=${leave}>${t("desk-leave")}<//>
  </p>`;
}
