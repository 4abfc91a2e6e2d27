// What the host asks for: one act runs once at a time, and one that fails says why (会议控制).
import { signal } from "../../../vendor/preact.js";
import { Problem } from "../../../api.js";
import { announce } from "../../../components/announce.js";
import { say } from "../../../components/problem.js";
import { toast } from "../../../components/toast.js";

/** Return the deeds that can be asked of *live*; *running* and *refused* are for the rows to show. */
export function createDeeds(live) {
  const running = signal(new Set());
  const refused = signal(new Map());

  const mark = (name, on) => {
    const next = new Set(running.value);
    if (on) next.add(name);
    else next.delete(name);
    running.value = next;
  };
  const refuse = (id, sentence) => {
    if (!sentence && !refused.value.has(id)) return;
    const next = new Map(refused.value);
    if (sentence) next.set(id, sentence);
    else next.delete(id);
    refused.value = next;
  };

  /** Never kept for later: what is asked for offline is not done at all. */
  async function run(name, deed, failed) {
    if (running.value.has(name) || live.connection.value === "offline") return;
    mark(name, true);
    try {
      await deed();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      failed(say(problem));
    } finally {
      mark(name, false);
    }
  }

  const forAll = (name, method, path, body) =>
    run(name, () => live.act(method, path, body), (sentence) => toast(sentence, { kind: "error" }));

  return {
    running,
    refused,
    muteAll: (muted) => forAll("mute-all", "PATCH", "", { all_muted: muted }),
    lock: (locked) => forAll("lock", "PATCH", "", { locked }),
    end: () => forAll("end", "POST", "/end", {}),
    letSpeak: (id) => forAll("speak", "POST", `/parties/${id}/speak`, {}),
    invite: (parties) => live.act("POST", "/parties", { parties }, { rings: "" }),
    /** Do one of the *actions* of a row. */
    forOne({ id, attempts }, { name, method, path, body, rings }) {
      refuse(id, null);
      const options = rings ? { rings: attempts } : undefined;
      return run(`${id} ${name}`, () => live.act(method, path, body, options), (sentence) => {
        refuse(id, sentence);
        announce(sentence);
      });
    },
  };
}
