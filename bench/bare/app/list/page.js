import pg from "pg";

// The same with as many rows as the members page shows: one query, one plain table.
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 10 });

export const dynamic = "force-dynamic";

export default async function ListPage() {
  const { rows } = await pool.query({
    name: "bare-list",
    text: "select id, name, email, role, joined_at::text from bench.members order by id limit 20",
  });
  return (
    <table>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{row.name}</td>
            <td>{row.email}</td>
            <td>{row.role}</td>
            <td>{row.joined_at}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
