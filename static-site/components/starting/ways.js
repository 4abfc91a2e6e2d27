// From a start that failed to the next one: the same again, or from another phone (再次发起).
import { api, keyKeeper } from "../../api.js";
import { go } from "../../router.js";
import { askedFor, prepareWith, started } from "./draft.js";

const keys = keyKeeper();

/** Start the same conference again; after a reload its phone is not known: then the page 会议 asks. */
export async function startAgain(board) {
  const body = askedFor(board.id);
  if (!body) {
    startElsewhere(board);
    return;
  }
  const fresh = await api("POST", "/conferences", body, { key: keys({ ...body, after: board.id }) });
  keys.done();
  started(fresh.id, body);
  go(`/conference/${fresh.id}`, { replace: true });
}

/** Have everything stand on the page 会议 as it was, to choose another phone. */
export function startElsewhere(board) {
  prepareWith(board.parties, askedFor(board.id)?.host_id);
  go("/conference");
}
