import "server-only";
import { closeSubscriptionJob } from "./close-subscription-job";
import { exportTenantJob } from "./export-tenant-job";
import { integrationJobHandler } from "./integration-job";
import { migrateTenantJob } from "./migrate-tenant-job";
import type { OutboxHandler } from "./outbox-handler";
import { passportJob } from "./passport-job";
import { provisionJob } from "./provision-job";
import { sendMailJob } from "./send-mail-job";
import { stripeCustomerJob } from "./stripe-customer-job";
import { stripeEventJob } from "./stripe-event-job";
import { transferJob } from "./transfer-job";

/** Every outbox queue and who works on it. A new kind of job is one line here. */
export const HANDLERS: readonly OutboxHandler[] = [
  sendMailJob,
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
