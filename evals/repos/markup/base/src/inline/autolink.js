const ADDRESS = /<(https?:\/\/[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>/y;

/** `<https://…>` and `<somebody@example.org>`. */
export function parseAutolink(text, index) {
  ADDRESS.lastIndex = index;
  const address = ADDRESS.exec(text)?.[1];
  if (!address) {
    return null;
  }
  const href = address.startsWith('http') ? address : `mailto:${address}`;
  return { node: { type: 'link', href, title: null, children: [{ type: 'text', text: address }] }, next: ADDRESS.lastIndex };
}
