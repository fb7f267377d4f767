#!/bin/sh
# Two roles and one database; run once as the superuser, by PostgreSQL's image at the first start of an empty cluster
# and by deploy/local/portal. Can be run again; then it sets the passwords anew.
#
#   portal_owner   owns the tables, runs migrations, is used by nobody else
#   portal_web     reads and writes rows; what it may not touch is in rights.sql
set -eu
database=${PORTAL_DATABASE_NAME:-portal}
: "${POSTGRESQL_OWNER_PASSWORD:?}" "${POSTGRESQL_WEB_PASSWORD:?}"

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres --username="${POSTGRES_USER:-postgres}" \
    --set=database="$database" <<'SQL' >/dev/null
\getenv owner_password POSTGRESQL_OWNER_PASSWORD
\getenv web_password POSTGRESQL_WEB_PASSWORD
SELECT format('CREATE ROLE %I LOGIN', name) FROM unnest(ARRAY['portal_owner', 'portal_web']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE portal_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
ALTER ROLE portal_web LOGIN PASSWORD :'web_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
SELECT format('CREATE DATABASE %I OWNER portal_owner TEMPLATE template0 ENCODING %L LOCALE %L', :'database', 'UTF8', 'C.UTF-8')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
ALTER DATABASE :"database" OWNER TO portal_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO portal_web;
\connect :"database"
ALTER SCHEMA public OWNER TO portal_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal_web;
SQL
