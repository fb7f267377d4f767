# shellcheck shell=bash
# One PostgreSQL cluster of our own. Debian's cluster, if there is one, is left alone.

POSTGRESQL_PORT=${PORTAL_SERVICES_POSTGRESQL_PORT:-55432}

postgresql_bin() { # the folder of the newest installed server programs
    local newest
    newest=$(find /usr/lib/postgresql /usr/pgsql-* -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1)
    [ -n "$newest" ] || newest=$(command -v initdb || true)
    [ -n "$newest" ] || fail "PostgreSQL is not installed: deploy/local/services install (or apt-get install postgresql)"
    dirname "$newest"
}

postgresql_data() { printf '%s/postgresql/data' "$STATE"; }
postgresql_where() { printf '127.0.0.1:%s' "$POSTGRESQL_PORT"; }
postgresql_running() { process_of "$(postgresql_data)/postmaster.pid" "$(postgresql_data)" >/dev/null; }

postgresql_env() {
    say "export PORTAL_DATABASE_URL=postgresql://portal:$(cat "$STATE/postgresql/password")@$(postgresql_where)/portal"
}

postgresql_start() {
    local bin data
    if postgresql_running; then
        say "postgresql: already running"
        return
    fi
    bin=$(postgresql_bin)
    data=$(postgresql_data)
    port_is_free "$POSTGRESQL_PORT" || fail "port $POSTGRESQL_PORT is taken: set PORTAL_SERVICES_POSTGRESQL_PORT"
    [ -s "$data/PG_VERSION" ] && [ -e "$STATE/postgresql/ready" ] || postgresql_create "$bin" "$data"
    postgresql_configure >"$data/portal.conf"
    # Left by a crash; the process it names was just found not to be ours.
    rm -f "$data/postmaster.pid"
    as_service "$bin/pg_ctl" start --silent --wait --timeout=60 -D "$data" -l "$STATE/postgresql/log" 9>&- </dev/null >/dev/null ||
        { last_lines "$STATE/postgresql/log"; fail "PostgreSQL did not start: see $STATE/postgresql/log"; }
    postgresql_create_database "$bin"
    touch "$STATE/postgresql/ready"
    say "postgresql: started ($(postgresql_where))"
}

postgresql_stop() {
    postgresql_running || return 0
    as_service "$(postgresql_bin)/pg_ctl" stop --silent --wait --timeout=60 --mode=fast -D "$(postgresql_data)"
    say "postgresql: stopped"
}

postgresql_create() { # postgresql_create BIN DATA
    rm -rf "$2"
    mkdir -p "$STATE/postgresql"
    secret "$STATE/postgresql/password" >/dev/null
    own "$STATE/postgresql"
    # The portal's role is the superuser of this cluster: tests make databases and load fixtures past triggers.
    # In production it is not: see deploy/postgresql/.
    as_service "$1/initdb" -D "$2" --username=portal --pwfile="$STATE/postgresql/password" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$STATE/postgresql/initdb.log" 2>&1 ||
        { last_lines "$STATE/postgresql/initdb.log"; fail "initdb failed"; }
    echo "include 'portal.conf'" >>"$2/postgresql.conf"
}

postgresql_configure() {
    # Without fsync a crash of the machine may spoil the cluster: right for data that can be made again in seconds.
    cat <<CONF
listen_addresses = '127.0.0.1'
port = $POSTGRESQL_PORT
unix_socket_directories = ''
max_connections = 200
shared_buffers = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
max_locks_per_transaction = 256
CONF
}

postgresql_create_database() { # postgresql_create_database BIN
    # In a file: a command line can be read by everyone on the machine.
    (umask 077 && printf '*:*:*:portal:%s\n' "$(cat "$STATE/postgresql/password")" >"$STATE/postgresql/pgpass")
    own "$STATE/postgresql/pgpass"
    local -a psql=(as_service "PGPASSFILE=$STATE/postgresql/pgpass" "$1/psql" --no-psqlrc --quiet --tuples-only --no-align
        --host=127.0.0.1 --port="$POSTGRESQL_PORT" --username=portal --dbname=postgres)
    [ "$("${psql[@]}" --command="SELECT 1 FROM pg_database WHERE datname = 'portal'" </dev/null)" = 1 ] ||
        "${psql[@]}" --command="CREATE DATABASE portal" </dev/null
}
