// Light, dark, or as the system has it; remembered in this browser.
export type Theme = "system" | "light" | "dark";
const ORDER: Theme[] = ["system", "light", "dark"];

export function theme(): Theme {
  const kept = localStorage.getItem("dragoman.theme");
  return ORDER.find((one) => one === kept) ?? "system";
}

export function applyTheme(): void {
  const chosen = theme();
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
}

export function nextTheme(): Theme {
  const next = ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length] as Theme;
  localStorage.setItem("dragoman.theme", next);
  applyTheme();
  return next;
}
