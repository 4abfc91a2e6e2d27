// Read an address book from a CSV file, whichever program and language wrote it.

const COLUMNS = ["name", "number", "second_number", "note", "group"];
const EMPTY = Object.fromEntries(COLUMNS.map((column) => [column, ""]));
const TITLES = {
  name: ["姓名", "名字", "名称", "联系人", "name", "full name"],
  number: ["电话", "号码", "手机", "电话号码", "手机号", "手机号码", "phone", "number", "tel", "mobile"],
  second_number: ["备用电话", "备用号码", "电话2", "second", "second number", "phone 2", "phone2"],
  note: ["备注", "说明", "note", "notes", "remark"],
  group: ["会议组", "分组", "组", "group", "groups"],
};
export const MOST_BYTES = 1024 * 1024;

export class BadFile extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** The rows of *file*: {line, name, number, second_number, note, group}; raises BadFile. */
export async function read(file) {
  if (file.size > MOST_BYTES) throw new BadFile("too-large");
  const text = decode(new Uint8Array(await file.arrayBuffer()));
  const rows = arrange((await parser()).parse(text).data);
  if (rows.length === 0) throw new BadFile("empty");
  return rows;
}

async function parser() {
  try {
    return (await import("../../vendor/papaparse.js")).default;
  } catch {
    throw new BadFile("offline");
  }
}

/** The file's text: UTF-8, UTF-16 by its mark, or else GB18030, the usual one of Excel in China. */
export function decode(bytes) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new BadFile("workbook"); // "PK": a zip, so .xlsx
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    try {
      return new TextDecoder("gb18030", { fatal: true }).decode(bytes);
    } catch {
      throw new BadFile("unreadable");
    }
  }
}

/** Name the cells of each record by the header, or by their order when there is none. */
export function arrange(records) {
  const written = records
    .map((cells, index) => ({ cells, line: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim()));
  const titles = written[0]?.cells.map(columnOf) ?? [];
  const headed = titles.includes("number");
  const columns = headed ? titles : COLUMNS;
  return written.slice(headed ? 1 : 0).map(({ cells, line }) => {
    const row = { ...EMPTY, line };
    cells.forEach((cell, at) => {
      if (columns[at] && !row[columns[at]]) row[columns[at]] = plain(cell);
    });
    return row;
  });
}

function columnOf(title) {
  const wanted = title.trim().toLowerCase();
  return COLUMNS.find((column) => TITLES[column].includes(wanted)) ?? null;
}

/** A cell without the ' that keeps a spreadsheet from taking it for a formula. */
function plain(cell) {
  return cell.trim().replace(/^'(?=[=+\-@])/, "");
}
