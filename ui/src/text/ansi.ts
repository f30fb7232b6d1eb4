/** Control sequences of terminals, whole or cut off, and every control character but tab and newline. */
// eslint-disable-next-line no-control-regex
const CONTROL = /\u001b\[[0-?]*[ -/]*[@-~]?|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b.?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The text without what would command a terminal. */
export function plain(text: string): string {
  return text.replace(CONTROL, '');
}
