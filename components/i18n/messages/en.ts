import access from "./en/access.json";
import admin from "./en/admin.json";
import agents from "./en/agents.json";
import analytics from "./en/analytics.json";
import apiKeys from "./en/api-keys.json";
import approvals from "./en/approvals.json";
import audit from "./en/audit.json";
import auth from "./en/auth.json";
import billing from "./en/billing.json";
import branding from "./en/branding.json";
import common from "./en/common.json";
import crash from "./en/crash.json";
import data from "./en/data.json";
import docs from "./en/docs.json";
import domains from "./en/domains.json";
import errors from "./en/errors.json";
import features from "./en/features.json";
import fleet from "./en/fleet.json";
import integrations from "./en/integrations.json";
import invitations from "./en/invitations.json";
import isolation from "./en/isolation.json";
import joinRequests from "./en/join-requests.json";
import landing from "./en/landing.json";
import layout from "./en/layout.json";
import lifecycle from "./en/lifecycle.json";
import members from "./en/members.json";
import onboarding from "./en/onboarding.json";
import overview from "./en/overview.json";
import permissions from "./en/permissions.json";
import personalTokens from "./en/personal-tokens.json";
import plans from "./en/plans.json";
import profile from "./en/profile.json";
import receipts from "./en/receipts.json";
import roleEditor from "./en/role-editor.json";
import roles from "./en/roles.json";
import scim from "./en/scim.json";
import seats from "./en/seats.json";
import security from "./en/security.json";
import serviceAccounts from "./en/service-accounts.json";
import settings from "./en/settings.json";
import site from "./en/site.json";
import sso from "./en/sso.json";
import support from "./en/support.json";
import teams from "./en/teams.json";
import ui from "./en/ui.json";
import usage from "./en/usage.json";

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
};
