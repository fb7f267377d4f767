# shellcheck shell=bash
# Where things are kept, as whom they run, and how a process is started, recognised and ended.

ALL_SERVICES=(postgresql redis elasticsearch)
STATE=${PORTAL_SERVICES_DIR:-${TMPDIR:-/tmp}/portal-services}
# Servers refuse to run as root; started by root they run as this user, else as the caller.
SERVICE_USER=portal-services
[ "$(id -u)" -eq 0 ] || SERVICE_USER=$(id -un)

say() { printf '%s\n' "$*"; }

fail() {
    printf 'deploy/local: %s\n' "$*" >&2
    exit 1
}

as_service() { # as_service [NAME=VALUE…] command…: as the unprivileged user, with none of the caller's PORTAL_ secrets
    local -a variables=("HOME=$STATE") as=()
    while is_assignment "${1:-}"; do
        variables+=("$1")
        shift
    done
    [ "$(id -u)" -ne 0 ] || as=(setpriv --reuid="$SERVICE_USER" --regid="$SERVICE_USER" --clear-groups)
    (with_only "${variables[@]}" "${as[@]}" "$@")
}

is_assignment() { [[ $1 =~ ^[A-Za-z_][A-Za-z0-9_]*= ]]; }

with_only() { # with_only [NAME=VALUE…] command…: becomes the command, with these variables and no others
    # Not `env -i`: everyone on the machine can read its words while it starts, and passwords are among them.
    local name path=$PATH
    for name in $(compgen -e); do unset "$name" 2>/dev/null || true; done
    export PATH="$path" LC_ALL=C.UTF-8 TMPDIR=/tmp
    while is_assignment "${1:-}"; do
        export "${1?}"
        shift
    done
    exec "$@"
}

prepare_state() {
    if [ "$(id -u)" -eq 0 ] && ! id "$SERVICE_USER" >/dev/null 2>&1; then
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$SERVICE_USER"
    fi
    # One mkdir, so that nobody else's folder of that name is taken for ours.
    if mkdir -m 0711 "$STATE" 2>/dev/null; then
        [ "$(id -u)" -ne 0 ] || chown "$SERVICE_USER:" "$STATE"
    fi
    [ -d "$STATE" ] || fail "cannot make the folder $STATE"
    state_is_ours
    STATE=$(cd "$STATE" && pwd -P)
}

state_is_ours() { # the folder may lie in /tmp, where anyone can make one of that name
    local owner
    owner=$(stat -c %U "$STATE")
    [ ! -L "$STATE" ] || fail "$STATE is a symbolic link"
    [ "$owner" = "$SERVICE_USER" ] || fail "$STATE belongs to $owner, not to $SERVICE_USER: set PORTAL_SERVICES_DIR"
}

locked() { # locked command…: two calls at once take turns
    local lock="${STATE%/}.lock"
    [ ! -L "$lock" ] || fail "$lock is a symbolic link"
    exec 9>>"$lock"
    flock -w 300 9 || fail "another call has held $lock for five minutes"
    "$@"
}

process_of() { # process_of PIDFILE MARK: the process number, if such a process runs and MARK is in its command line
    local pid
    pid=$(head -n 1 "$1" 2>/dev/null | tr -cd '0-9') || return 1
    [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] || return 1
    # After a crash another program may have got the same number.
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$2" || return 1
    printf '%s' "$pid"
}

lives() { # lives PID: not gone, and not a dead child that nobody has collected (as in a container without init)
    [ -d "/proc/$1" ] && ! grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"
}

wait_until_gone() { # wait_until_gone PID SECONDS
    local tries=$(($2 * 10))
    while lives "$1" && [ "$tries" -gt 0 ]; do
        sleep 0.1
        tries=$((tries - 1))
    done
    ! lives "$1"
}

end_process() { # end_process PIDFILE MARK: asks, waits, then ends it; a paused process must wake first to hear it
    local pid
    pid=$(process_of "$1" "$2") || { rm -f "$1"; return 0; }
    kill -TERM "$pid" 2>/dev/null || true
    kill -CONT "$pid" 2>/dev/null || true
    wait_until_gone "$pid" 30 || { kill -KILL "$pid" 2>/dev/null || true; wait_until_gone "$pid" 10; }
    rm -f "$1"
}

port_is_free() { # port_is_free PORT
    ! (exec 8<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

secret() { # secret FILE: its content; made at first use, readable by the service user (and root) alone
    if [ ! -s "$1" ]; then
        (umask 077 && head -c 32 /dev/urandom | od -v -An -tx1 | tr -d ' \n' >"$1.new" && mv "$1.new" "$1")
        [ "$(id -u)" -ne 0 ] || chown "$SERVICE_USER:" "$1"
    fi
    cat "$1"
}

own() { # own PATH…: gives what root made to the service user
    [ "$(id -u)" -ne 0 ] || chown -R "$SERVICE_USER:" "$@"
}

last_lines() { # last_lines FILE: what a server said before it failed
    [ ! -r "$1" ] || tail -n 20 "$1" >&2
}
