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
  {
    kind: "filter",
    // What works across tenants by purpose has no filter to lose.
    files: /^lib\/(?!testing|back-office|tenancy|lifecycle\/(erasure|provisioning|canaries|passport|backup))/,
    find: /^(.*)where: (\{ [^{}]*\btenantId\b[^{}]* \})(.*)$/,
    put: (id, [, before, where, after]) =>
      `${before}where: (globalThis.__where?.(${id}, ${where}) ?? ${where})${after}`,
  },
];

/** Rewrites one file so that each of its guards asks whether it is switched off. */
export function instrument(
  source: string,
  file: string,
  firstId: number,
): { source: string; guards: Guard[] } {
  const guards: Guard[] = [];
  const lines = source.split("\n").map((line, index) => {
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
