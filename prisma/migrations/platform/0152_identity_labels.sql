-- What a provider called somebody when the identity was linked: shown to that person, never compared with anything.
alter table platform.identities add column label varchar(255);
