export type Catalog = { [key: string]: string | Catalog };

/** Differences between two languages: keys only one has, and arguments or tags of one message only. */
export function compareCatalogs(first: Catalog, second: Catalog): string[] {
  const left = flatten(first);
  const right = flatten(second);
  const missing = [
    ...[...left.keys()].filter((key) => !right.has(key)).map((key) => `${key}: missing in the second`),
    ...[...right.keys()].filter((key) => !left.has(key)).map((key) => `${key}: missing in the first`),
  ];
  const different = [...left].flatMap(([key, message]) => {
    const other = right.get(key);
    if (other === undefined) return [];
    const expected = messageInputs(message).join(", ");
    const found = messageInputs(other).join(", ");
    return expected === found ? [] : [`${key}: takes (${expected}) in the first, (${found}) in the second`];
  });
  return [...missing, ...different];
}

function flatten(catalog: Catalog, prefix = ""): Map<string, string> {
  const entries = Object.entries(catalog).flatMap(([key, value]): [string, string][] => {
    const path = prefix ? `${prefix}.${key}` : key;
    return typeof value === "string" ? [[path, value]] : [...flatten(value, path)];
  });
  return new Map(entries);
}

/** Names of the arguments and tags of an ICU message, with the kind of plural and select arguments. */
export function messageInputs(message: string): string[] {
  const inputs = new Set<string>();
  readMessage(message, 0, inputs);
  return [...inputs].sort();
}

// Reads until the closing brace of a nested message; returns the position behind it.
function readMessage(text: string, start: number, inputs: Set<string>): number {
  let at = start;
  while (at < text.length && text[at] !== "}") {
    if (text[at] === "{") at = readArgument(text, at + 1, inputs);
    else {
      const tag = /^<(\w+)>/.exec(text.slice(at));
      if (tag?.[1]) inputs.add(`<${tag[1]}>`);
      at += 1;
    }
  }
  return at + 1;
}

function readArgument(text: string, start: number, inputs: Set<string>): number {
  const head = /^\s*(\w+)\s*(?:,\s*(\w+)\s*)?/.exec(text.slice(start));
  if (!head) return start;
  inputs.add(head[2] ? `${head[1]}:${head[2]}` : `${head[1]}`);
  let at = start + head[0].length;
  while (at < text.length && text[at] !== "}") {
    at = text[at] === "{" ? readMessage(text, at + 1, inputs) : at + 1;
  }
  return at + 1;
}
