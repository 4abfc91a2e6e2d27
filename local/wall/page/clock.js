// The clock of product and network: a quarter of an hour forward at each press, never back.

import { duration } from "./words.js";

const IDLE_TOO = "网站的登录也随时钟计时:久未操作会退出,重新登录即可。";

/** Show the button if the product's clock can be moved, and how far ahead it is. */
export async function watchClock(button, shown) {
  const take = async (answer, more = "") => {
    const { ahead_seconds: ahead } = await (await answer).json();
    button.hidden = ahead == null && !shown.value;
    if (ahead >= 60) shown.value = `时钟 +${duration(ahead)}${more}`;
    return ahead != null;
  };
  button.addEventListener("click", async () => {
    const moved = await take(fetch("/phones/clock", { method: "PUT" }), `。${IDLE_TOO}`).catch(() => false);
    if (!moved) shown.value = "时钟没有快进,请再试一次。";
  });
  await take(fetch("/phones/clock"));
}
