import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { resourceMissing } from "../http/errors";
import { schemas } from "../schemas/schemas";
import { newPrivateState, type PrivateState } from "./private-state";
import type { ObjectName, Objects } from "./wire";

type Tables = { [Name in ObjectName]: Map<string, Objects[Name]> };
type Saved = { version: 1; tables: Record<string, Array<{ id: string }>>; privateState: PrivateState };

const EVENT_LIFETIME_S = 30 * 24 * 60 * 60;

/** Names Stripe uses in `No such …` messages where they differ from the object's name. */
const LABELS: Partial<Record<ObjectName, string>> = {
  payment_method: "PaymentMethod",
  setup_intent: "setupintent",
  "checkout.session": "checkout.session",
};

/** Everything the simulator knows. Objects are kept in the order they were made. */
export class Store {
  readonly tables = emptyTables();
  privateState = newPrivateState();

  insert<Name extends ObjectName>(name: Name, object: Objects[Name] & { id: string }): Objects[Name] {
    this.tables[name].set(object.id, object);
    return object;
  }

  /** Puts the tombstone of a deleted object in its place. */
  replace(name: ObjectName, id: string, tombstone: object): void {
    const table: Map<string, unknown> = this.tables[name];
    table.set(id, tombstone);
  }

  find<Name extends ObjectName>(name: Name, id: string | null | undefined): Objects[Name] | undefined {
    return id ? this.tables[name].get(id) : undefined;
  }

  /** @throws StripeError resource_missing */
  get<Name extends ObjectName>(name: Name, id: string, param?: string): Objects[Name] {
    const object = this.find(name, id);
    if (!object) throw resourceMissing(LABELS[name] ?? name, id, param);
    return object;
  }

  all<Name extends ObjectName>(name: Name): Objects[Name][] {
    return [...this.tables[name].values()];
  }

  /** Whatever has this id. */
  findAny(id: string): object | undefined {
    for (const table of Object.values(this.tables)) {
      const object = table.get(id);
      if (object) return object;
    }
    return undefined;
  }

  load(file: string): void {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
      throw error;
    }
    const saved: Saved = JSON.parse(text);
    const tables: Record<string, Map<string, unknown>> = this.tables;
    for (const [name, objects] of Object.entries(saved.tables)) {
      for (const object of objects) tables[name]?.set(object.id, object);
    }
    this.privateState = { ...newPrivateState(), ...saved.privateState };
    this.forgetOldEvents();
  }

  /** Stripe lists events of the last 30 days. */
  private forgetOldEvents(): void {
    const oldest = Date.now() / 1000 - EVENT_LIFETIME_S;
    const waiting = new Set(this.privateState.deliveries.map(({ eventId }) => eventId));
    for (const [id, event] of this.tables.event) {
      if (event.created < oldest && !waiting.has(id)) this.tables.event.delete(id);
    }
  }

  /** Writes beside the file and renames, so that a crash leaves the old or the new state, never half of one. */
  save(file: string): void {
    const tables = Object.fromEntries(
      Object.entries(this.tables).map(([name, table]) => [name, [...table.values()]]),
    );
    mkdirSync(path.dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify({ version: 1, tables, privateState: this.privateState }));
    renameSync(temporary, file);
  }
}

function emptyTables(): Tables {
  const names = Object.keys(schemas.objects);
  // One table for each object of the schemas, which are generated from the same list as `Objects`.
  return Object.fromEntries(names.map((name) => [name, new Map()])) as unknown as Tables;
}
