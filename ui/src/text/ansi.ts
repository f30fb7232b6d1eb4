/** A piece of a line in one style; `classes` are of `terminal.css`. */
export interface Piece {
  readonly text: string;
  readonly classes: string;
}

/** Control sequences of terminals, whole or cut off, and every control character but tab and newline. */
// prettier-ignore
const CONTROL = /\u001b\[[0-?]*[ -/]*[@-~]?|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b.?|\u009b[0-?]*[ -/]*[@-~]?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// eslint-disable-next-line no-control-regex
const COLOUR = /^(?:\u001b\[|\u009b)([0-9;]*)m$/;

/** The text without terminal control sequences and bidirectional controls. */
export function plain(text: string): string {
  return text.replace(CONTROL, '');
}

/** The text with its colours. All other control sequences are removed. */
export function pieces(text: string): Piece[] {
  if (!text.includes('\u001b') && !text.includes('\u009b')) {
    return [{ text: plain(text), classes: '' }];
  }
  const found: Piece[] = [];
  let style = { colour: '', bold: false };
  let from = 0;
  const push = (to: number) => {
    if (to > from) {
      found.push({ text: text.slice(from, to), classes: `${style.colour}${style.bold ? ' ansi-bold' : ''}`.trim() });
    }
  };
  for (const match of text.matchAll(CONTROL)) {
    push(match.index);
    from = match.index + match[0].length;
    const codes = COLOUR.exec(match[0])?.[1];
    if (codes !== undefined) {
      style = codes.split(';').map(Number).reduce(styled, style);
    }
  }
  push(text.length);
  return found;
}

function styled(style: { colour: string; bold: boolean }, code: number) {
  if (code === 0) {
    return { colour: '', bold: false };
  }
  if (code === 1 || code === 22) {
    return { ...style, bold: code === 1 };
  }
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
    return { ...style, colour: `ansi-${code % 10}` };
  }
  return code === 39 ? { ...style, colour: '' } : style;
}
