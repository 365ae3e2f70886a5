import pg from "pg";
import { schemaName } from "@/lib/tenancy/schema-name";

/** What a statement gave back, or how the database refused it. */
export type Outcome = { code: string; text: string; rows: number };

/** SQLSTATE of the witnesses: a row of the watched tenant was about to change. */
export const BREACH = "ZZB01";

/** A connection of the web process' own role that works as one tenant, as withTenant() would. */
export class TenantConnection {
  readonly #client: pg.Client;
  readonly #context: string;
  #copied = "";

  private constructor(client: pg.Client, tenantId: string) {
    this.#client = client;
    this.#context = `select set_config('role', '${schemaName(tenantId)}', true), set_config('app.tenant_id', '${tenantId}', true)`;
  }

  static async open(appUrl: string, tenantId: string): Promise<TenantConnection> {
    const client = new pg.Client({ connectionString: appUrl });
    client.on("error", () => undefined);
    await client.connect();
    const opened = new TenantConnection(client, tenantId);
    // pg drops what COPY sends; the proof reads it from the wire.
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
    connection.on("copyData", (message: { chunk?: Buffer }) => {
      opened.#copied += message.chunk?.toString("utf8") ?? "";
    });
    return opened;
  }

  /** Runs a statement in a transaction of its own as the tenant, and takes everything back. */
  async run(statement: string): Promise<Outcome> {
    this.#copied = "";
    try {
      const answer = await this.#client.query(`begin; ${this.#context}; ${statement}; rollback`);
      const results = (Array.isArray(answer) ? answer : [answer]).slice(2);
      const rows = results.flatMap((result) => result.rows ?? []);
      return { code: "ok", text: JSON.stringify(rows) + this.#copied, rows: rows.length };
    } catch (error) {
      await this.#client.query("rollback");
      if (!(error instanceof pg.DatabaseError)) throw error;
      const { code = "", message, detail = "", hint = "", where = "" } = error;
      return { code, text: [message, detail, hint, where].join(" "), rows: 0 };
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
