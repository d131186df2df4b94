-- Roles of the cluster, made once by a superuser; safe to run again.
--   tessera_owner     owns the schemas and runs the migrations; a login
--   tessera_app       what the API, the portal and the worker log in as: owns nothing and inherits nothing
--   tessera_tenant    what a transaction of a customer becomes: sees the organizations that it names
--   tessera_platform  what a transaction of an operator or a job becomes: sees all
-- Passwords are set apart from this file, so that it can be read by anyone.
do $$
begin
  if not exists (select from pg_roles where rolname = 'tessera_owner') then
    create role tessera_owner login nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'tessera_app') then
    create role tessera_app login noinherit nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'tessera_tenant') then
    create role tessera_tenant nologin nosuperuser nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'tessera_platform') then
    create role tessera_platform nologin nosuperuser nobypassrls;
  end if;
end $$;
grant tessera_tenant, tessera_platform to tessera_app with inherit false, set true;
