#!/usr/bin/env node
// Stands in for Prisma's schema engine, which `prisma generate` would download and never uses.
// It must fail: with a program that succeeds, `prisma migrate` would report success and do nothing.
console.error("The Prisma schema engine is not used here; migrations are plain SQL (npm run migrate).");
process.exit(1);
