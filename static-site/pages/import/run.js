// The course of one import: the rows, the result of each, and what is being done now.
import { Problem } from "../../api.js";
import { announce } from "../../components/announce.js";
import { focusSoon } from "../../components/focus.js";
import { t } from "../../i18n.js";
import { useEffect, useRef, useState } from "../../vendor/preact.js";
import { foresee, send } from "./check.js";
import { BadFile, read } from "./csv.js";

const START = { step: "choose", file: "", rows: [], results: new Map(), running: null, problem: null };

export function useImport() {
  const [state, setState] = useState({ ...START, bad: null, busy: false });
  const stop = useRef(null);
  const halted = useRef(false);
  const set = (change) => setState((before) => ({ ...before, ...change }));
  useEffect(() => () => stop.current?.abort(), []);

  const open = async (file) => {
    set({ bad: null, busy: true });
    try {
      const rows = await read(file);
      set({ ...START, step: "check", file: file.name, rows, results: foresee(rows), busy: false });
      await run(rows, { dryRun: true, results: foresee(rows) });
    } catch (caught) {
      if (!(caught instanceof BadFile)) throw caught;
      set({ bad: caught.code, busy: false });
    }
  };

  /** Send those of *rows* that have no result yet; the file's order is kept. */
  const run = async (rows, { dryRun, results }) => {
    stop.current?.abort();
    halted.current = false;
    const { signal } = (stop.current = new AbortController());
    const waiting = rows.filter((row) => !results.has(row));
    const running = { dryRun, done: 0, total: waiting.length };
    set({ step: "check", running, problem: null });
    const tell = (told) => {
      for (const [row, result] of told) results.set(row, dryRun ? result : settled(result));
      Object.assign(running, { done: running.done + told.length, halting: halted.current });
      set({ results: new Map(results), running: { ...running } });
    };
    try {
      await send(waiting, { dryRun, tell, enough: () => halted.current, signal });
    } catch (problem) {
      if (signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      set({ running: null, problem });
      return;
    }
    set({ running: null, step: dryRun ? "check" : "done" });
    announce(dryRun ? checked(results) : t(halted.current ? "import-stopped" : "import-done"));
  };

  const check = () => {
    focusSoon("import-file-name");
    return run(state.rows, { dryRun: true, results: state.results });
  };
  const start = () => {
    const results = new Map([...state.results].filter(([row, result]) => !wanted(row, result)));
    focusSoon("import-stop");
    return run(state.rows, { dryRun: false, results });
  };
  const halt = () => {
    halted.current = true;
    set({ running: { ...state.running, halting: true } });
  };
  const reset = () => {
    stop.current?.abort();
    focusSoon("import-file");
    set(START);
  };
  return { ...state, counts: count(state), open, check, start, halt, reset };
}

/** Whether the import has something to do for *row*: a number that is there may still join groups. */
export function wanted(row, { outcome }) {
  return outcome === "new" || (outcome === "duplicate" && row.group !== "");
}

/** How many rows have come to what; rows without a result are "waiting". */
function count({ rows, results }) {
  const counts = { all: rows.length, new: 0, duplicate: 0, error: 0, done: 0, waiting: 0, wanted: 0 };
  for (const row of rows) {
    const result = results.get(row);
    counts[result?.outcome ?? "waiting"] += 1;
    if (result && wanted(row, result)) counts.wanted += 1;
  }
  return counts;
}

export function checked(results) {
  const numbers = { new: 0, duplicate: 0, error: 0, done: 0 };
  for (const { outcome } of results.values()) numbers[outcome] += 1;
  return t("import-checked", numbers);
}

const settled = (result) => (result.outcome === "new" ? { ...result, outcome: "done" } : result);
