import { useEffect, useState } from 'preact/hooks';
import { go } from '../route';
import { Dialog } from './dialog';

/** The id of the box for words. */
export const SEARCH = 'search';

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl Enter', 'Build what the requirement says; apply a change to a file'],
  ['Enter', 'Send a message to the team; Shift Enter begins a line'],
  ['/', 'Search the tasks'],
  ['Escape', 'Close what is open; what was typed is kept'],
  ['?', 'These keys'],
];

const TYPED_INTO = 'input, textarea, select, [contenteditable]';

/** The keys that work everywhere but where somebody types. */
export function Keys() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.matches(TYPED_INTO);
      if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
        return;
      }
      if (event.key === '?') {
        setShown(true);
      } else if (event.key === '/') {
        event.preventDefault();
        go({ page: 'home' });
        void searchBox().then((box) => box?.focus());
      }
    };
    const asked = () => setShown(true);
    addEventListener('keydown', pressed);
    addEventListener('keys-asked', asked);
    return () => {
      removeEventListener('keydown', pressed);
      removeEventListener('keys-asked', asked);
    };
  }, []);
  if (!shown) {
    return null;
  }
  return (
    <Dialog title="Keys" close={() => setShown(false)}>
      <dl class="keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div class="row-end">
        <button type="button" class="button" onClick={() => setShown(false)}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

export function askForKeys(): void {
  dispatchEvent(new Event('keys-asked'));
}

const LOOKS = 40;
const LOOK_MS = 50;

/** The box for words, which is there once the list is. */
async function searchBox(): Promise<HTMLElement | null> {
  for (let look = 0; look < LOOKS; look++) {
    const box = document.getElementById(SEARCH);
    if (box) {
      return box;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return null;
}
