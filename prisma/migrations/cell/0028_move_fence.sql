-- While a tenant moves to another cell its writes are fenced: set before the copy is made, gone with the row afterwards.
alter table shared.tenants add column fenced_at timestamptz;
