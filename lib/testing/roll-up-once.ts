import { rollUpRequests } from "@/lib/usage/roll-up/roll-up-requests";

// A worker's run of the analytics roll-up, in a process that a test may kill.
await rollUpRequests();
process.exit(0);
