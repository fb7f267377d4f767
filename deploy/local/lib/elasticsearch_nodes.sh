# shellcheck shell=bash
# One node of the cluster: its files, its process, and the accidents that tests make it suffer.

node_folder() { printf '%s/node-%s' "$(elasticsearch_folder)" "$1"; }
node_port() { printf '%s' "$((ELASTICSEARCH_PORT + $1 - 1))"; }
node_transport_port() { printf '%s' "$((ELASTICSEARCH_PORT + 100 + $1 - 1))"; }
# A property in the node's command line, by which it is known as ours.
node_mark() { printf -- '-Dportal.services.node=%s' "$(node_folder "$1")"; }
node_process() { process_of "$(node_folder "$1")/pid" "$(node_mark "$1") "; }

node_start() { # node_start NUMBER: starts the process; node_wait waits until it answers
    local number=$1 folder home java
    if node_process "$number" >/dev/null; then
        say "elasticsearch: node $number already running"
        return
    fi
    folder=$(node_folder "$number")
    home=$(elasticsearch_home)
    java=$(java_home) || fail "Elasticsearch needs Java $MINIMUM_JAVA or newer"
    local port
    for port in "$(node_port "$number")" "$(node_transport_port "$number")"; do
        port_is_free "$port" || fail "port $port is taken: set PORTAL_SERVICES_ELASTICSEARCH_PORT"
    done
    node_configure "$number" "$home"
    # The archive lacks bin/elasticsearch; this is what that script runs, there. It ends when the node has started.
    (cd "$home" && as_service "ES_HOME=$home" "ES_PATH_CONF=$folder/config" ES_DISTRIBUTION_TYPE=zip "JAVA=$java/bin/java" \
        JAVA_TYPE=ES_JAVA_HOME "ES_JAVA_HOME=$java" "ES_TMPDIR=$folder/tmp" \
        "$java/bin/java" -Xms4m -Xmx64m -XX:+UseSerialGC -cp "$home/lib/tools/server-launcher/*" \
        org.elasticsearch.server.launcher.ServerLauncher -d -p "$folder/pid" \
        9>&- </dev/null >"$folder/start.log" 2>&1) &
    printf '%s' "$!" >"$folder/launcher"
}

node_wait() { # node_wait NUMBER
    local folder tries=1800
    folder=$(node_folder "$1")
    until node_process "$1" >/dev/null && ! port_is_free "$(node_port "$1")"; do
        # The launcher ends when the node has started or has failed.
        if [ "$tries" -eq 0 ] || { [ ! -d "/proc/$(cat "$folder/launcher")" ] && ! node_process "$1" >/dev/null; }; then
            last_lines "$folder/start.log"
            fail "Elasticsearch node $1 did not start: see $folder/start.log and $folder/logs"
        fi
        sleep 0.1
        tries=$((tries - 1))
    done
}

node_configure() { # node_configure NUMBER HOME: writes its folder anew, keeps its data
    local folder config
    folder=$(node_folder "$1")
    config="$folder/config"
    mkdir -p "$config/jvm.options.d" "$folder/data" "$folder/logs" "$folder/tmp"
    rm -f "$folder/pid"
    cp "$2"/config/{log4j2.properties,users,users_roles,roles.yml,role_mapping.yml} "$config/"
    # The log of the garbage collector would be written to the shared home.
    grep -v '^-Xlog:gc' "$2/config/jvm.options" >"$config/jvm.options"
    printf -- '-Xms%s\n-Xmx%s\n%s\n' "$ELASTICSEARCH_HEAP" "$ELASTICSEARCH_HEAP" "$(node_mark "$1")" \
        >"$config/jvm.options.d/portal.options"
    node_settings "$1" >"$config/elasticsearch.yml"
    if elasticsearch_secure; then node_security "$config"; else echo "xpack.security.enabled: false" >>"$config/elasticsearch.yml"; fi
    own "$folder"
}

node_settings() { # node_settings NUMBER
    local nodes
    nodes=$(elasticsearch_nodes)
    cat <<YAML
cluster.name: portal-services
node.name: node-$1
network.host: 127.0.0.1
http.port: $(node_port "$1")
transport.port: $(node_transport_port "$1")
path.data: $(node_folder "$1")/data
path.logs: $(node_folder "$1")/logs
# A full disk of a developer's machine is no reason to make throw-away indices read-only.
cluster.routing.allocation.disk.threshold_enabled: false
# Asks nobody outside this machine.
xpack.inference.elastic.authorization.enabled: false
xpack.inference.elastic.periodic_authorization_enabled: false
YAML
    if [ "$nodes" -eq 1 ]; then
        echo "discovery.type: single-node"
    else
        local port=$((ELASTICSEARCH_PORT + 100))
        echo "discovery.seed_hosts: ['127.0.0.1:$port', '127.0.0.1:$((port + 1))', '127.0.0.1:$((port + 2))']"
        echo "cluster.initial_master_nodes: [node-1, node-2, node-3]"
    fi
}

elasticsearch_wait_for_cluster() { # elasticsearch_wait_for_cluster NODES: all have joined and every shard has its place
    local url tries=120
    url="$(elasticsearch_where)"
    url="${url%%,*}/_cluster/health?wait_for_nodes=%3E%3D$1&wait_for_status=yellow&timeout=1s"
    until elasticsearch_get "$url"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "the Elasticsearch cluster did not become ready: see $(elasticsearch_folder)/node-*/logs"
        sleep 0.5
    done
}

# --- Accidents ------------------------------------------------------------------------------------

node_number() { # node_number WORD: checks that the cluster has such a node
    local nodes
    nodes=$(elasticsearch_nodes)
    [ -n "$nodes" ] || fail "no Elasticsearch was started"
    [[ $1 =~ ^[1-9]$ ]] && [ "$1" -le "$nodes" ] || fail "there is no node '$1': the cluster has $nodes"
}

node_signal() { # node_signal NUMBER SIGNAL WHAT
    local pid
    node_number "$1"
    pid=$(node_process "$1") || fail "node $1 is not running"
    kill "-$2" "$pid"
    say "elasticsearch: node $1 $3"
}

elasticsearch_pause_node() { node_signal "$1" STOP paused; }
elasticsearch_resume_node() { node_signal "$1" CONT resumed; }

elasticsearch_kill_node() {
    local pid
    node_number "$1"
    pid=$(node_process "$1") || fail "node $1 is not running"
    kill -KILL "$pid"
    wait_until_gone "$pid" 10 || fail "node $1 does not end"
    rm -f "$(node_folder "$1")/pid"
    say "elasticsearch: node $1 killed"
}

elasticsearch_start_node() {
    node_number "$1"
    node_start "$1"
    node_wait "$1"
    say "elasticsearch: node $1 started"
}

elasticsearch_list_nodes() {
    local number pid nodes
    nodes=$(elasticsearch_nodes)
    for ((number = 1; number <= ${nodes:-0}; number++)); do
        if ! pid=$(node_process "$number"); then
            say "  node $number: down"
        elif grep -q '^State:[[:space:]]*T' "/proc/$pid/status"; then
            say "  node $number: paused, process $pid"
        else
            say "  node $number: up, process $pid, port $(node_port "$number")"
        fi
    done
}
