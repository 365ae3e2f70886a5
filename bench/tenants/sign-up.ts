import path from "node:path";
import { withClient } from "../../dev/database/provision";
import { freePorts } from "../../dev/environment/ports";
import { Child, runScript } from "../../dev/stack/child";
import { testEnvironment } from "../../dev/vitest/environment";
import { median } from "../measure";
import { type Call, runLoad } from "./load";

const BARE = path.resolve("bench/bare");
const NEXT = path.resolve("node_modules/next/dist/bin/next");
const ROUNDS = 5;
const A_ROUND = 20;

type Product = { port: number; rootHost: string; databaseUrl: string };

/** One sign-up request at a time: the product against a bare route that hashes once and inserts three rows. */
export async function measureSignUp(
  product: Product,
  logDir: string,
): Promise<{ productMs: number; bareMs: number }> {
  const [port = 0] = await freePorts(1);
  const env = {
    ...testEnvironment(product.databaseUrl),
    PATH: process.env.PATH ?? "",
    BENCH_DATABASE_URL: product.databaseUrl,
    NEXT_TELEMETRY_DISABLED: "1",
  };
  await withClient(product.databaseUrl, async (client) => {
    await client.query(`create schema bench
      create table people (id uuid primary key, email text not null)
      create table passwords (id uuid primary key, digest text not null)
      create table outbox (id uuid primary key, email text not null)`);
  });
  await runScript({ name: "bare-build", script: NEXT, args: ["build", BARE], env, logDir, tailLines: 40 });
  const bare = new Child({
    name: "bare",
    script: NEXT,
    args: ["start", BARE, "-p", String(port)],
    env,
    logDir,
  });
  try {
    const bareCall = () => signUp("127.0.0.1", "/api/bare-sign-up");
    const productCall = () => signUp(product.rootHost, "/api/auth-flows/sign-up");
    await untilUp(port, bareCall);
    const taken = { productMs: [] as number[], bareMs: [] as number[] };
    for (let count = 0; count < ROUNDS; count += 1) {
      taken.productMs.push((await runLoad(product.port, 1, A_ROUND, productCall)).p50Ms);
      taken.bareMs.push((await runLoad(port, 1, A_ROUND, bareCall)).p50Ms);
    }
    return { productMs: median(taken.productMs), bareMs: median(taken.bareMs) };
  } finally {
    await bare.stop(5_000);
  }
}

let person = 0;

/** A new person from a new address each time, as the proxy in front would name it. */
function signUp(host: string, path: string): Call {
  person += 1;
  const body = {
    email: `stranger-${person}@bench.example`,
    first_name: "Stranger",
    last_name: "Bench",
    password: "correct horse battery staple",
    accept_terms: true,
  };
  return {
    method: "POST",
    path,
    headers: {
      host,
      origin: `http://${host}`,
      "content-type": "application/json",
      "x-forwarded-for": `10.99.${(person >> 8) & 255}.${person & 255}`,
    },
    body: JSON.stringify(body),
  };
}

async function untilUp(port: number, call: () => Call): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (await runLoad(port, 1, 1, call).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the bare application did not start");
}
