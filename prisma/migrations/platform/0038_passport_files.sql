-- Bundles lie in the object store, below their tenant's prefix. The passphrase waits sealed under the tenant's key until
-- the worker has written the bundle, and is gone then.
-- contract: the table came with this release and no running one has used it
drop table platform.passport_chunks;
alter table platform.passport_exports add column passphrase_sealed text;
