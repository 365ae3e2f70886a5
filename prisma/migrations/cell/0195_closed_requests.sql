-- A request to join also ends when its person comes in another way: that is neither an approval nor a refusal.
-- contract: the list of states only grows; the release before writes none that is refused.
alter table shared.membership_requests drop constraint membership_requests_status_check;
-- contract: every present row has one of the three states.
alter table shared.membership_requests add constraint membership_requests_status_check
  check (status in ('pending', 'approved', 'declined', 'closed')) not valid;
alter table shared.membership_requests validate constraint membership_requests_status_check;
