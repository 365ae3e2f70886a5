import { type ApiDocument, groupEndpoints } from "@/components/docs/openapi-model";
import openapi from "@/docs/openapi.json";

/** Generated from the routes and checked by dev/openapi.test.ts; its inferred literal type says less than this one. */
export const apiDocument = openapi as unknown as ApiDocument;

export const endpointGroups = groupEndpoints(apiDocument);
