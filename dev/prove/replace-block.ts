/** Puts what a proof measured between its two marks in a document. */
export function replaceBlock(document: string, name: string, text: string): string {
  const begin = `<!-- ${name} figures: begin (written by npm run prove:${name} -- --write-docs) -->`;
  const end = `<!-- ${name} figures: end -->`;
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`the document lacks the marks of ${name}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
