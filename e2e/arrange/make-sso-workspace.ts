import { arrange as addAuthenticator } from "./add-authenticator";
import { putOnEnterprise } from "./put-on-enterprise";

/** Puts a workspace's account on Enterprise and gives its owner an authenticator. */
export async function arrange(accountId: string, email: string, secret: string): Promise<void> {
  await putOnEnterprise(accountId);
  await addAuthenticator(email, secret);
}
