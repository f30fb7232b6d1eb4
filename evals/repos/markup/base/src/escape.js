const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text between tags. */
export function escapeText(text) {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character]);
}

/** The value of an attribute in double quotes. */
export function escapeAttribute(text) {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
}
