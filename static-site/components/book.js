// The address book (通讯录) as the page holds it: every contact and every group, sorted by name.
import { api, keyKeeper, Problem } from "../api.js";
import { focusHeading } from "./focus.js";
import { computed, signal, useEffect, useMemo } from "../vendor/preact.js";

const CHUNK = 200;
const order = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true, sensitivity: "base" });
const byName = (one, other) => order.compare(one.name, other.name) || (one.id < other.id ? -1 : 1);

export function useBook() {
  const book = useMemo(createBook, []);
  useEffect(() => {
    book.load();
    return book.leave;
  }, [book]);
  return book;
}

/** The book without a page: `load()` fills it, `leave()` ends that. */
export function createBook() {
  const contacts = signal([]);
  const groups = signal([]);
  const loading = signal(true);
  const problem = signal(null);
  const leaving = new AbortController();
  const keys = keyKeeper();

  async function load() {
    const again = problem.value !== null;
    loading.value = true;
    try {
      await Promise.all([every("/contacts", contacts), every("/groups", groups)]);
      problem.value = null;
      if (again) focusHeading();
    } catch (caught) {
      if (!(caught instanceof Problem)) return; // we left
      problem.value = caught;
    }
    loading.value = false;
  }

  /** Fill *target* page by page; what is there already stays in sight until the first page is here. */
  async function every(path, target) {
    let items = [];
    let cursor = null;
    do {
      const query = new URLSearchParams({ limit: "500", ...(cursor && { cursor }) });
      const page = await api("GET", `${path}?${query}`, undefined, { signal: leaving.signal });
      items = items.concat(page.items);
      cursor = page.cursor;
      target.value = items.toSorted(byName);
    } while (cursor && !leaving.signal.aborted);
  }

  async function save(path, target, id, fields) {
    const saved = await (id
      ? api("PATCH", `${path}/${id}`, fields)
      : api("POST", path, fields, { key: keys(fields) }));
    keys.done();
    target.value = [...target.value.filter((item) => item.id !== saved.id), saved].toSorted(byName);
    return saved;
  }

  /** Take the items of *ids* away; the answer is how to bring them back (撤销). */
  async function remove(path, target, ids) {
    const chosen = new Set(ids);
    const gone = target.value.filter(({ id }) => chosen.has(id));
    await each(`${path}/removal`, ids);
    const others = () => target.value.filter(({ id }) => !chosen.has(id));
    target.value = others();
    return async () => {
      await each(`${path}/restoration`, ids);
      target.value = [...others(), ...gone].toSorted(byName);
    };
  }

  /** Groups that go or come back change the numbers of others. */
  const renumber = () => every("/groups", groups).catch(() => {});

  async function removeGroups(ids) {
    const restore = await remove("/groups", groups, ids);
    await renumber();
    return () => restore().then(renumber);
  }

  return {
    contacts,
    groups,
    loading,
    problem,
    groupsOf: computed(() => groupsByContact(groups.value)),
    load,
    leave: () => leaving.abort(),
    saveContact: (id, fields) => save("/contacts", contacts, id, fields),
    removeContacts: (ids) => remove("/contacts", contacts, ids),
    saveGroup: (id, fields) => save("/groups", groups, id, fields),
    removeGroups,
  };
}

async function each(path, ids) {
  for (let at = 0; at < ids.length; at += CHUNK) {
    await api("POST", path, { ids: ids.slice(at, at + CHUNK) });
  }
}

function groupsByContact(groups) {
  const found = new Map();
  for (const group of groups) {
    for (const id of group.members) found.set(id, [...(found.get(id) ?? []), group]);
  }
  return found;
}
