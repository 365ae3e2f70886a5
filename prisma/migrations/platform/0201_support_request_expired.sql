-- A request that nobody answered has expired, which is not the same as having been declined.
alter table platform.support_requests drop constraint support_requests_status_check;
alter table platform.support_requests add constraint support_requests_status_check
  check (status in ('pending', 'approved', 'declined', 'used', 'expired')) not valid;
