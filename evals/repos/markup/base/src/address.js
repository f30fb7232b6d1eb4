const DANGEROUS = /^(?:javascript|vbscript|data):/i;

/** The address, or an empty one if following it would run something. */
export function safeAddress(address) {
  const bare = [...address].filter((character) => character > ' ').join('');
  return DANGEROUS.test(bare) ? '' : address;
}
