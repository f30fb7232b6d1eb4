import type { Call } from '../fold/calls';
import { count, plural, span } from './words';

/** Below this a speed is a guess. */
const MEASURABLE_S = 1;
/** A pause in the text that is worth a word. */
const SILENCE_S = 10;

/** What a model does: "reading the prompt (about 1,200 tokens), 35 s", and then "212 words, 9 words a second". */
export function describeCall(call: Call, now: number): string {
  const { promptTokens, firstAt, lastAt, words } = call;
  if (firstAt === null || lastAt === null) {
    const size = promptTokens ? ` (about ${count(Number(promptTokens.toPrecision(2)))} tokens)` : '';
    const seconds = Math.floor((now - Date.parse(call.askedAt)) / 1000);
    return `reading the prompt${size}${seconds < 1 ? '' : `, ${span(seconds)}`}`;
  }
  const took = (Date.parse(lastAt) - Date.parse(firstAt)) / 1000;
  const speed = (words - call.wordsAtFirst) / took;
  const silence = Math.floor((now - Date.parse(lastAt)) / 1000);
  return [
    call.thinks ? `thinking, ${plural(words, 'word')}` : plural(words, 'word'),
    took >= MEASURABLE_S ? `${speed < 2 ? speed.toFixed(1) : count(Math.round(speed))} words a second` : '',
    silence >= SILENCE_S ? `nothing more for ${span(silence)}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
