# shellcheck shell=bash
# One Redis of our own: a cache, so nothing is written to disk.

REDIS_PORT=${PORTAL_SERVICES_REDIS_PORT:-56379}

redis_conf() { printf '%s/redis/redis.conf' "$STATE"; }
redis_where() { printf '127.0.0.1:%s' "$REDIS_PORT"; }
redis_running() { process_of "$STATE/redis/pid" "$(redis_conf)" >/dev/null; }

redis_env() {
    say "export PORTAL_REDIS_URL=redis://:$(cat "$STATE/redis/password")@$(redis_where)/0"
}

redis_start() {
    if redis_running; then
        say "redis: already running"
        return
    fi
    command -v redis-server >/dev/null || fail "Redis is not installed: deploy/local/services install"
    port_is_free "$REDIS_PORT" || fail "port $REDIS_PORT is taken: set PORTAL_SERVICES_REDIS_PORT"
    mkdir -p "$STATE/redis"
    (umask 077 && redis_configure "$(secret "$STATE/redis/password")" >"$(redis_conf)")
    rm -f "$STATE/redis/pid"
    own "$STATE/redis"
    as_service redis-server "$(redis_conf)" 9>&- </dev/null >/dev/null
    redis_wait || { last_lines "$STATE/redis/log"; fail "Redis did not start: see $STATE/redis/log"; }
    say "redis: started ($(redis_where))"
}

redis_stop() {
    redis_running || return 0
    end_process "$STATE/redis/pid" "$(redis_conf)"
    say "redis: stopped"
}

redis_configure() { # redis_configure PASSWORD
    # The title carries the file's name: by it `stop` knows the process as ours.
    cat <<CONF
bind 127.0.0.1
port $REDIS_PORT
requirepass $1
daemonize yes
pidfile $STATE/redis/pid
logfile $STATE/redis/log
dir $STATE/redis
proc-title-template "{title} {listen-addr} {config-file}"
save ""
appendonly no
maxmemory 128mb
maxmemory-policy allkeys-lru
CONF
}

redis_wait() {
    local tries=100
    while [ "$tries" -gt 0 ]; do
        if redis_running && ! port_is_free "$REDIS_PORT"; then return 0; fi
        sleep 0.1
        tries=$((tries - 1))
    done
    return 1
}
