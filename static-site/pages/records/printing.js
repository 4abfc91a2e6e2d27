// Send the statement to the printer (打印对账单): the page holds it all the time, for paper only.
import { t } from "../../i18n.js";
import { monthName } from "./amounts.js";

const DRAWN = 2; // frames until what was loaded last is on the page

/** Print; a file made of it is named after the statement. */
export async function printStatement(month) {
  for (let frame = 0; frame < DRAWN; frame += 1) await new Promise(requestAnimationFrame);
  const before = document.title;
  document.title = t("records-file", { month: monthName(month) });
  const back = () => {
    document.title = before;
  };
  window.addEventListener("afterprint", back, { once: true });
  window.print();
}
