import { systemPool } from "@/lib/infra/database/pools";
import { addMember, makeTenant } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { registerPasskey, type SoftPasskey } from "@/lib/testing/soft-passkey";
import type { TestBrowser } from "@/lib/testing/test-browser";
import { TwoStepPerson } from "@/lib/testing/two-step-person";

export type Player = { person: TwoStepPerson; passkey: SoftPasskey };
export type Cast = {
  player: Player;
  /** Somebody else, with factors of their own. */
  other: Player;
  tenantId: string;
  /** Of the player, at a provider. */
  subject: string;
  /** What signs the player in now. */
  password: string;
  /** Begun before the password was reset. */
  stale?: TestBrowser;
};

export const PASSWORD = "vivid otter paints 73 barns";

/** Two people with an app, recovery codes and a passkey each, in a workspace that lets them trust browsers. */
export async function makeCast(): Promise<Cast> {
  const tenant = await makeTenant();
  const [player, other] = [await makePlayer(tenant), await makePlayer(tenant)];
  await allowTrust(tenant.id, 30);
  const subject = `subject-${player.person.user.id}`;
  await systemPool().query(
    `insert into platform.identities (id, user_id, provider, provider_subject)
     values (gen_random_uuid(), $1, 'google', $2)`,
    [player.person.user.id, subject],
  );
  return { player, other, tenantId: tenant.id, subject, password: PASSWORD };
}

async function makePlayer(tenant: { id: string }): Promise<Player> {
  const person = await TwoStepPerson.make();
  await addMember(tenant, person.user, "viewer");
  const browser = await person.firstStep();
  await person.connectApp(browser);
  const { passkey } = await registerPasskey(browser);
  return { person, passkey };
}

/** The days that browsers may be trusted in the cast's workspace from now on. */
export async function allowTrust(tenantId: string, days: number): Promise<void> {
  await setPolicy(tenantId, { mfa: { required: false, grace_days: 7, trusted_device_days: days } });
}

/** Codes used and guesses counted are what other parts prove; here they must not be what refuses. */
export async function forgetTrials({ player, other }: Cast): Promise<void> {
  const ids = [player.person.user.id, other.person.user.id];
  await systemPool().query("delete from platform.factor_attempts where user_id = any($1::uuid[])", [ids]);
  await systemPool().query("update platform.totp_factors set last_step = 0 where user_id = any($1::uuid[])", [
    ids,
  ]);
  await systemPool().query(
    "update platform.recovery_codes set used_at = null where user_id = any($1::uuid[])",
    [ids],
  );
  await systemPool().query("delete from platform.trusted_devices where user_id = any($1::uuid[])", [ids]);
  await systemPool().query("delete from platform.rate_limits");
  await systemPool().query("delete from platform.sign_in_guards");
}
