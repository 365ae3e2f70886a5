import pg from "pg";

// The reference of performance.md: a server-rendered page with one query by key. Nothing else.
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 10 });

export const dynamic = "force-dynamic";

export default async function RowPage({ searchParams }) {
  const { id } = await searchParams;
  const { rows } = await pool.query({
    name: "bare-row",
    text: "select id, name, note from bench.items where id = $1",
    values: [id],
  });
  return <p>{rows[0]?.note}</p>;
}
