/** What inline nodes say, without how they say it. */
export function plainText(nodes) {
  return nodes.map(textOf).join('');
}

function textOf(node) {
  switch (node.type) {
    case 'text':
    case 'code-span':
      return node.text;
    case 'image':
      return node.alt;
    case 'break':
      return ' ';
    default:
      return plainText(node.children);
  }
}
