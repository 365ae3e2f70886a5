import { connection } from "next/server";
import { systemPool } from "@/lib/infra/database/pools";

/** Liveness and the database's answer; for load balancers and `npm start`. Not part of the route table. */
export async function GET(): Promise<Response> {
  await connection();
  const headers = { "cache-control": "no-store" };
  try {
    await systemPool().query("select 1");
    return Response.json({ status: "ok" }, { headers });
  } catch {
    return Response.json(
      { status: "database_unavailable" },
      { status: 503, headers: { ...headers, "retry-after": "5" } },
    );
  }
}
