-- What a project holds over a time is asked in each booking. Operators of ranges are not leakproof, so under row-level security
-- they may use no index: every claim that the project ever made was read. Comparisons of times are leakproof.
alter table quota.claim
  add column begins timestamptz not null generated always as (lower(during)) stored,
  add column ends timestamptz not null generated always as (coalesce(upper(during), 'infinity')) stored;
create index claim_by_end on quota.claim (project_id, workload, ends);
