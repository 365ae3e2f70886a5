-- Which roles somebody holds is asked at every request. The unique index leaves out bindings on nodes, so that a question
-- which does not say the same cannot use it, and read all bindings of the tenant.
create index role_bindings_subject_idx on shared.role_bindings (tenant_id, subject_type, subject_id);
