-- What a person is shown of the own sign-ins. From where is kept shortened, and only while the session goes on: it is the one
-- thing about a person outside of quota.person, and leaves with the session or with the person.
alter table quota.session add column last_used_at timestamptz;       -- to within a minute; null until it was used again
alter table quota.session add column client  text check (length(client) between 1 and 60);
alter table quota.session add column address text check (length(address) between 1 and 45);

-- Here and not in the statements that end sessions: a replica of the release before this one ends them too.
create function quota.forget_origin() returns trigger language plpgsql as $$
begin
  new.client := null;
  new.address := null;
  return new;
end $$;
create trigger session_forgets_origin before update of revoked_at on quota.session
  for each row when (new.revoked_at is not null) execute function quota.forget_origin();

create function quota.forget_origins_of_erased() returns trigger language plpgsql as $$
begin
  update quota.session set client = null, address = null where person_id = new.id and (client is not null or address is not null);
  return null;
end $$;
create trigger erased_person_forgets_origins after update of erased_at on quota.person
  for each row when (new.erased_at is not null) execute function quota.forget_origins_of_erased();
