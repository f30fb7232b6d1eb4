const PUNCTUATION = /[!-/:-@[-`{-~]/;

/** A backslash takes its meaning from the punctuation after it. */
export function parseEscape(text, index) {
  if (text[index] !== '\\' || !PUNCTUATION.test(text[index + 1] ?? '')) {
    return null;
  }
  return { node: { type: 'text', text: text[index + 1] }, next: index + 2 };
}
