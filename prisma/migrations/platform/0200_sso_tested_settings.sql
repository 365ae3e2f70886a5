-- Which settings a test began with: it says nothing of settings that were written meanwhile.
alter table platform.sso_flows add column settings_mark varchar(64);
