"""What guards the rows, as text: everything of the catalogue that `alembic check` does not see, equal on every PostgreSQL."""

from collections.abc import AsyncIterator

import asyncpg

_OURS = (
    "n.nspname in ('public', 'gate') and not exists (select from pg_depend d where d.objid = {oid} and d.deptype = 'e')"
)
_TO = "coalesce(nullif(a.grantee::regrole::text, '-'), 'PUBLIC')"

SECTIONS: dict[str, str] = {
    "roles": """
        select rolname || ':' || case when rolsuper then ' SUPERUSER' else '' end
          || case when rolbypassrls then ' BYPASSRLS' else '' end
          || case when rolcreaterole then ' CREATEROLE' else '' end || case when rolcreatedb then ' CREATEDB' else '' end
          || case when rolreplication then ' REPLICATION' else '' end || case when rolcanlogin then ' login' else ' nologin' end
          || case when rolinherit then ' inherit' else ' noinherit' end
          || coalesce(' ' || (select string_agg(c, ' ' order by c) from pg_db_role_setting s, unnest(s.setconfig) c
                               where s.setrole = r.oid and s.setdatabase = 0), '')
          from pg_roles r where rolname like 'opora\\_%'""",
    "memberships": """
        select g.rolname || ' may become ' || r.rolname || case when {inherits} then ' and inherits' else '' end
               || case when m.admin_option then ' and administers' else '' end
          from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles g on g.oid = m.member
         where g.rolname like 'opora\\_%'""",
    "database": f"""
        select {_TO} || ' ' || string_agg(a.privilege_type, ',' order by a.privilege_type)
          from pg_database d, aclexplode(d.datacl) a where d.datname = current_database() and a.grantee <> d.datdba
         group by a.grantee""",
    "schemas": f"""
        select n.nspname || ': ' || {_TO} || ' ' || string_agg(a.privilege_type, ',' order by a.privilege_type)
          from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
         where n.nspname in ('public', 'gate') and a.grantee <> n.nspowner group by n.nspname, a.grantee""",
    "tables": f"""
        select n.nspname || '.' || c.relname || ' owned by ' || c.relowner::regrole
               || case when c.relrowsecurity and c.relforcerowsecurity then ': row security, forced' else ': NO ROW SECURITY' end
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'v', 'm', 'f') and {_OURS.format(oid="c.oid")}""",
    "grants": f"""
        select c.relname || ': ' || {_TO} || ' ' || string_agg(a.privilege_type, ',' order by a.privilege_type)
          from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
         where a.grantee <> c.relowner and {_OURS.format(oid="c.oid")} group by c.relname, a.grantee""",
    "column grants": f"""
        select c.relname || ' (' || string_agg(t.attname, ', ' order by t.attname) || '): ' || {_TO} || ' ' || a.privilege_type
          from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute t on t.attrelid = c.oid,
               aclexplode(t.attacl) a
         where a.grantee <> c.relowner and {_OURS.format(oid="c.oid")} group by c.relname, a.grantee, a.privilege_type""",
    "default privileges": f"""
        select d.defaclobjtype::text || ' by ' || d.defaclrole::regrole || ': ' || {_TO} || ' ' || a.privilege_type
          from pg_default_acl d, aclexplode(d.defaclacl) a""",
    "policies": """
        select tablename || ' / ' || policyname || ' ' || permissive || ' ' || cmd || ' to '
               || (select string_agg(r::text, ', ' order by r::text) from unnest(roles) r)
               || coalesce(' using ' || qual, '') || coalesce(' check ' || with_check, '')
          from pg_policies where schemaname in ('public', 'gate')""",
    "functions": f"""
        select n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid)
               || ') owned by ' || p.proowner::regrole
               || case when p.prosecdef then ', definer' else '' end || coalesce(', ' || array_to_string(p.proconfig, ' '), '')
               || case when p.proleakproof then ', LEAKPROOF' else '' end || ', for '
               || coalesce((select string_agg({_TO}, ', ' order by {_TO})
                              from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                             where a.grantee <> p.proowner), 'nobody')
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace where {_OURS.format(oid="p.oid")}""",
    "triggers": f"""
        select c.relname || ' / ' || regexp_replace(pg_get_triggerdef(t.oid), '^CREATE TRIGGER ', '')
               || case when t.tgenabled = 'O' then '' else ' ENABLED ' || t.tgenabled::text end
          from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
         where not t.tgisinternal and {_OURS.format(oid="c.oid")}""",
}  # fmt: skip


async def _lines(connection: asyncpg.Connection) -> AsyncIterator[str]:
    version = connection.get_server_version().major
    inherits = "m.inherit_option" if version >= 16 else "g.rolinherit"
    for title, sql in SECTIONS.items():
        yield f"== {title}"
        for line in sorted(row[0] for row in await connection.fetch(sql.replace("{inherits}", inherits))):
            yield line
        yield ""


async def snapshot(connection: asyncpg.Connection) -> str:
    """Roles, grants, policies, functions and triggers of the database, one a line."""
    return "\n".join([line async for line in _lines(connection)])
