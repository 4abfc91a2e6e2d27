// Every sentence of the portal, in two languages, and how times and amounts are written (文案).
import { FluentBundle, FluentResource } from "./vendor/fluent.js";
import { batch, signal } from "./vendor/preact.js";

const LOCALES = { zh: "zh-CN", en: "en" };
const REMEMBERED = "language";

export const language = signal("zh");

const bundle = signal(null);
const names = new Set([""]);
const texts = new Map();
let asked = 0;

/** Load the words of *code* and speak it from now on; the last one asked for wins. */
export async function setLanguage(code, { remember = true } = {}) {
  const mine = ++asked;
  let resources = [];
  // A page may ask for more words meanwhile.
  while (resources.length < names.size) {
    resources = await Promise.all([...names].map((name) => resource(code, name)));
    if (mine !== asked) return;
  }

  const fresh = new FluentBundle(LOCALES[code], { useIsolating: false });
  for (const one of resources) fresh.addResource(one);
  batch(() => {
    bundle.value = fresh;
    language.value = code;
  });
  document.documentElement.lang = LOCALES[code];
  if (remember) store(code);
}

/** Make the words of `i18n/<language>.<name>.ftl` known, now and after a change of language. */
export async function words(name) {
  if (names.has(name)) return;
  names.add(name);
  const code = language.value;
  const one = await resource(code, name);
  if (code === language.value) bundle.value.addResource(one);
}

/** Return the sentence *id*; a missing one shows its name, which a test forbids. */
export function t(id, args) {
  const message = bundle.value?.getMessage(id);
  return message?.value ? bundle.value.formatPattern(message.value, args, []) : id;
}

export function known(id) {
  return Boolean(bundle.value?.hasMessage(id));
}

/** Say which language a visitor without an account gets: ?lang=, then remembered, then theirs. */
export function preferred() {
  const wanted = [new URLSearchParams(location.search).get("lang"), stored(), ...navigator.languages];
  const codes = wanted.map((one) => one?.slice(0, 2).toLowerCase());
  return codes.find((code) => code in LOCALES) ?? "zh";
}

export function date(iso) {
  return written(iso, { year: "numeric", month: "long", day: "numeric" });
}

export function time(iso) {
  return written(iso, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function toTheSecond(iso) {
  return written(iso, { timeStyle: "medium", hourCycle: "h23" });
}

/** Return *fen* as an amount with its unit; whole numbers all the way, never a float. */
export function yuan(fen) {
  return t("yuan", { amount: `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, "0")}` });
}

/** Return *fen* in yuan as people say a price: 20 is “0.2”. */
export function price(fen) {
  return String(fen / 100);
}

/** Return a moment in Beijing, as the options of Intl.DateTimeFormat want it. */
export function written(iso, options) {
  const format = new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", {
    timeZone: "Asia/Shanghai",
    ...options,
  });
  return format.format(new Date(iso));
}

async function resource(code, name) {
  const path = `./i18n/${code}${name && `.${name}`}.ftl`;
  if (!texts.has(path)) {
    const answer = await fetch(new URL(path, import.meta.url));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    texts.set(path, new FluentResource(await answer.text()));
  }
  return texts.get(path);
}

// A browser may forbid storage: then the choice lasts as long as the page.
function stored() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function store(code) {
  try {
    localStorage.setItem(REMEMBERED, code);
  } catch {
    /* as above */
  }
}
