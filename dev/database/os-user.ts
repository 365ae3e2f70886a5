import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export type OsUser = { uid: number; gid: number };

/**
 * The OS user that must run the server: none for ordinary people, `postgres` for root, because
 * PostgreSQL refuses to run as root. The user is made when it is missing.
 */
export async function serverUser(log: (line: string) => void): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp("postgres");
  if (existing) return existing;
  log("Running as root: adding the system user postgres, because PostgreSQL refuses to run as root.");
  await run("useradd", ["--system", "--user-group", "--no-create-home", "postgres"])
    .catch(() => run("adduser", ["-S", "-D", "-H", "postgres"]))
    .catch(() => {});
  const user = (await lookUp("postgres")) ?? (await lookUp("nobody"));
  if (user) return user;
  throw new Error("PostgreSQL cannot run as root and no other user exists. Run this as an ordinary user.");
}

async function lookUp(name: string): Promise<OsUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Whether `user` may write in `folder`; folder rights and those of its parents both count. */
export async function canWrite(folder: string, user: OsUser): Promise<boolean> {
  try {
    const script = 'cd "$1" && : > .probe && rm .probe';
    await run("/bin/sh", ["-c", script, "sh", folder], { cwd: "/", ...user });
    return true;
  } catch {
    return false;
  }
}
