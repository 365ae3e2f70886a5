/** A guard in the source that a run can switch off. */
export type Guard = {
  id: number;
  kind: "permission" | "staff" | "route" | "filter";
  file: string;
  line: number;
  text: string;
};

const PATTERNS: readonly {
  kind: Guard["kind"];
  files: RegExp;
  find: RegExp;
  put: (id: number, match: string[]) => string;
}[] = [
  {
    kind: "permission",
    files: /^lib\//,
    find: /^( *)(ctx\.authorize\([^;]*\);)$/,
    put: (id, [, indent, call]) => `${indent}if (!globalThis.__off?.(${id})) ${call}`,
  },
  {
    kind: "staff",
    files: /^lib\//,
    find: /^( *)(assertStaff\(ctx\);)$/,
    put: (id, [, indent, call]) => `${indent}if (!globalThis.__off?.(${id})) ${call}`,
  },
  {
    kind: "route",
    files: /^app\/api\/.*route\.ts$/,
    find: /^( *)permission: ("[^"]+"),$/,
    put: (id, [, indent, name]) =>
      `${indent}get permission() { return globalThis.__off?.(${id}) ? undefined : ${name}; },`,
  },
];

// What works across tenants by purpose has no filter to lose.
const FILTERED =
  /^lib\/(?!testing|back-office|tenancy|lifecycle\/(erasure|provisioning|canaries|passport|backup))/;

/** Rewrites one file so that each of its guards asks whether it is switched off. */
export function instrument(
  source: string,
  file: string,
  firstId: number,
): { source: string; guards: Guard[] } {
  const guards: Guard[] = [];
  const filtered = FILTERED.test(file) ? wrapFilters(source, file, firstId, guards) : source;
  const lines = filtered.split("\n").map((line, index) => {
    for (const { kind, files, find, put } of PATTERNS) {
      const match = files.test(file) ? line.match(find) : null;
      if (!match) continue;
      const id = firstId + guards.length;
      guards.push({ id, kind, file, line: index + 1, text: line.trim() });
      return put(id, match);
    }
    return line;
  });
  return { source: lines.join("\n"), guards };
}

/** Every `where` with the tenant among its own conditions, however many lines it takes. */
function wrapFilters(source: string, file: string, firstId: number, guards: Guard[]): string {
  let made = "";
  let done = 0;
  for (const match of source.matchAll(/\bwhere: \{/g)) {
    const start = match.index + match[0].length - 1;
    const { end, own } = objectAt(source, start);
    if (start < done || !/\btenantId\b/.test(own)) continue;
    const where = source.slice(start, end);
    const id = firstId + guards.length;
    const line = source.slice(0, start).split("\n").length;
    guards.push({ id, kind: "filter", file, line, text: `where ${where.replaceAll(/\s+/g, " ")}` });
    made += `${source.slice(done, start)}(globalThis.__where ?? ((_id, all) => all))(${id}, ${where})`;
    done = end;
  }
  return made + source.slice(done);
}

/** The end of the object that starts at `start`, and the text of its first level. */
function objectAt(source: string, start: number): { end: number; own: string } {
  let depth = 0;
  let own = "";
  for (let at = start; at < source.length; at += 1) {
    const sign = source[at] ?? "";
    if (sign === "{") depth += 1;
    if (sign === "}") depth -= 1;
    if (depth === 0) return { end: at + 1, own };
    if (depth === 1) own += sign;
  }
  return { end: source.length, own };
}
