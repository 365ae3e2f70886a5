import pg from "pg";

// The reference of performance.md: Next, one route, one query by key. Nothing else.
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 10 });

export const dynamic = "force-dynamic";

export async function GET(request) {
  const id = new URL(request.url).searchParams.get("id");
  const { rows } = await pool.query({
    name: "bare",
    text: "select id, name, note from bench.items where id = $1",
    values: [id],
  });
  return Response.json(rows[0] ?? null);
}
