-- A second factor beside the password: codes of an authenticator app (RFC 6238), and recovery codes for when that is lost.
create table quota.second_factor (
  person_id    uuid primary key references quota.person,
  secret       bytea not null,                              -- AES-256-GCM by a key outside of the database
  began_at     timestamptz not null,                        -- wall time, as sessions are
  confirmed_at timestamptz,                                 -- null until the first right code: until then it is not asked for
  last_step    bigint not null                              -- the time step of the last code that was taken: each counts once
);
grant select, insert, update, delete on quota.second_factor to tessera_platform;

create table quota.recovery_code (
  person_id uuid not null references quota.second_factor on delete cascade,
  code_hash bytea not null,                                 -- SHA-256; a code has 80 random bits of its own
  used_at   timestamptz,
  primary key (person_id, code_hash)
);
grant select, insert, update, delete on quota.recovery_code to tessera_platform;

-- Who is erased leaves no secret behind.
create function quota.forget_second_factor() returns trigger language plpgsql as $$
begin
  delete from quota.second_factor where person_id = new.id;
  return null;
end $$;
create trigger erased_person_forgets_second_factor after update of erased_at on quota.person
  for each row when (new.erased_at is not null) execute function quota.forget_second_factor();
