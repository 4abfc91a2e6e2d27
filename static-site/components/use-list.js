// A short list of the account, loaded in one piece.
import { api, Problem } from "../api.js";
import { focusHeading } from "./focus.js";
import { useEffect, useState } from "../vendor/preact.js";

/** The *items* of *path*, null while they load; the rest changes what is shown, not what is stored. */
export function useList(path) {
  const [items, setItems] = useState(null);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const load = async (signal) => {
    setBusy(true);
    try {
      setItems((await api("GET", path, undefined, { signal })).items);
      setProblem(null);
    } catch (caught) {
      if (!(caught instanceof Problem)) return; // we left
      setProblem(caught);
    }
    setBusy(false);
  };
  useEffect(() => {
    const leaving = new AbortController();
    load(leaving.signal);
    return () => leaving.abort();
  }, [path]);
  const retry = async () => {
    await load();
    focusHeading();
  };
  return {
    items,
    failure: problem && { problem, busy, retry },
    put: (item) =>
      setItems((before) =>
        before.some(({ id }) => id === item.id)
          ? before.map((one) => (one.id === item.id ? item : one))
          : [...before, item],
      ),
    without: (gone) => setItems((before) => before.filter((item) => !gone.includes(item))),
  };
}
