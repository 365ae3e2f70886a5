-- The feature of the plan without which nobody holds a permission, beside what else the catalogue says; null for none.
alter table shared.permissions add column feature varchar(60);
