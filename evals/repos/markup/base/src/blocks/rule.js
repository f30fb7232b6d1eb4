const RULE = /^ {0,3}([-*_])[ ]*(?:\1[ ]*){2,}$/;

/** Three or more of the same mark. */
export function parseRule(lines, index) {
  return isRule(lines[index]) ? { node: { type: 'rule' }, next: index + 1 } : null;
}

export function isRule(line) {
  return RULE.test(line);
}
