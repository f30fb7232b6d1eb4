const FENCE = '---';
const ENTRY = /^([A-Za-z][\w-]*):\s*(.*)$/;

/** Takes `key: value` lines between two fences off the beginning. Without the second fence there is no front matter. */
export function takeFrontMatter(lines) {
  const end = lines[0] === FENCE ? lines.indexOf(FENCE, 1) : -1;
  if (end < 0) {
    return { meta: {}, lines };
  }
  const entries = lines.slice(1, end).map((line) => ENTRY.exec(line)).filter(Boolean);
  return { meta: Object.fromEntries(entries.map(([, key, value]) => [key, value.trim()])), lines: lines.slice(end + 1) };
}
