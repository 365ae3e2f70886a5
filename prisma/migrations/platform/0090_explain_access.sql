-- The explanation of a decision reads the policy with the facts that the request's own look-up uses.
grant execute on function platform.key_policy(uuid, uuid, uuid) to atrium_system;
