import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import pg from "pg";

// The reference of a sign-up: one password hash of the product's strength and three rows, nothing else.
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 10 });
const ARGON2ID = { algorithm: 2, memoryCost: 47_104, timeCost: 1, parallelism: 1 };

export async function POST(request) {
  const { email, password } = await request.json();
  const digest = await hash(password, ARGON2ID);
  const client = await pool.connect();
  try {
    await client.query("begin");
    const id = randomUUID();
    await client.query("insert into bench.people values ($1, $2)", [id, email]);
    await client.query("insert into bench.passwords values ($1, $2)", [id, digest]);
    await client.query("insert into bench.outbox values ($1, $2)", [id, email]);
    await client.query("commit");
  } finally {
    client.release();
  }
  return Response.json({ status: "ok" }, { status: 202 });
}
