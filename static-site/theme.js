// Light or dark: the system's, until somebody chooses the other one here (主题).
import { effect, signal } from "./vendor/preact.js";

const REMEMBERED = "theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

const systemDark = signal(system.matches);
const chosen = signal(stored());

export function dark() {
  return chosen.value ? chosen.value === "dark" : systemDark.value;
}

/** Change to the other one; what equals the system's is not kept, so that it follows again. */
export function toggleTheme() {
  const wanted = dark() ? "light" : "dark";
  chosen.value = (wanted === "dark") === systemDark.value ? null : wanted;
}

system.addEventListener("change", (event) => {
  systemDark.value = event.matches;
});

effect(() => {
  if (chosen.value) document.documentElement.dataset.theme = chosen.value;
  else delete document.documentElement.dataset.theme;
  try {
    if (chosen.value) localStorage.setItem(REMEMBERED, chosen.value);
    else localStorage.removeItem(REMEMBERED);
  } catch {
    /* forbidden storage: the choice lasts as long as the page */
  }
});

function stored() {
  try {
    const theme = localStorage.getItem(REMEMBERED);
    return theme === "dark" || theme === "light" ? theme : null;
  } catch {
    return null;
  }
}
