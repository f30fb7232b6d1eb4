/** Tells commands from sentences about commands. */

const CAPITALISED = /^[A-Z][a-z]*[,:]?$/;
const PLAIN_WORD = /^[a-z]+$/;
const END_OF_SENTENCE = /\p{L}[.!?:]["')]?$/u;
const FEWEST_WORDS = 3;

/** Whether a line can be typed into a shell: not one that begins or ends as a sentence does. */
export function isCommand(line: string): boolean {
  const text = line.trim();
  const [first = '', ...rest] = text.split(/\s+/);
  if (rest.length + 1 < FEWEST_WORDS) {
    return text !== '' && !text.endsWith(':');
  }
  const opens = CAPITALISED.test(first) && rest.some((word) => PLAIN_WORD.test(word));
  return !opens && !END_OF_SENTENCE.test(text);
}

/** Whether a step of a check is a request to a program that listens, such as `POST /notes`. */
export function isRequest(step: string): boolean {
  return /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \//.test(step);
}
