import "server-only";
import { LOCALE_COOKIE, THEME_COOKIE } from "@/lib/core/locale";
import { systemPool } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";

export type Preferences = { locale: string; theme: string };

const ONE_YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Set-Cookie values that show a browser the language and theme which the account remembers. What somebody chose in this
 * browser before signing in stays, unless `overwrite`: a workspace's host has its own cookies and follows the account.
 */
export async function preferenceCookies(
  userId: string,
  browser: { cookie: string | null; overwrite: boolean; known?: Preferences | undefined },
): Promise<string[]> {
  const user = browser.known ?? (await findPreferences(userId));
  if (!user) return [];
  const present = new Set((browser.cookie ?? "").split(";").map((pair) => pair.split("=")[0]?.trim()));
  const secure = env().ATRIUM_ROOT_URL.startsWith("https:") ? "; Secure" : "";
  const wanted = [
    [LOCALE_COOKIE, user.locale],
    [THEME_COOKIE, user.theme],
  ] as const;
  return wanted
    .filter(([name]) => browser.overwrite || !present.has(name))
    .map(([name, value]) => `${name}=${value}; Path=/; Max-Age=${ONE_YEAR_SECONDS}; SameSite=Lax${secure}`);
}

async function findPreferences(userId: string): Promise<Preferences | undefined> {
  const { rows } = await systemPool().query<Preferences>({
    name: "preferences",
    text: "select locale, theme from platform.users where id = $1",
    values: [userId],
  });
  return rows[0];
}
