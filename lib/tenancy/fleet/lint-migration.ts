/** One statement that the release before could not live with. */
export type MigrationFault = { rule: string; statement: string };

/**
 * While a fleet migrates, and after a release is rolled back, the code of the release before meets the new shape. So
 * a migration only adds: what takes away or narrows must carry `-- contract: <why no running release needs it>` in
 * the lines right above it, at the earliest one release after the code stopped using it.
 */
const RULES: readonly { rule: string; pattern: RegExp }[] = [
  {
    rule: "drops what the release before may use",
    pattern:
      /^drop\s+(table|view|materialized\s+view|schema|type|function|procedure|sequence|index)\b|\bdrop\s+column\b/i,
  },
  { rule: "renames what the release before may use", pattern: /\brename\s+(to|column|constraint)\b/i },
  { rule: "changes the type of a column", pattern: /\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b/i },
  { rule: "refuses null where the release before may write it", pattern: /\bset\s+not\s+null\b/i },
  {
    rule: "adds a column that the release before cannot fill",
    pattern: /\badd\s+column\b(?!.*\b(default|generated)\b).*\bnot\s+null\b/i,
  },
  {
    rule: "checks all rows under a lock; add it NOT VALID and validate later",
    pattern: /^alter\s+table\b.*\badd\s+constraint\b(?!.*\b(not\s+valid|using\s+index)\b)/i,
  },
  {
    rule: "rewrites or empties rows in the run of a migration",
    pattern: /^(truncate|delete\s+from|lock\s+table)\b/i,
  },
  { rule: "takes a right that the release before may use", pattern: /^revoke\b(?!.*\bfrom\s+public\b)/i },
  {
    rule: "ends the transaction that the runner opened",
    pattern: /^(commit|rollback|begin|start\s+transaction)\b/i,
  },
];

/** The statements of a migration that break N and N−1, unless they carry their reason. */
export function lintMigration(sql: string): MigrationFault[] {
  return statementsOf(sql).flatMap(({ text, comment }) => {
    if (/^\s*--\s*contract:\s*\S/im.test(comment)) return [];
    // What the same file made, nobody uses yet.
    const made = /^alter\s+table\s+(?:only\s+)?(\S+)/i.exec(text)?.[1];
    if (
      made &&
      new RegExp(
        `\\bcreate\\s+(unlogged\\s+)?table\\s+(if\\s+not\\s+exists\\s+)?${escapeRegExp(made)}\\b`,
        "i",
      ).test(sql)
    )
      return [];
    const actions = actionsOf(text);
    return RULES.filter(({ pattern }) => actions.some((action) => pattern.test(action))).map(({ rule }) => ({
      rule,
      statement: text.slice(0, 120),
    }));
  });
}

/** One `alter table` may do several things; each is judged by itself, so that the words of one do not excuse another. */
function actionsOf(text: string): string[] {
  const [head] = /^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?\S+\s/i.exec(text) ?? [];
  if (!head) return [text];
  const actions = [""];
  let depth = 0;
  for (const char of text.slice(head.length)) {
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    if (char === "," && depth === 0) actions.push("");
    else actions[actions.length - 1] += char;
  }
  return actions.map((action) => head + action.trim());
}

type Statement = { text: string; comment: string };

/** Statements with the comment lines above each. Bodies of functions run later and are left out. */
function statementsOf(sql: string): Statement[] {
  // A comment's apostrophes and semicolons are no syntax.
  const readable = sql.replace(/--[^\n]*/g, (comment) => comment.replace(/[';$]/g, " "));
  const flat = readable.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''").replace(/'(?:[^']|'')*'/g, "''");
  return flat.split(";").map((part) => {
    const lines = part.split("\n");
    const comment = lines.filter((line) => line.trim().startsWith("--")).join("\n");
    const text = lines
      .filter((line) => !line.trim().startsWith("--"))
      .join(" ")
      .replace(/\s+/g, " ")
      .trim();
    return { text, comment };
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
