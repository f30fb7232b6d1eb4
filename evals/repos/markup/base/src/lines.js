const TAB = '    ';

/** The lines of a text, whatever ends them. Tabs at the beginning of a line become blanks. */
export function splitLines(source) {
  return source.split(/\r\n|\r|\n/).map((line) => line.replace(/^[ \t]+/, (blanks) => blanks.replaceAll('\t', TAB)));
}

export function isBlank(line) {
  return line.trim() === '';
}

/** How many blanks a line begins with. */
export function indentation(line) {
  return line.length - line.trimStart().length;
}

/** The line without so many blanks at its beginning, or without those it has if they are fewer. */
export function outdent(line, columns) {
  return line.slice(Math.min(columns, indentation(line)));
}
