-- One region, {m} municipalities of 40 schools, {n} deficits. Run as the owner; identifiers are those of world.py.
select set_config('opora.account', '00000007-0000-7000-8000-000000000000', true);
create function pg_temp.id(kind int, i bigint) returns uuid immutable language sql
  return (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid;

insert into region (id, code, name, oktmo, timezone, created_at, updated_at, version)
values (pg_temp.id(1, 0), 'bench', 'Область', '41000000', 'Europe/Moscow', now(), now(), 1);
insert into municipality (id, region_id, code, name, type, sort_key, created_at, updated_at, version)
select pg_temp.id(2, i), pg_temp.id(1, 0), 'm' || i, 'Район № ' || i, 'municipal_district', lpad(i::text, 6, '0'), now(), now(), 1
  from generate_series(0, {m} - 1) i;
insert into school (id, region_id, municipality_id, code, full_name, short_name, type, sort_key, created_at, updated_at, version)
select pg_temp.id(3, i), pg_temp.id(1, 0), pg_temp.id(2, i / 40), 's' || i, 'МБОУ «Средняя общеобразовательная школа № ' || i || '»',
       'СОШ № ' || i, 'sosh', 'сош №' || lpad(i::text, 6, '0'), now(), now(), 1
  from generate_series(0, {m} * 40 - 1) i;
insert into school_status (id, region_id, municipality_id, school_id, status, valid_from, basis, created_at, updated_at)
select pg_temp.id(8, i), pg_temp.id(1, 0), pg_temp.id(2, i / 40), pg_temp.id(3, i),
       case when i % 40 < 12 then 'low_results' else 'high_results' end, date '2025-09-01', 'список', now(), now()
  from generate_series(0, {m} * 40 - 1) i where i % 40 < 18;

-- a director (even numbers) and a teacher (odd) of every school
insert into person (id, region_id, municipality_id, school_id, last_name, first_name, patronymic, name, is_fictional, sort_key,
                    created_at, updated_at, version)
select pg_temp.id(6, i), pg_temp.id(1, 0), pg_temp.id(2, i / 80), pg_temp.id(3, i / 2), 'Фамилия' || i, 'Анна', 'Петровна',
       'Фамилия' || i || ' Анна Петровна', true, 'фамилия' || lpad(i::text, 6, '0'), now(), now(), 1
  from generate_series(0, {m} * 80 - 1) i;

insert into program (id, region_id, municipality_id, code, kind, level, title, model, status, declared_from, declared_to,
                     deficit_routing, individual_route_statuses, lead_statuses, sort_key, created_at, updated_at, version)
select pg_temp.id(4, i), pg_temp.id(1, 0), pg_temp.id(2, i / 2), 'p' || i,
       case i % 2 when 0 then 'municipal_project' else 'joint_network' end, 'municipality', 'Программа № ' || i, 'concentrated',
       'active', date '2025-09-01', date '2035-08-31', 'strict', '{{high_results}}', '{{high_results}}', lpad(i::text, 6, '0'),
       now(), now(), 1
  from generate_series(0, {m} * 2 - 1) i;
insert into program_participant (id, region_id, municipality_id, school_id, program_id, category, joined_on, created_at, updated_at)
select pg_temp.id(9, i), pg_temp.id(1, 0), pg_temp.id(2, i / 40), pg_temp.id(3, i),
       pg_temp.id(4, i / 40 * 2 + case when i % 40 < 12 then 0 else 1 end),
       case when i % 40 < 12 then 'low_results' else 'high_results' end, date '2025-09-01', now(), now()
  from generate_series(0, {m} * 40 - 1) i;

-- 40 types of schools, 4 of directors, 4 of teachers
insert into deficit_type (id, code, title, framework, framework_version, component, nature, bearer_kinds, sort_key, created_at,
                          updated_at, version)
select pg_temp.id(5, i), 't' || i, 'Низкий уровень читательской грамотности, вид ' || i, 'transition_components', '1',
       (array['results', 'process', 'environment', 'management'])[1 + i % 4], 'educational',
       array[case when i < 40 then 'school' when i < 44 then 'head' else 'teacher' end], lpad(i::text, 6, '0'), now(), now(), 1
  from generate_series(0, 47) i;
insert into deficit_scope_decision (id, region_id, municipality_id, program_id, type_id, holders, participants, threshold,
                                    proposed_scope, decided_scope, decided_by, decided_at, created_at, updated_at)
select pg_temp.id(10, i), pg_temp.id(1, 0), pg_temp.id(2, i / 2), pg_temp.id(4, i / 2 * 2), pg_temp.id(5, i % 2), 12, 12, 1,
       'common', 'common', pg_temp.id(7, 0), now(), now(), now()
  from generate_series(0, {m} * 2 - 1) i;

-- deficit i belongs to municipality i % m; q counts those of one school. The last twenty of a school are open.
insert into deficit (id, region_id, municipality_id, school_id, program_id, type_id, bearer_kind, person_id, visibility, component,
                     nature, severity, status, status_since, scope, route, description, opened_on, target_date, closed_on,
                     created_by, created_at, updated_at, version)
select (lpad(to_hex(1073741824 + i), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
       pg_temp.id(1, 0), pg_temp.id(2, m), pg_temp.id(3, m * 40 + k), pg_temp.id(4, m * 2 + case when k < 12 then 0 else 1 end),
       pg_temp.id(5, case bearer when 'head' then 40 + q / 10 % 4 when 'teacher' then 44 + q / 20 % 4
                                 else case when open then q % 20 else (q * 7 + k) % 40 end end),
       bearer, case bearer when 'head' then pg_temp.id(6, (m * 40 + k) * 2) when 'teacher' then pg_temp.id(6, (m * 40 + k) * 2 + 1) end,
       case when bearer <> 'teacher' then 'school' when i % 2 = 0 then 'personal' else 'shared' end,
       (array['results', 'process', 'environment', 'management'])[1 + i / 7 % 4], 'educational', 1 + i / 11 % 3, status, at,
       case when status in ('draft', 'identified', 'rejected') then null
            when bearer = 'school' and q % 20 < 2 then 'common' else 'individual' end,
       case when status in ('planned', 'in_progress', 'measured', 'closed') then 'network_tie' end,
       'Описание дефицита по результатам ВПР, запись ' || i, at::date, at::date + 90,
       case when status = 'closed' then at::date + 80 end, pg_temp.id(7, m), at, at, 1
  from (select i, i % {m} as m, i / {m} % 40 as k, q, open, timestamptz '2025-09-01' + i * interval '2 minutes' as at,
               case when (q + i % {m} + i / {m}) % 10 = 3 then 'head'
                    when (q + i % {m} + i / {m}) % 20 = 7 then 'teacher' else 'school' end as bearer,
               case when open then (array['draft', 'identified', 'scoped', 'planned', 'in_progress', 'measured'])[1 + i / 7 % 6]
                    when i % 10 = 0 then 'rejected' else 'closed' end as status
          from (select i, i / ({m} * 40) as q, i / ({m} * 40) > ({n} - 1) / ({m} * 40) - 20 as open
                  from generate_series(0, {n} - 1) i) numbered) d;

-- five coordinators of every municipality, then ten of the region; each with an account, a role and a live session
create temporary table who as
select i, i < {m} * 5 as local, case when i < {m} * 5 then pg_temp.id(2, i % {m}) end as municipality
  from generate_series(0, {m} * 5 + 9) i;
insert into account (id, region_id, municipality_id, login, activated_at, created_at, updated_at, version)
select pg_temp.id(7, i), pg_temp.id(1, 0), municipality, 'user' || i || '@bench', now(), now(), now(), 1 from who;
insert into role_assignment (id, account_id, role, scope, region_id, municipality_id, valid_from, created_at, updated_at)
select pg_temp.id(11, i), pg_temp.id(7, i), case when local then 'municipal_coordinator' else 'regional_coordinator' end,
       case when local then 'municipality' else 'region' end, pg_temp.id(1, 0), municipality, now(), now(), now() from who;
insert into browser_session (id, hash, account_id, assignment_id, created_at, last_seen_at, idle_until, expires_at)
select pg_temp.id(12, i), sha256(convert_to('bench-session-' || lpad(i::text, 32, '0'), 'UTF8')), pg_temp.id(7, i),
       pg_temp.id(11, i), now(), now(), now() + interval '1 day', now() + interval '1 day' from who;
