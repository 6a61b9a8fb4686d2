"""Two hundred teachers of school a1, each with a session: for what happens when all of them come at once."""

import asyncpg

from opora.core.addresses import native
from tests.support.world import id_

CROWD = 200

# the cookie of `secret_of(login)`, made where the rows are
_TEACHERS = f"""
with made as (
  insert into person (id, region_id, municipality_id, school_id, last_name, first_name, name, sort_key, created_at, updated_at,
                      version)
  select md5('person.' || login)::uuid, '{id_("region")}', '{id_("municipality.a")}', '{id_("school.a1")}', 'Толпа',
         'Имя', 'Толпа Имя ' || n, lpad(n::text, 6, '0'), now(), now(), 1
    from (select n, 'crowd.' || n as login from generate_series(1, {CROWD}) n) x
  returning id, region_id, municipality_id, school_id, sort_key
), works as (
  insert into employment (id, region_id, municipality_id, school_id, person_id, capacity, created_at, updated_at)
  select gen_random_uuid(), region_id, municipality_id, school_id, id, 'teacher', now(), now() from made
), signed as (
  insert into account (id, region_id, municipality_id, school_id, person_id, kind, login, activated_at, created_at, updated_at,
                       version)
  select gen_random_uuid(), region_id, municipality_id, school_id, id, 'person', 'crowd.' || sort_key::int, now(), now(), now(), 1
    from made returning id, login, region_id, municipality_id, school_id, person_id
), acting as (
  insert into role_assignment (id, account_id, role, scope, region_id, municipality_id, school_id, person_id, valid_from,
                               created_at, updated_at)
  select gen_random_uuid(), id, 'teacher', 'person', region_id, municipality_id, school_id, person_id, now(), now(), now()
    from signed returning id, account_id
)
insert into browser_session (id, hash, account_id, assignment_id, created_at, last_seen_at, idle_until, expires_at, user_agent)
select gen_random_uuid(), sha256(convert_to(encode(sha256(convert_to('cookie of ' || s.login, 'utf8')), 'hex'), 'utf8')), s.id,
       a.id, now(), now(), 'infinity', '2099-01-01', 'tests'
  from signed s join acting a on a.account_id = s.id
"""


async def gather_teachers(owner_url: str) -> list[str]:
    """Commit the teachers to a copy of the world, as its owner; their logins."""
    connection = await asyncpg.connect(native(owner_url))
    try:
        await connection.execute(f"select set_config('opora.account', '{id_('account.system')}', false)")
        await connection.execute(_TEACHERS)
        await connection.execute("analyze")
    finally:
        await connection.close()
    return [f"crowd.{n}" for n in range(1, CROWD + 1)]
