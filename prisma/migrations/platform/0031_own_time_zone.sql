-- Whether a person chose a time zone: until then the first workspace they join gives them its own.
alter table platform.users add column time_zone_chosen boolean not null default false;
update platform.users set time_zone_chosen = true;
