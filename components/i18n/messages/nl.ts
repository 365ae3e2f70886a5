import type { Messages } from "next-intl";
import access from "./nl/access.json";
import admin from "./nl/admin.json";
import agents from "./nl/agents.json";
import analytics from "./nl/analytics.json";
import apiKeys from "./nl/api-keys.json";
import approvals from "./nl/approvals.json";
import audit from "./nl/audit.json";
import auth from "./nl/auth.json";
import billing from "./nl/billing.json";
import branding from "./nl/branding.json";
import common from "./nl/common.json";
import crash from "./nl/crash.json";
import data from "./nl/data.json";
import docs from "./nl/docs.json";
import domains from "./nl/domains.json";
import errors from "./nl/errors.json";
import features from "./nl/features.json";
import fleet from "./nl/fleet.json";
import integrations from "./nl/integrations.json";
import invitations from "./nl/invitations.json";
import isolation from "./nl/isolation.json";
import joinRequests from "./nl/join-requests.json";
import landing from "./nl/landing.json";
import layout from "./nl/layout.json";
import lifecycle from "./nl/lifecycle.json";
import members from "./nl/members.json";
import onboarding from "./nl/onboarding.json";
import overview from "./nl/overview.json";
import permissions from "./nl/permissions.json";
import personalTokens from "./nl/personal-tokens.json";
import plans from "./nl/plans.json";
import profile from "./nl/profile.json";
import receipts from "./nl/receipts.json";
import roleEditor from "./nl/role-editor.json";
import roles from "./nl/roles.json";
import scim from "./nl/scim.json";
import seats from "./nl/seats.json";
import security from "./nl/security.json";
import serviceAccounts from "./nl/service-accounts.json";
import settings from "./nl/settings.json";
import site from "./nl/site.json";
import sso from "./nl/sso.json";
import support from "./nl/support.json";
import teams from "./nl/teams.json";
import ui from "./nl/ui.json";
import usage from "./nl/usage.json";

export default {
  access,
  admin,
  agents,
  analytics,
  apiKeys,
  approvals,
  audit,
  auth,
  billing,
  branding,
  common,
  crash,
  data,
  docs,
  domains,
  errors,
  features,
  fleet,
  integrations,
  invitations,
  isolation,
  joinRequests,
  landing,
  layout,
  lifecycle,
  members,
  onboarding,
  overview,
  permissions,
  plans,
  personalTokens,
  profile,
  receipts,
  roleEditor,
  roles,
  seats,
  scim,
  security,
  serviceAccounts,
  settings,
  site,
  sso,
  support,
  teams,
  ui,
  usage,
} satisfies Messages;
