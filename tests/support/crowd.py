"""Thousands of rows around the world's few, so that PostgreSQL has to choose its plans: for the tests that read them.

Both municipalities get forty schools with a deficit of each of two hundred types (most are closed: one is open per school and
type), fifty people a school with employment, account and role; school a1 and teacher a1 get many of their own. Four
thousand events a municipality with speakers and registrations of everybody. The audit of all that grows by itself.
"""

import asyncpg

from opora.core.addresses import native
from tests.support.world import id_


def _uuid(name: str) -> str:
    return f"'{id_(name)}'::uuid"


A, B, A1, TEACHER = map(_uuid, ("municipality.a", "municipality.b", "school.a1", "person.teacher.a1@test"))

SCHOOLS = f"""
insert into school (id, region_id, municipality_id, code, full_name, short_name, type, sort_key, created_at, updated_at, version)
select gen_random_uuid(), {_uuid("region")}, m, 'crowd-' || m || n, 'Школа ' || n, 'Школа ' || n, 'sosh', lpad(n::text, 6, '0'),
       now(), now(), 1
  from unnest(array[{A}, {B}]) m, generate_series(1, 40) n
"""
TYPES = """
insert into deficit_type (id, code, title, framework, framework_version, component, nature, bearer_kinds, is_sample, is_active,
                          sort_key, created_at, updated_at, version)
select gen_random_uuid(), 'crowd-' || kind || n, 'Вид ' || n, 'risk_profile', '1', 'results', 'educational', array[kind], true,
       true, 'crowd' || lpad(n::text, 6, '0'), now(), now(), 1
  from unnest(array['school', 'teacher']) kind, generate_series(1, 200) n
"""
PEOPLE = """
insert into person (id, region_id, municipality_id, school_id, last_name, first_name, name, sort_key, created_at, updated_at,
                    version)
select gen_random_uuid(), s.region_id, s.municipality_id, s.id, 'Толпа', 'Имя', 'Толпа Имя ' || n, lpad(n::text, 6, '0'), now(),
       now(), 1
  from school s, generate_series(1, 50) n
"""
EMPLOYMENTS = """
insert into employment (id, region_id, municipality_id, school_id, person_id, capacity, created_at, updated_at)
select gen_random_uuid(), region_id, municipality_id, school_id, id, 'teacher', now(), now() from person where last_name = 'Толпа'
"""
ACCOUNTS = """
insert into account (id, region_id, municipality_id, school_id, person_id, kind, login, activated_at, created_at, updated_at,
                     version)
select gen_random_uuid(), region_id, municipality_id, school_id, id, 'person', 'crowd-' || id, now(), now(), now(), 1
  from person where last_name = 'Толпа'
"""
ROLES = """
insert into role_assignment (id, account_id, role, scope, region_id, municipality_id, school_id, person_id, valid_from,
                             created_at, updated_at)
select gen_random_uuid(), id, 'teacher', 'person', region_id, municipality_id, school_id, person_id, now(), now(), now()
  from account where login like 'crowd-%'
"""
# every eighth is open, once; `times` adds closed ones of the same type
DEFICITS = f"""
insert into deficit (id, region_id, municipality_id, school_id, program_id, type_id, bearer_kind, person_id, visibility,
                     component, nature, severity, status, status_since, opened_on, closed_on, created_by, created_at,
                     updated_at, version)
select gen_random_uuid(), s.region_id, s.municipality_id, s.id,
       case s.municipality_id when {A} then {_uuid("program.a")} else {_uuid("program.b")} end, t.id, t.kind, {{person}},
       '{{visibility}}', 'results', 'educational', 1 + n % 3,
       case when open then (array['draft', 'identified', 'scoped', 'planned'])[1 + n / 8 % 4] else 'closed' end, now(),
       date '2026-09-01' + n % 60, case when not open then date '2026-11-01' end, {_uuid("account.system")}, now(),
       now() - n * interval '1 minute', 1
  from (select *, row_number() over (order by code) as k from school where {{schools}}) s
  cross join (select id, bearer_kinds[1] as kind, row_number() over (order by code) as j from deficit_type
               where code like 'crowd-{{kind}}%') t
  cross join generate_series(1, {{times}}) i
  cross join lateral (select (s.k * 7 + t.j)::int as n, i = 1 and (s.k * 7 + t.j) % 8 = 0 as open) x
"""
# four thousand events a municipality, an hour apart, half of them past
EVENTS = f"""
insert into event (id, region_id, municipality_id, program_id, kind, title, audience, starts_at, ends_at, mode, place,
                   organizer_school_id, organizer_name, host_school_id, host_name, status, status_since, status_note, created_by,
                   created_at, updated_at, version)
select gen_random_uuid(), {_uuid("region")}, m, p, (array['seminar', 'lecture', 'webinar'])[1 + n % 3], 'Толпа ' || n,
       array['teachers'], now() + (n - 2000) * interval '1 hour', now() + (n - 1999) * interval '1 hour', 'in_person', 'Зал',
       s, 'Школа', s, 'Школа', (array['published', 'held', 'cancelled', 'draft'])[1 + n % 4], now(), 'Причина',
       {_uuid("account.system")}, now(), now() - n * interval '1 minute', 1
  from (values ({A}, {_uuid("program.a")}, {A1}), ({B}, {_uuid("program.b")}, {_uuid("school.b1")})) x(m, p, s),
       generate_series(1, 4000) n
"""
# everybody of the crowd at four events, fifteen a seat
REGISTRATIONS = f"""
insert into event_registration (id, region_id, municipality_id, school_id, event_id, person_id, number, audience, name, sort_key,
                                school_name, source, status, status_since, registered_by, created_at, updated_at, version)
select gen_random_uuid(), p.region_id, p.municipality_id, p.school_id, e.id, p.id,
       row_number() over (partition by e.id order by p.id), 'teachers', p.name, p.sort_key, 'Школа', 'school',
       (array['confirmed', 'waitlisted', 'cancelled'])[1 + p.j % 3], now(), {_uuid("account.system")},
       now() - p.j * interval '1 minute', now(), 1
  from (select *, row_number() over (partition by municipality_id order by id) as j from person where last_name = 'Толпа') p
  join (select id, municipality_id, row_number() over (partition by municipality_id order by starts_at) as k from event
         where title like 'Толпа%') e on e.municipality_id = p.municipality_id and e.k % 2000 in (p.j % 130, p.j % 7)
"""
ATTENDANCE = f"""
insert into event_attendance (id, region_id, municipality_id, school_id, event_id, registration_id, person_id, is_present, source,
                              reason, recorded_at, recorded_by)
select gen_random_uuid(), region_id, municipality_id, school_id, event_id, id, person_id, n = 2, 'list', 'Поправка', now(),
       {_uuid("account.system")} from event_registration, generate_series(1, 2) n where status = 'confirmed'
"""
SPEAKERS = f"""
insert into event_speaker (id, region_id, municipality_id, event_id, person_id, name, position, created_at, updated_at)
select gen_random_uuid(), region_id, municipality_id, id, case when kind = 'lecture' and municipality_id = {A}
       and title like '%1' then {TEACHER} end, 'Ведущая', 0, now(), now() from event where title like 'Толпа%'
"""
SCHOOLS_OWN = {"kind": "school", "person": "null", "visibility": "school"}
STATEMENTS = (
    SCHOOLS, TYPES, PEOPLE, EMPLOYMENTS, ACCOUNTS, ROLES,
    DEFICITS.format(**SCHOOLS_OWN, schools="code like 'crowd%'", times=1),
    DEFICITS.format(**SCHOOLS_OWN, schools=f"id = {A1}", times=10),
    DEFICITS.format(kind="teacher", person=TEACHER, visibility="personal", schools=f"id = {A1}", times=1),
    EVENTS, SPEAKERS, REGISTRATIONS, ATTENDANCE,
)  # fmt: skip


async def gather_crowd(owner_url: str) -> None:
    """Commit the crowd to a database of the world, as its owner, and let PostgreSQL count it."""
    connection = await asyncpg.connect(native(owner_url))
    try:
        await connection.execute(f"select set_config('opora.account', {_uuid('account.system')}::text, false)")
        for statement in STATEMENTS:
            await connection.execute(statement)
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()
