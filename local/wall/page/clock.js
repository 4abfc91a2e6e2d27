// The clock of product and network: a quarter of an hour forward at each press, never back.

import { duration } from "./words.js";

/** Show the button if the product's clock can be moved, and how far ahead it is. */
export async function watchClock(button, shown) {
  const take = async (answer) => {
    const { ahead_seconds: ahead } = await (await answer).json();
    button.hidden = ahead == null && !shown.value;
    if (ahead >= 60) shown.value = `时钟 +${duration(ahead)}`;
    return ahead != null;
  };
  button.addEventListener("click", async () => {
    const moved = await take(fetch("/phones/clock", { method: "PUT" })).catch(() => false);
    if (!moved) shown.value = "时钟没有快进,请再试一次。";
  });
  await take(fetch("/phones/clock"));
}
