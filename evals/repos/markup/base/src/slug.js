/** Makes ids of texts, none twice. */
export class Slugger {
  #taken = new Set();

  slug(text) {
    const base = slugOf(text);
    let id = base;
    for (let count = 1; this.#taken.has(id); count++) {
      id = `${base}-${count}`;
    }
    this.#taken.add(id);
    return id;
  }
}

function slugOf(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.join('-') || 'section';
}
