/** Where the keyboard is. */

export const MAIN = 'main';

/** To the content, past what stands before it on every page. */
export function SkipLink() {
  return (
    <button type="button" class="button skip" onClick={focusMain}>
      Skip to the content
    </button>
  );
}

function focusMain(): void {
  document.getElementById(MAIN)?.focus();
}

/**
 * Keeps the focus in the page: where what had it is gone or can not have it any more, the content gets it, so that somebody
 * with a keyboard does not begin at the top again.
 */
export function keepFocus(): void {
  let had: Element | null = null;
  addEventListener('focusin', ({ target }) => (had = target instanceof Element ? target : null));
  addEventListener('pointerdown', () => (had = null), true); // a click beside everything is meant
  new MutationObserver(() => {
    const lost = had !== null && document.activeElement === document.body && (!had.isConnected || had.matches(':disabled'));
    if (lost) {
      had = null;
      focusMain();
    }
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
}
