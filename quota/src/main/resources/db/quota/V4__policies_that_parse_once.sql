-- The policy of tenants turned the text of the setting into an array of ids once for each row that it looked at: with many
-- organizations in one transaction that cost more than the rows. The cast now lies inside the subquery, which is run once for a
-- statement. (The outer cast does nothing, but without it ANY would take the subquery for a set of rows.)
create or replace procedure quota.protect(tbl regclass, organization_column text default 'organization_id') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format($p$create policy tenant on %s to tessera_tenant
      using (%2$I = any ((select string_to_array(nullif(current_setting('app.organizations', true), ''), ',')::uuid[])::uuid[]))
      with check (%2$I = any ((select string_to_array(nullif(current_setting('app.organizations', true), ''), ',')::uuid[])::uuid[]))$p$,
    tbl, organization_column);
  execute format('create policy platform on %s to tessera_platform using (true) with check (true)', tbl);
  execute format('create policy owner on %s to current_user using (true) with check (true)', tbl);
end $$;

-- The tables that are there, of all modules: each keeps the column that it is protected by.
do $$
declare
  each record;
begin
  for each in
    select format('%I.%I', schemaname, tablename) as tbl, substring(qual from '^\(\(?("?\w+"?) = ANY') as organization_column
    from pg_policies where policyname = 'tenant' and schemaname in ('quota', 'billing', 'inventory')
  loop
    if each.organization_column is null then
      raise exception 'The policy of % is not as quota.protect makes it', each.tbl;
    end if;
    execute format($p$alter policy tenant on %s
        using (%2$s = any ((select string_to_array(nullif(current_setting('app.organizations', true), ''), ',')::uuid[])::uuid[]))
        with check (%2$s = any ((select string_to_array(nullif(current_setting('app.organizations', true), ''), ',')::uuid[])::uuid[]))$p$,
      each.tbl, each.organization_column);
  end loop;
end $$;
