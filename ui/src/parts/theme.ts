/** Light or dark, by a person's choice, else as the system has it. The choice is kept in this browser. */

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'theme';
const DARK = '(prefers-color-scheme: dark)';
const changes = new EventTarget();

export function theme(): Theme {
  try {
    return THEMES.find((each) => each === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

export function choose(chosen: Theme): void {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Then it lasts as long as the page.
  }
  show(chosen);
}

export function show(chosen: Theme): void {
  document.documentElement.dataset.theme = chosen;
  changes.dispatchEvent(new Event('change'));
}

export function isDark(): boolean {
  const shown = document.documentElement.dataset.theme;
  return shown === 'dark' || (shown !== 'light' && matchMedia(DARK).matches);
}

/** Tells when that may have changed; answers how it is called off. */
export function onThemeChange(listener: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener('change', listener);
  changes.addEventListener('change', listener);
  return () => {
    query.removeEventListener('change', listener);
    changes.removeEventListener('change', listener);
  };
}
