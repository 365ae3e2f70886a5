import "server-only";
import { createHash, type Hash } from "node:crypto";
import * as z from "zod";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import type { BundleKeys, BundleUnlock } from "@/lib/infra/bundle/bundle-key";
import { type BundleSource, readBundle } from "@/lib/infra/bundle/read-bundle";
import { decrypt } from "@/lib/infra/keyring";
import { secretPlace, signedBytes } from "./export-passport";
import { rootHash } from "./format/content-hash";
import {
  type ControlHead,
  controlHeadSchema,
  headSchema,
  manifestSchema,
  type PassportHead,
  type PassportManifest,
  type PassportTable,
  secretsSchema,
  signatureSchema,
  tableEndSchema,
  tableSchema,
} from "./format/lines";
import type { CarriedRow } from "./format/read-table";
import { type Signed, verifySignature } from "./signing-key";

export type PassportPart =
  | { kind: "head"; head: PassportHead | ControlHead }
  | { kind: "table"; table: string; columns: string[] }
  | { kind: "row"; table: string; row: CarriedRow }
  | { kind: "end"; manifest: PassportManifest; signer: string };

const anyHead = z.union([headSchema, controlHeadSchema]);

/** What has been read so far and must agree with what the manifest says. */
type State = {
  keys: BundleKeys;
  headHash: string | null;
  open: { table: string; file: Hash; rows: number; secrets: Record<string, string | null> | null } | null;
  tables: PassportTable[];
  manifest: { text: string; value: PassportManifest } | null;
  done: boolean;
};

/**
 * Reads a passport and checks everything on the way: chunks, order of lines, the hash of each table, the manifest, the
 * signature. Only when "end" has come out is the whole proved; act on nothing before.
 * @throws BundleError
 */
export async function* readPassport(
  source: BundleSource,
  unlock: BundleUnlock,
): AsyncGenerator<PassportPart> {
  const { keys, chunks } = await readBundle(source, unlock);
  const state: State = { keys, headHash: null, open: null, tables: [], manifest: null, done: false };
  let last: PassportPart | null = null;
  for await (const text of linesOf(chunks)) {
    const part = readLine(state, text);
    if (part?.kind === "end") last = part;
    else if (part) yield part;
  }
  if (!last) throw damaged("it has no signature");
  yield last;
}

function readLine(state: State, text: string): PassportPart | null {
  const tag = text.slice(0, 2);
  const body = text.slice(2, -1);
  if (state.done) throw damaged("something follows the signature");
  switch (tag) {
    case "H ":
      if (state.headHash) throw damaged("it has two heads");
      state.headHash = sha256(text);
      return { kind: "head", head: parse(anyHead, body) };
    case "T ":
      return beginTable(state, parse(tableSchema, body));
    case "X ":
    case "R ":
      return readRow(state, tag, text, body);
    case "E ":
      endTable(state, parse(tableEndSchema, body));
      return null;
    case "M ":
      state.manifest = { text: body, value: checkedManifest(state, parse(manifestSchema, body)) };
      return null;
    case "Z ":
      state.done = true;
      return checkedEnd(state, parse(signatureSchema, body));
    default:
      throw damaged("a line has no known kind");
  }
}

function beginTable(state: State, { table, columns }: z.output<typeof tableSchema>): PassportPart {
  if (!state.headHash || state.open || state.manifest) throw damaged("a table begins in the wrong place");
  if (state.tables.some((known) => known.table === table)) throw damaged("a table comes twice");
  state.open = { table, file: createHash("sha256"), rows: 0, secrets: null };
  return { kind: "table", table, columns };
}

function readRow({ open, keys }: State, tag: string, text: string, body: string): PassportPart | null {
  if (!open) throw damaged("a row stands outside a table");
  open.file.update(text);
  if (tag === "X ") {
    open.secrets = parse(secretsSchema, body);
    return null;
  }
  const secrets = Object.entries(open.secrets ?? {}).map(([column, value]) => [
    column,
    value === null ? null : openSecret(keys, secretPlace(open.table, column, body), value),
  ]);
  open.secrets = null;
  open.rows += 1;
  return { kind: "row", table: open.table, row: { json: body, secrets: Object.fromEntries(secrets) } };
}

function endTable(state: State, end: PassportTable): void {
  const { open } = state;
  if (!open || open.table !== end.table) throw damaged("a table ends that did not begin");
  if (open.rows !== end.rows || open.file.digest("hex") !== end.sha256)
    throw damaged(`${end.table} was changed`);
  state.tables.push(end);
  state.open = null;
}

function checkedManifest(state: State, manifest: PassportManifest): PassportManifest {
  if (state.open || state.manifest) throw damaged("the manifest stands in the wrong place");
  if (manifest.head_sha256 !== state.headHash) throw damaged("the head was changed");
  if (JSON.stringify(manifest.tables) !== JSON.stringify(state.tables))
    throw damaged("the tables are not its own");
  if (manifest.root !== rootHash(manifest.tenant_id, manifest.tables))
    throw damaged("the root hash is wrong");
  return manifest;
}

function checkedEnd({ manifest, keys }: State, signed: Signed): PassportPart {
  if (!manifest) throw damaged("it has no manifest");
  if (!verifySignature(signedBytes(manifest.text, keys), signed)) {
    throw new BundleError("bad_signature", "The signature of this file is wrong.");
  }
  return { kind: "end", manifest: manifest.value, signer: signed.signer };
}

function openSecret(keys: BundleKeys, place: string, value: string): string {
  const bytes = Buffer.from(value, "base64url");
  const sealed = { iv: bytes.subarray(0, 12), ciphertext: bytes.subarray(12, -16), tag: bytes.subarray(-16) };
  try {
    return decrypt(keys.secrets, place, sealed).toString("utf8");
  } catch (cause) {
    throw damaged("a secret was changed", cause);
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let held: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...held, chunk.subarray(from, at + 1)]).toString("utf8");
      held = [];
      from = at + 1;
    }
    if (from < chunk.length) held.push(chunk.subarray(from));
  }
  if (held.length > 0) throw damaged("the last line is cut");
}

function parse<Schema extends z.ZodType>(schema: Schema, body: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(body));
  } catch (cause) {
    throw damaged("a line cannot be read", cause);
  }
}

function damaged(what: string, cause?: unknown): BundleError {
  return new BundleError("damaged", `This file was changed: ${what}.`, cause);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
