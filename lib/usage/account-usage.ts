import "server-only";
import { admissionPool } from "@/lib/infra/database/pools";

/** One limit of an account: what is used and reserved of it. `limit` null is unlimited; gauges have no period. */
export type MeterUsage = {
  meter: "api_calls" | "agents" | "tenants";
  used: number;
  limit: number | null;
  periodStart: Date | null;
  periodEnd: Date | null;
};

type Row = {
  meter: MeterUsage["meter"];
  used: string;
  limit_value: string | null;
  period_start: Date | null;
  period_end: Date | null;
};

/** The account's limits and how much of each is taken, over all its tenants. */
export async function accountUsage(accountId: string): Promise<MeterUsage[]> {
  const { rows } = await admissionPool().query<Row>({
    name: "account-usage",
    text: "select * from platform.account_usage($1)",
    values: [accountId],
  });
  return rows.map((row) => ({
    meter: row.meter,
    used: Number(row.used),
    limit: row.limit_value === null ? null : Number(row.limit_value),
    periodStart: row.period_start,
    periodEnd: row.period_end,
  }));
}
