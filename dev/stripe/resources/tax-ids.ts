import type Stripe from "stripe";
import { page } from "../http/lists";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import { liveCustomer } from "./customers";

export const taxIdRoutes: Route[] = [
  route<Stripe.CustomerCreateTaxIdParams>("POST /v1/customers/:id/tax_ids", (world, params, id) => {
    const customer = liveCustomer(world, id, "customer");
    const taxId = make("tax_id", {
      id: newId("txi"),
      country: /^[A-Z]{2}/.test(params.value) ? params.value.slice(0, 2) : null,
      created: world.now(customer.id),
      customer: customer.id,
      owner: { type: "customer", customer: customer.id, customer_account: null },
      type: params.type,
      value: params.value,
      verification: { status: "pending", verified_address: null, verified_name: null },
    });
    world.store.insert("tax_id", taxId);
    world.emit("customer.tax_id.created", taxId);
    return taxId;
  }),
  route<Stripe.CustomerListTaxIdsParams>("GET /v1/customers/:id/tax_ids", (world, params, id) => {
    const found = world.store.all("tax_id").filter((taxId) => taxId.customer === id);
    return page(found, params, `/v1/customers/${id}/tax_ids`);
  }),
  route("DELETE /v1/customers/:id/tax_ids/:taxId", (world, _params, _id, taxId) => {
    world.emit("customer.tax_id.deleted", world.store.get("tax_id", taxId));
    world.store.tables.tax_id.delete(taxId);
    return { id: taxId, object: "tax_id", deleted: true };
  }),
];
