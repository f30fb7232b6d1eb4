import { useState } from 'preact/hooks';
import { MAIN, SkipLink } from '../parts/focus';
import { askForKeys } from '../parts/keys';
import { choose, theme, THEMES, type Theme } from '../parts/theme';
import { useLoaded } from '../parts/use';
import { rest } from '../server';
import { NewTask } from './new-task';
import { TaskList } from './task-list';

/** The start page: a form for a new task, and the tasks so far. */
export function Home() {
  const about = useLoaded(() => rest.about(), '');
  return (
    <div class="home">
      <header class="home-head">
        <SkipLink />
        <h1>MGX Engine</h1>
        {about.value && !about.value.simulated && <span class="quiet small">Model: {about.value.model}</span>}
        <a href="docs">API</a>
        <button type="button" class="button plain" onClick={askForKeys}>
          Keys
        </button>
        <ThemeChoice />
      </header>
      <main id={MAIN} tabIndex={-1}>
        {about.value?.simulated && (
          <p class="banner simulated">
            <b>Simulated:</b> canned answers. Connect a model to build anything.
          </p>
        )}
        <NewTask />
        <TaskList />
      </main>
    </div>
  );
}

const THEME_NAMES: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

function ThemeChoice() {
  const [chosen, setChosen] = useState(theme);
  return (
    <select
      class="field theme"
      aria-label="Theme"
      value={chosen}
      onChange={(event) => {
        const next = event.currentTarget.value as Theme;
        choose(next);
        setChosen(next);
      }}
    >
      {THEMES.map((each) => (
        <option key={each} value={each}>
          {THEME_NAMES[each]}
        </option>
      ))}
    </select>
  );
}
