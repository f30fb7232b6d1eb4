import { indentation, outdent } from '../lines.js';

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/;

/** The characters of the fence that the line is, or null. */
export function isFence(line) {
  return FENCE.exec(line)?.[1] ?? null;
}

/** Fenced code; without a second fence it goes on to the end. */
export function parseCode(lines, index) {
  const opening = FENCE.exec(lines[index]);
  if (!opening) {
    return null;
  }
  const [, fence, language] = opening;
  const columns = indentation(lines[index]);
  const text = [];
  let next = index + 1;
  while (next < lines.length && !closes(lines[next], fence)) {
    text.push(outdent(lines[next++], columns));
  }
  return { node: { type: 'code', language: language || null, text: text.join('\n') }, next: next + 1 };
}

function closes(line, fence) {
  const trimmed = line.trim();
  return indentation(line) <= 3 && trimmed.length >= fence.length && trimmed === fence[0].repeat(trimmed.length);
}
