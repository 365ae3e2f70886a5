import type { Decision } from "./decision";

/** Where a request came from. `ip` is set by server.mjs from TRUSTED_PROXY_HOPS, never by the client. */
export type RequestInfo = {
  requestId: string;
  ip: string | null;
  userAgent: string | null;
  /** In the flows of signing in only. */
  device?: DeviceMark | undefined;
};

/** The secret that one browser keeps for years, so that an account knows it again. */
export type DeviceMark = { token: string };

export type UserActor = {
  type: "user";
  userId: string;
  sessionId: string;
  /** Which of the session's keys the cookie carried; absent for the one that the session was born with. */
  sessionKeyId?: string;
  email: string;
  name: string;
  platformRole: "user" | "super_admin";
  authAt: Date;
  mfaAt: Date | null;
  /** Set when the session began at this tenant's own identity provider: it is good for this tenant and nothing else. */
  ssoConnectionId?: string;
  /** Set while one of our staff sees the workspace in this person's place: what they do is theirs, not the person's. */
  support?: SupportVisit;
};
/** A support session as its request's own look-up found it. It lives half an hour at most. */
export type SupportVisit = {
  id: string;
  mode: "read" | "write";
  reason: string;
  ticket: string;
  staffId: string;
  staffName: string;
  startedAt: Date;
  expiresAt: Date;
};
/** A person's key for a program, their own token, or a key of a service account. */
export type KeyKind = "api_key" | "personal" | "service";
export type ApiKeyActor = {
  type: "api_key";
  apiKeyId: string;
  /** A service account's key has the account's name before its own. */
  name: string;
  kind: KeyKind;
  /** The person whose rights count; null for a service account's key. */
  createdBy: string | null;
  serviceAccountId: string | null;
  /** What the key was made for; of a key bound to roles, what those allow at this moment. */
  scopes: readonly string[];
  /** Keys of the roles that it is bound to; null for a key that names its scopes. */
  roles: readonly string[] | null;
  /** Addresses and blocks that it works from; none means any. */
  ipAllow: readonly string[];
  /** Requests a minute of its own; null for the account's. */
  ownRate: number | null;
};
export type SystemActor = { type: "system"; name: string };
/** An identity provider that keeps a tenant's people in step; `name` is its connection's. */
export type ScimActor = { type: "scim"; connectionId: string; tokenId: string; name: string };
export type Actor = UserActor | ApiKeyActor | SystemActor | ScimActor;
/** One of our staff, about a workspace that they are not in: events name them, no request is theirs. */
export type StaffActor = { type: "staff"; staffId: string; name: string; ticket: string };

/** What the account may use of one feature. `limit` null means unlimited. */
export type Entitlement = {
  enabled: boolean;
  limit: number | null;
  level: string | null;
  source: "plan" | "override";
  /** The switch that turned it off although the plan has it. */
  off?: "platform" | "rollout" | "workspace";
};
export type Entitlements = Readonly<Record<string, Entitlement>>;

export type AccountRole = "owner" | "billing_admin" | "viewer";
export type TenantStatus =
  | "pending_approval"
  | "provisioning"
  | "active"
  | "grace"
  | "restricted"
  | "suspended"
  | "moving"
  | "parked"
  | "offboarding"
  | "erased";
export type BillingState = "none" | "trialing" | "active" | "grace" | "restricted" | "suspended" | "ended";

/** How a workspace writes dates, numbers and amounts; `locale` follows each reader's language. */
export type Formats = {
  date: "locale" | "dmy" | "mdy" | "iso";
  number: "locale" | "comma" | "point" | "space";
  week_start: "monday" | "sunday" | "saturday";
  currency: "symbol" | "code";
};

/** What the directory knows of a tenant: enough for every verb, so that none reads the control plane. */
export type TenantFacts = {
  id: string;
  slug: string;
  name: string;
  status: TenantStatus;
  cell: string;
  locale: "en" | "nl";
  timeZone: string;
  formats: Formats;
  accountId: string;
  planKey: string;
  billingState: BillingState;
  entitlements: Entitlements;
};

/** A request inside one tenant. Built by lib/access only; verbs pass it on and never make one. */
export type TenantContext = RequestInfo & {
  actor: Actor;
  tenant: TenantFacts;
  /** Permissions of the actor's roles before plan, status and scopes are applied. */
  permissions: ReadonlySet<string>;
  accountRole: AccountRole | null;
  /** Says whether, and why or why not, without throwing. */
  decide(permission: string): Decision;
  /** @throws DomainError permission_denied, subscription_required, payment_past_due, tenant_suspended, feature_unavailable */
  authorize(permission: string): void;
};

/** A signed-in person on the root host: no tenant chosen. */
export type UserContext = RequestInfo & { actor: UserActor; locale: "en" | "nl" };

/** A super admin on the back-office host, signed in with a second factor. */
export type StaffContext = RequestInfo & { actor: UserActor; locale: "en" | "nl" };
