// Derives schemas.json from stripe-node's own type declarations: JSON Schemas of the objects on the wire, and
// the parameters each endpoint takes. Run after every upgrade of `stripe`:
//   node --import ./dev/register.mjs dev/stripe/generate-schemas.ts
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript5";
import { OBJECT_TYPES, PARAMETER_TYPES } from "./schemas/roots";
import { SchemaWriter } from "./schemas/writer";

const folder = import.meta.dirname;
/** Outside the sources, where a type checker that runs at the same time does not see it. */
const probe = path.join(folder, "../../node_modules/.cache/stripe-types", `probe-${process.pid}.ts`);

/** The text of schemas.json for the installed version of stripe-node. */
export function generateSchemas(): string {
  const names = [...Object.values(OBJECT_TYPES), ...Object.values(PARAMETER_TYPES)];
  const aliases = names.map((name, index) => `export type Root${index} = ${name};`);
  mkdirSync(path.dirname(probe), { recursive: true });
  writeFileSync(probe, `import type Stripe from "stripe";\n${aliases.join("\n")}\n`);
  try {
    return JSON.stringify(derive(names));
  } finally {
    rmSync(probe, { force: true });
  }
}

function derive(names: string[]) {
  const program = ts.createProgram([probe], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    exactOptionalPropertyTypes: true,
  });
  const source = program.getSourceFile(probe);
  if (!source) throw new Error(`${probe} was not read`);
  const errors = program.getSemanticDiagnostics(source);
  if (errors.length) throw new Error(ts.flattenDiagnosticMessageText(errors[0]?.messageText, "\n"));

  const writer = new SchemaWriter(program.getTypeChecker(), source, new Set(Object.keys(OBJECT_TYPES)));
  const types = names.map((_, index) => writer.typeOf(`Root${index}`));
  const objectNames = Object.keys(OBJECT_TYPES);
  const objects = Object.fromEntries(objectNames.map((name, i) => [name, writer.object(name, types[i])]));
  const parameters = Object.fromEntries(
    Object.keys(PARAMETER_TYPES).map((route, i) => [route, writer.parameters(types[objectNames.length + i])]),
  );
  const manifest = JSON.parse(
    readFileSync(path.join(folder, "../../node_modules/stripe/package.json"), "utf8"),
  );
  return {
    stripe: manifest.version,
    objects,
    definitions: writer.definitions,
    parameters,
    shapes: writer.shapes,
  };
}

if (process.argv[1] === import.meta.filename) {
  const text = generateSchemas();
  writeFileSync(path.join(folder, "schemas.json"), text);
  console.log(`schemas.json: ${(text.length / 1024).toFixed(0)} KB`);
}
