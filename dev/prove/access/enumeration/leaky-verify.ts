import { hashPassword } from "@/lib/auth/passwords/hash-password";
import { verifyPassword } from "@/lib/auth/passwords/verify-password";
import { mannWhitney } from "@/lib/testing/mann-whitney";

/** The known-bad variant: nobody's password is not compared with anything, so the answer comes at once. */
export async function leakyVerify(samples: number): Promise<ReturnType<typeof mannWhitney>> {
  const stored = await hashPassword("vivid otter paints 73 barns");
  const times = { existing: [] as number[], absent: [] as number[] };
  const timed = async (side: "existing" | "absent", work: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await work();
    times[side].push(performance.now() - startedAt);
  };
  for (let round = 0; round < samples; round += 1) {
    await timed("existing", () => verifyPassword("wrong", stored));
    await timed("absent", () => Promise.resolve(false));
  }
  return mannWhitney(times.existing, times.absent);
}
