import "../localhost-lookup.mjs";
