import type Stripe from "stripe";
import { invalidRequest } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata, orNull } from "../http/metadata";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Objects, Wire } from "../state/wire";
import type { World } from "../state/world";
import { createPrice } from "./prices";

type Product = Objects["product"];

export const productRoutes: Route[] = [
  route<Stripe.ProductCreateParams>("POST /v1/products", createProduct),
  route<Stripe.ProductListParams>("GET /v1/products", (world, params) => {
    const found = world.store
      .all("product")
      .filter((product) => params.active === undefined || product.active === params.active)
      .filter((product) => !params.ids || params.ids.includes(product.id));
    return page(found, params, "/v1/products");
  }),
  route("GET /v1/products/:id", (world, _params, id) => world.store.get("product", id)),
  route<Stripe.ProductUpdateParams>("POST /v1/products/:id", (world, params, id) =>
    updateProduct(world, world.store.get("product", id), params),
  ),
  route("DELETE /v1/products/:id", (world, _params, id) => {
    const product = world.store.get("product", id);
    if (world.store.all("price").some((price) => price.product === id)) {
      throw invalidRequest("This product cannot be deleted because it has one or more user-created prices.");
    }
    world.emit("product.deleted", product);
    world.store.tables.product.delete(id);
    return { id, object: "product", deleted: true };
  }),
];

function createProduct(world: World, params: Wire<Stripe.ProductCreateParams>): Product {
  if (params.id && world.store.find("product", params.id)) {
    throw invalidRequest(`Product already exists.`, "id", "resource_already_exists");
  }
  const now = world.now();
  const product = make("product", {
    id: params.id ?? newId("prod", 14),
    active: params.active ?? true,
    created: now,
    default_price: null,
    description: params.description ?? null,
    images: params.images ?? [],
    marketing_features: params.marketing_features ?? [],
    metadata: mergeMetadata(null, params.metadata),
    name: params.name,
    statement_descriptor: params.statement_descriptor ?? null,
    tax_code: params.tax_code ?? null,
    type: "service",
    unit_label: params.unit_label ?? null,
    updated: now,
    url: params.url ?? null,
  });
  world.store.insert("product", product);
  if (params.default_price_data) {
    const { metadata, currency, recurring, tax_behavior, unit_amount, unit_amount_decimal } =
      params.default_price_data;
    const data = { metadata, currency, recurring, tax_behavior, unit_amount, unit_amount_decimal };
    product.default_price = createPrice(world, { ...data, product: product.id }).id;
  }
  world.emit("product.created", product);
  return product;
}

function updateProduct(world: World, product: Product, params: Wire<Stripe.ProductUpdateParams>): Product {
  world.update(product, "product.updated", () => {
    if (params.name !== undefined) product.name = params.name;
    if (params.active !== undefined) product.active = params.active;
    if (params.description !== undefined) product.description = orNull(params.description);
    if (params.images !== undefined) product.images = orNull(params.images) ?? [];
    if (params.marketing_features !== undefined) {
      product.marketing_features = orNull(params.marketing_features) ?? [];
    }
    if (params.unit_label !== undefined) product.unit_label = orNull(params.unit_label);
    if (params.url !== undefined) product.url = orNull(params.url);
    if (params.default_price !== undefined) {
      product.default_price = world.store.get("price", params.default_price, "default_price").id;
    }
    product.metadata = mergeMetadata(product.metadata, params.metadata);
    product.updated = world.now();
  });
  return product;
}
