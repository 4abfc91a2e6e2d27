// The conference that goes on: who is there, what is said of it, what can be done (会场).
import { html, useMemo } from "../../../vendor/preact.js";
import { account } from "../../../store.js";
import { AddPanel } from "./add-panel.js";
import { Banners } from "./banners.js";
import { createDeeds } from "./deeds.js";
import { Hands } from "./hands.js";
import { Head } from "./head.js";
import { Keys } from "./keys.js";
import { Log } from "./log.js";
import { useNews } from "./news.js";
import { People } from "./people.js";
import { useAddressBook } from "./address-book.js";

export function Board({ live, board, guest }) {
  const deeds = useMemo(() => createDeeds(live), [live]);
  const book = useAddressBook(!guest && Boolean(account.value));
  useNews(board);
  return html`
    <${Head} live=${live} board=${board} deeds=${deeds} />
    <${Banners} live=${live} board=${board} />
    <div class="room-columns">
      <div class="stack">
        <${Hands} live=${live} board=${board} deeds=${deeds} />
        <${People} live=${live} board=${board} deeds=${deeds} contacts=${book.contacts} />
      </div>
      <div class="stack room-aside">
        <${AddPanel} live=${live} board=${board} deeds=${deeds} book=${book} />
        <${Log} entries=${board.log} />
      </div>
    </div>
    <${Keys} board=${board} deeds=${deeds} />
  `;
}
