import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const ignored = ["**/node_modules/**", ".next/**", ".atrium/**", "e2e/**", "bench/**"];
const alias = [
  { find: /^@\//, replacement: root },
  { find: /^server-only$/, replacement: `${root}dev/vitest/empty.ts` },
];

export default defineConfig({
  test: {
    reporters: ["default"],
    // Tests wait for the database half of the time: two at once also on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...ignored, "**/*.db.test.ts", "**/*.test.tsx"],
          environment: "node",
          setupFiles: ["./dev/vitest/localhost.ts"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "components",
          include: ["**/*.test.tsx"],
          exclude: ignored,
          environment: "happy-dom",
          // React picks its build by this name; a parent process may have set another.
          env: { NODE_ENV: "test" },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["**/*.db.test.ts"],
          exclude: ignored,
          environment: "node",
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Each file has its own process, its own environment and its own database.
          pool: "forks",
          isolate: true,
          globalSetup: ["./dev/vitest/database-server.ts"],
          setupFiles: ["./dev/vitest/localhost.ts", "./dev/vitest/own-database.ts"],
        },
      },
    ],
  },
});
