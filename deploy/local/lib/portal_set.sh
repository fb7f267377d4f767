# shellcheck shell=bash
# gunicorn, worker and nginx as compose.yml runs them: the same programs, configuration, roles and rights.

HTTP_PORT=${PORTAL_SERVICES_HTTP_PORT:-58080}
HTTPS_PORT=${PORTAL_SERVICES_HTTPS_PORT:-58443}
WEB_PORT=${PORTAL_SERVICES_WEB_PORT:-58000}
PYTHON="$PROJECT/.venv/bin/python"
SET="$STATE/portal"

pid_file() { printf '%s/%s.pid' "$SET" "$1"; }
mark() { # mark NAME: what the command line of that process holds
    case $1 in
        nginx) printf '%s/nginx.conf' "$SET" ;;
        gunicorn) printf -- '--pid %s/gunicorn.pid' "$SET" ;;
        worker) printf 'manage.py worker' ;;
    esac
}

portal_environment() { # portal_environment OWNER|WEB: NAME=VALUE, one a line
    local role=$1
    printf '%s\n' DJANGO_SETTINGS_MODULE=portal.settings.production PYTHONDONTWRITEBYTECODE=1 \
        "PYTHONPATH=$PROJECT" "PORTAL_DATA_DIR=$SET/data" "PORTAL_STATIC_DIR=$SET/static" \
        PORTAL_ALLOWED_HOSTS=localhost,127.0.0.1 "PORTAL_BASE_URL=https://localhost:$HTTPS_PORT" \
        "PORTAL_SECRET_KEY=$(cat "$SET/secret_key")" PORTAL_LOG_FORMAT=json \
        "PORTAL_DATABASE_URL=postgresql://portal_$role:$(cat "$SET/password_$role")@127.0.0.1:$POSTGRESQL_PORT/portal_production" \
        PORTAL_ELASTICSEARCH_PREFIX=portal-local
    "$HERE/services" env | sed 's/^export //' | grep -v '^PORTAL_DATABASE_URL='
}

portal_run() { # portal_run ROLE command…: in the environment of that role, as the service user
    local role=$1 lines
    shift
    lines=$(portal_environment "$role")
    local -a variables
    mapfile -t variables <<<"$lines"
    if as_service test -r "$PROJECT/manage.py" -a -x "$PYTHON"; then
        (cd "$PROJECT" && as_service "${variables[@]}" "$@")
    else
        # A checkout or a Python in root's home, as on build machines.
        (cd "$PROJECT" && with_only "HOME=$SET" "${variables[@]}" "$@")
    fi
}

portal_as_web() { portal_run web "$@"; }
portal_print_env() { portal_environment web | sed "s/=\(.*\)/='\1'/; s/^/export /"; }

portal_prepare() { # folders, secrets, roles and the database
    local name
    [ -x "$PYTHON" ] || fail "there is no .venv: make install"
    command -v nginx >/dev/null || fail "nginx is not installed: apt-get install nginx-light"
    command -v psql >/dev/null || fail "psql is not installed: apt-get install postgresql-client"
    postgresql_running || fail "PostgreSQL is not running: deploy/local/services start"
    as_service test -r "$PROJECT/manage.py" -a -x "$PYTHON" ||
        say "gunicorn and worker run as $(id -un): $SERVICE_USER cannot read $PROJECT or its Python"
    mkdir -p "$SET"/{data/media,static,nginx,tls}
    # nginx must read them, and may not be able to read the project.
    cp -r "$PROJECT/deploy/nginx/pages" "$PROJECT/deploy/nginx/inside_only.conf" "$SET/"
    for name in secret_key password_owner password_web; do secret "$SET/$name" >/dev/null; done
    own "$SET"
    portal_roles
    portal_certificate
}

portal_roles() {
    # postgresql_create_database has left the superuser's password in a file that psql reads.
    as_service "PGPASSFILE=$STATE/postgresql/pgpass" PGHOST=127.0.0.1 "PGPORT=$POSTGRESQL_PORT" POSTGRES_USER=portal \
        PORTAL_DATABASE_NAME=portal_production "POSTGRESQL_OWNER_PASSWORD=$(cat "$SET/password_owner")" \
        "POSTGRESQL_WEB_PASSWORD=$(cat "$SET/password_web")" "$PROJECT/deploy/postgresql/roles.sh"
}

portal_certificate() { # for https://localhost; a browser warns, as it should
    [ ! -s "$SET/tls/portal.crt" ] || return 0
    as_service openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
        -keyout "$SET/tls/portal.key" -out "$SET/tls/portal.crt" 2>/dev/null
}

portal_release() { # what a new release needs before it answers
    say "migrating…"
    portal_run owner PORTAL_DATABASE_TIMEOUT=0 "$PYTHON" manage.py migrate --noinput --verbosity 0
    portal_run owner "$PYTHON" deploy/postgresql/rights.py
    portal_run web "$PYTHON" manage.py collectstatic --noinput --verbosity 0
}

portal_running() { process_of "$(pid_file "$1")" "$(mark "$1")" >/dev/null; }

portal_gunicorn() {
    if portal_running gunicorn; then say "gunicorn: already running"; return; fi
    port_is_free "$WEB_PORT" || fail "port $WEB_PORT is taken: set PORTAL_SERVICES_WEB_PORT"
    portal_run web "GUNICORN_BIND=127.0.0.1:$WEB_PORT" "WEB_CONCURRENCY=${WEB_CONCURRENCY:-2}" \
        "$PROJECT/.venv/bin/gunicorn" portal.site.wsgi --config deploy/gunicorn.conf.py \
        --pid "$SET/gunicorn.pid" --daemon --log-file "$SET/gunicorn.log" --capture-output 9>&- </dev/null
    portal_await gunicorn "$WEB_PORT"
}

portal_worker() {
    if portal_running worker; then say "worker: already running"; return; fi
    # setsid: it outlives the terminal. The shell writes its own number and becomes the worker.
    # shellcheck disable=SC2016
    portal_run web setsid --fork sh -c 'echo $$ >"$1"; shift; exec "$@"' sh "$SET/worker.pid" \
        "$PYTHON" manage.py worker 9>&- </dev/null >>"$SET/worker.log" 2>&1
    say "worker: started"
}

portal_nginx() {
    if portal_running nginx; then say "nginx: already running"; return; fi
    local port
    for port in "$HTTP_PORT" "$HTTPS_PORT"; do
        port_is_free "$port" || fail "port $port is taken: set PORTAL_SERVICES_HTTP_PORT and PORTAL_SERVICES_HTTPS_PORT"
    done
    portal_nginx_conf >"$SET/nginx.conf"
    own "$SET/nginx.conf"
    as_service nginx -e stderr -q -t -c "$SET/nginx.conf"
    as_service nginx -e stderr -c "$SET/nginx.conf" 9>&- </dev/null 2>>"$SET/nginx.log"
    portal_await nginx "$HTTPS_PORT"
}

portal_nginx_conf() {
    NGINX_STATE="$SET/nginx" NGINX_MIME_TYPES=/etc/nginx/mime.types NGINX_ACCESS_LOG="$SET/access.log" \
        NGINX_UPSTREAM="127.0.0.1:$WEB_PORT" NGINX_LISTEN_HTTP="127.0.0.1:$HTTP_PORT" \
        NGINX_LISTEN_HTTPS="127.0.0.1:$HTTPS_PORT" NGINX_HTTPS_SUFFIX=":$HTTPS_PORT" NGINX_TLS="$SET/tls" \
        NGINX_PAGES="$SET/pages" NGINX_INSIDE_ONLY="$SET/inside_only.conf" \
        NGINX_MEDIA="$SET/data/media" "$PYTHON" "$PROJECT/deploy/nginx/render.py" |
        sed "s|^pid .*|pid $SET/nginx.pid;|"
}

portal_await() { # portal_await NAME PORT
    local tries=300
    until portal_running "$1" && ! port_is_free "$2"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || { last_lines "$SET/$1.log"; fail "$1 did not start: see $SET/$1.log"; }
        sleep 0.1
    done
    say "$1: started (127.0.0.1:$2)"
}
