// What the scripts in TypeScript share: reading server-sent events.

export function check(holds: boolean, what: unknown): void {
  if (!holds) throw new Error(JSON.stringify(what));
}

/** The data of each event of a response, until it ends; throws where it breaks. */
export async function* dataOf(answer: Response): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of answer.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = text.slice(0, end).split('\n').find(line => line.startsWith('data: '));
      text = text.slice(end + 2);
      if (data !== undefined) yield JSON.parse(data.slice(6));
    }
  }
}
