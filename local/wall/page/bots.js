// The table of phones that nobody holds.

/** Fill the body of the table with one row for each behaviour. */
export function showBots(body, bots) {
  body.replaceChildren(
    ...bots.map(({ ending, description }) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = ending ? `…${ending}` : "其他";
      row.append(head);
      row.insertCell().textContent = description;
      return row;
    }),
  );
}
