import { hash, verify } from "@node-rs/argon2";

// The reference of bar 9: nothing but the same hash compared, eight in flight, in a process of its own. A message
// asks for a round of so many seconds; the answer is the number of comparisons a second.
const ARGON2 = { algorithm: 2, memoryCost: 64 * 1024, timeCost: 2, parallelism: 1 } as const;
const PASSWORD = "vivid otter paints 73 barns";
const IN_FLIGHT = 8;
const stored = await hash(PASSWORD, ARGON2);

async function round(seconds: number): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let done = 0;
  const loop = async () => {
    while (performance.now() < endsAt) {
      if (!(await verify(stored, PASSWORD))) throw new Error("the password did not match");
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, loop));
  return done / ((performance.now() - startedAt) / 1000);
}

process.on("message", async (seconds: number) => process.send?.(await round(seconds)));
