/** Every node of a tree, each before those in it. */
export function* walk(node) {
  yield node;
  const inner = node.type === 'table' ? [...node.head, ...node.rows.flat()].flat() : node.children ?? [];
  for (const child of inner) {
    yield* walk(child);
  }
}
