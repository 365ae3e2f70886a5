import type { Route } from "../http/router";
import { portalRoutes } from "./billing-portal";
import { checkoutRoutes } from "./checkout-sessions";
import { customerRoutes } from "./customers";
import { invoiceItemRoutes } from "./invoice-items";
import { invoiceRoutes } from "./invoices";
import { meterRoutes } from "./meters";
import { paymentMethodRoutes } from "./payment-methods";
import { priceRoutes } from "./prices";
import { productRoutes } from "./products";
import { refundRoutes } from "./refunds";
import { subscriptionRoutes } from "./subscriptions";
import { taxIdRoutes } from "./tax-ids";
import { testClockRoutes } from "./test-clocks";
import { webhookRoutes } from "./webhook-endpoints";

/** Every endpoint of the simulated API. */
export const API_ROUTES: Route[] = [
  ...customerRoutes,
  ...taxIdRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...paymentMethodRoutes,
  ...subscriptionRoutes,
  ...invoiceRoutes,
  ...invoiceItemRoutes,
  ...refundRoutes,
  ...checkoutRoutes,
  ...portalRoutes,
  ...meterRoutes,
  ...testClockRoutes,
  ...webhookRoutes,
];
