import { withClient } from "../database/provision";

/** Whether nobody has signed up and nothing was seeded yet. */
export async function isEmptyDatabase(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ empty: boolean }>(
      "SELECT NOT EXISTS (SELECT FROM platform.users) AS empty",
    );
    return rows[0]?.empty ?? false;
  });
}
