// Tell a person which browser a User-Agent header means; names of products, the same in every language.

// The first that fits is meant: nearly every browser also calls itself Chrome or Safari.
const BROWSERS = [
  [/MicroMessenger\//, "WeChat"],
  [/Edg(A|iOS)?\//, "Edge"],
  [/HuaweiBrowser\//, "Huawei Browser"],
  [/(Miui|XiaoMi).*Browser\//, "Mi Browser"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/M?QQBrowser\//, "QQ Browser"],
  [/UCBrowser\//, "UC Browser"],
  [/OPR\//, "Opera"],
  [/(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];
const LONGEST = 60;
const HANDHELD = /iPhone|iPad|Android|HarmonyOS|Mobile/;

/** “Chrome · Windows”; of what we do not know, what it says of itself, or nothing. */
export function browserName(agent) {
  const known = [BROWSERS, SYSTEMS].map((names) => names.find(([mark]) => mark.test(agent))?.[1]);
  return known.filter(Boolean).join(" · ") || agent.slice(0, LONGEST);
}

export const handheld = (agent) => HANDHELD.test(agent);
