/** The parts that `--only a,b` names, all without it; null, and said, when there is no such part. */
export function chooseParts<Name extends string>(
  parts: Readonly<Record<Name, unknown>>,
): Chosen<Name> | null {
  const only = process.argv.includes("--only")
    ? (process.argv[process.argv.indexOf("--only") + 1] ?? "").split(",")
    : null;
  const all = Object.keys(parts) as Name[];
  const names = all.filter((name) => !only || only.includes(name));
  const unknown = only?.filter((name) => !Object.hasOwn(parts, name)) ?? [];
  if (unknown.length === 0 && names.length > 0) return { names, isWhole: only === null };
  console.log(`unknown part ${unknown.join(", ")}; parts are ${all.join(", ")}`);
  return null;
}

type Chosen<Name> = { names: Name[]; isWhole: boolean };
