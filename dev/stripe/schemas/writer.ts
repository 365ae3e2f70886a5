import ts from "typescript5";

/** The part of JSON Schema that the generator emits. */
export type JsonSchema = { [keyword: string]: unknown };

/**
 * How one parameter is read from a form: `s`tring, `n`umber, `b`oolean, `*` anything, a list of allowed
 * words, `a`rray, `m`ap, `u`nion, or an object whose shape has an index in `shapes` (`o`).
 */
export type Shape =
  | "s"
  | "n"
  | "b"
  | "*"
  | { e: string[] }
  | { a: Shape }
  | { m: Shape }
  | { u: Shape[] }
  | { o: number };

/** Fields of one parameter object; a name that ends in `!` is required. */
export type ShapeFields = Record<string, Shape>;

const DECIMAL: JsonSchema = { type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" };
const EXPANDABLE_LEAF: JsonSchema = { type: "string" };

/** Walks types of stripe-node and writes object schemas and parameter shapes. */
export class SchemaWriter {
  readonly definitions: Record<string, JsonSchema> = {};
  readonly shapes: ShapeFields[] = [];
  private readonly definitionIds = new Map<ts.Type, string>();
  private readonly shapeIds = new Map<ts.Type, number>();
  private readonly shapeKeys = new Map<string, number>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly source: ts.SourceFile,
    private readonly objectNames: ReadonlySet<string>,
  ) {}

  /** The type behind an alias of the probe file. */
  typeOf(alias: string): ts.Type {
    for (const statement of this.source.statements) {
      if (ts.isTypeAliasDeclaration(statement) && statement.name.text === alias) {
        return this.checker.getTypeFromTypeNode(statement.type);
      }
    }
    throw new Error(`${alias} is not in the probe file`);
  }

  object(name: string, type: ts.Type | undefined): JsonSchema {
    if (!type) throw new Error(`no type for ${name}`);
    return this.reference(type, name);
  }

  parameters(type: ts.Type | undefined): Shape {
    if (!type) throw new Error("no type for a parameter list");
    return this.shape(type);
  }

  private schema(type: ts.Type): JsonSchema {
    const simple = simpleSchema(type);
    if (simple) return simple;
    if (type.isUnion()) return this.union(type.types);
    if (this.isDecimal(type)) return DECIMAL;
    const element = this.elementOf(type);
    if (element) return { type: "array", items: this.schema(element) };
    const object = this.objectLiteral(type);
    // Objects the simulator does not make (cards, accounts, …) are not described: their types are most of Stripe.
    if (object && object !== "list" && !this.objectNames.has(object)) return { type: "object" };
    return this.reference(type, object ?? "T");
  }

  private union(types: readonly ts.Type[]): JsonSchema {
    const members = types.filter((type) => !(type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)));
    const expandable = members.some((type) => type.flags & ts.TypeFlags.String);
    const words = members.filter((type) => type.isStringLiteral()).map((type) => type.value);
    const others = members.filter((type) => !type.isStringLiteral() && !isOpenString(type));
    const options: JsonSchema[] = [];
    // Stripe may add words to an open enum later; the simulator must use the ones the SDK knows.
    if (words.length) options.push({ enum: words.sort() });
    if (expandable) options.push(EXPANDABLE_LEAF);
    for (const type of others) {
      if (type.flags & ts.TypeFlags.String) continue;
      const object = this.objectLiteral(type);
      if (expandable && object && !this.objectNames.has(object)) continue;
      const schema = this.schema(type);
      if (!options.some((known) => JSON.stringify(known) === JSON.stringify(schema))) options.push(schema);
    }
    return options.length === 1 && options[0] ? options[0] : { anyOf: options };
  }

  private reference(type: ts.Type, hint: string): JsonSchema {
    const known = this.definitionIds.get(type);
    if (known) return { $ref: `#/definitions/${known}` };
    const id = `${hint}${hint === "T" ? this.definitionIds.size : ""}`;
    const unique = id in this.definitions ? `${id}.${this.definitionIds.size}` : id;
    this.definitionIds.set(type, unique);
    const definition: JsonSchema = { type: "object" };
    this.definitions[unique] = definition;
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const [name, property, optional] of this.fields(type)) {
      properties[name] = this.schema(property);
      if (!optional) required.push(name);
    }
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    definition.properties = properties;
    if (required.length) definition.required = required;
    // `interface Object {}` says nothing about its fields.
    const open = Object.keys(properties).length === 0;
    definition.additionalProperties = index ? this.schema(index.type) : open;
    return { $ref: `#/definitions/${unique}` };
  }

  private *fields(type: ts.Type): Generator<[string, ts.Type, boolean]> {
    for (const property of this.checker.getPropertiesOfType(type)) {
      if (property.name === "lastResponse" || property.name.startsWith("__@")) continue;
      const propertyType = this.checker.getTypeOfSymbolAtLocation(property, this.source);
      if (propertyType.flags & ts.TypeFlags.Void) continue;
      if (propertyType.isUnion() && propertyType.types.every(isAbsent)) continue;
      yield [property.name, propertyType, Boolean(property.flags & ts.SymbolFlags.Optional)];
    }
  }

  private shape(type: ts.Type): Shape {
    if (type.isUnion()) return this.shapeUnion(type.types);
    if (type.flags & ts.TypeFlags.StringLike || isOpenString(type)) {
      return type.isStringLiteral() ? { e: [type.value] } : "s";
    }
    if (type.flags & ts.TypeFlags.NumberLike) return "n";
    if (type.flags & ts.TypeFlags.BooleanLike) return "b";
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "*";
    if (this.isDecimal(type)) return "s";
    const element = this.elementOf(type);
    if (element) return { a: this.shape(element) };
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    if (index) return { m: this.shape(index.type) };
    return { o: this.shapeIndex(type) };
  }

  private shapeUnion(types: readonly ts.Type[]): Shape {
    const members = types.filter((type) => !isAbsent(type) && !(type.flags & ts.TypeFlags.Null));
    const options: Shape[] = [];
    const words: string[] = [];
    for (const type of members) {
      if (type.isStringLiteral()) words.push(type.value);
      if (type.isStringLiteral() || isOpenString(type)) continue;
      const shape = this.shape(type);
      if (!options.some((known) => JSON.stringify(known) === JSON.stringify(shape))) options.push(shape);
    }
    if (words.length && !options.includes("s")) options.push({ e: words.sort() });
    return options.length === 1 && options[0] ? options[0] : { u: options };
  }

  /** Shapes with the same fields are written once; Stripe repeats them under many names. */
  private shapeIndex(type: ts.Type): number {
    const known = this.shapeIds.get(type);
    if (known !== undefined) return known;
    const fields: ShapeFields = {};
    for (const [name, property, optional] of this.fields(type)) {
      fields[optional ? name : `${name}!`] = this.shape(property);
    }
    const key = JSON.stringify(fields);
    let index = this.shapeKeys.get(key);
    if (index === undefined) {
      index = this.shapes.push(fields) - 1;
      this.shapeKeys.set(key, index);
    }
    this.shapeIds.set(type, index);
    return index;
  }

  private elementOf(type: ts.Type): ts.Type | undefined {
    if (!this.checker.isArrayType(type)) return undefined;
    return this.checker.getTypeArguments(type as ts.TypeReference)[0];
  }

  private isDecimal(type: ts.Type): boolean {
    const name = type.aliasSymbol?.name ?? type.symbol?.name;
    return name === "Decimal" || name === "DecimalImpl";
  }

  private objectLiteral(type: ts.Type): string | undefined {
    const property = type.getProperty("object");
    if (!property) return undefined;
    const value = this.checker.getTypeOfSymbolAtLocation(property, this.source);
    return value.isStringLiteral() ? value.value : undefined;
  }
}

function simpleSchema(type: ts.Type): JsonSchema | undefined {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: literalName(type) === "true" };
  if (type.flags & ts.TypeFlags.StringLike || isOpenString(type)) return { type: "string" };
  if (type.flags & ts.TypeFlags.NumberLike) return { type: "number" };
  if (type.flags & ts.TypeFlags.BooleanLike) return { type: "boolean" };
  if (type.flags & ts.TypeFlags.Null) return { type: "null" };
  return undefined;
}

function literalName(type: ts.Type): string | undefined {
  return "intrinsicName" in type && typeof type.intrinsicName === "string" ? type.intrinsicName : undefined;
}

/** `string & {}`: stripe-node's mark of an enum that may grow. */
function isOpenString(type: ts.Type): boolean {
  return type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String);
}

function isAbsent(type: ts.Type): boolean {
  return Boolean(type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void));
}
