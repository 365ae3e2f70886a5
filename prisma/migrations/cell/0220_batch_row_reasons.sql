-- Why a row of a list could not be sent, where only that row failed.
alter table shared.invitation_batch_rows add column reason varchar(80);
