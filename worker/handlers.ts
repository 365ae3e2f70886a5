import "server-only";
import { closeSubscriptionJob } from "./jobs/close-subscription-job";
import { exportTenantJob } from "./jobs/export-tenant-job";
import { forgetDirectoryJob } from "./jobs/forget-directory-job";
import { integrationJobHandler } from "./jobs/integration-job";
import { inviteBatchJob } from "./jobs/invite-batch-job";
import { migrateTenantJob } from "./jobs/migrate-tenant-job";
import { passportJob } from "./jobs/passport-job";
import { provisionJob } from "./jobs/provision-job";
import { sendMailJob } from "./jobs/send-mail-job";
import { stripeCustomerJob } from "./jobs/stripe-customer-job";
import { stripeEventJob } from "./jobs/stripe-event-job";
import { transferJob } from "./jobs/transfer-job";
import type { OutboxHandler } from "./outbox-handler";

/** Every outbox queue and who works on it. A new kind of job is one line here. */
export const HANDLERS: readonly OutboxHandler[] = [
  sendMailJob,
  inviteBatchJob,
  forgetDirectoryJob,
  integrationJobHandler,
  provisionJob,
  passportJob,
  migrateTenantJob,
  stripeCustomerJob,
  stripeEventJob,
  transferJob,
  closeSubscriptionJob,
  exportTenantJob,
];
