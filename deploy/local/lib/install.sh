# shellcheck shell=bash
# Installs what the three services need and this machine lacks.

missing_packages() { # Debian packages, one a line
    find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | grep -q . || echo postgresql
    command -v redis-server >/dev/null || echo redis-server
    command -v openssl >/dev/null || echo openssl
    command -v setpriv >/dev/null || echo util-linux
    if ! elasticsearch_installed && ! command -v mvn >/dev/null; then echo maven; fi
}

install_packages() { # install_packages NAME…
    [ "$(id -u)" -eq 0 ] || fail "please install as root: apt-get install $*"
    command -v apt-get >/dev/null || fail "please install with this system's own tools: $*"
    say "installing $*"
    # Debian starts a server as soon as it is installed; ours are started here, on ports of their own.
    mkdir -p /etc/postgresql-common
    grep -qs create_main_cluster /etc/postgresql-common/createcluster.conf ||
        echo "create_main_cluster = false" >>/etc/postgresql-common/createcluster.conf
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_java() {
    java_home >/dev/null && return
    local name
    if [ "$(id -u)" -eq 0 ] && command -v apt-cache >/dev/null; then
        for name in openjdk-25-jre-headless openjdk-21-jre-headless temurin-21-jre; do
            if apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [0-9]'; then
                install_packages "$name"
                return
            fi
        done
    fi
    fail "Elasticsearch needs Java $MINIMUM_JAVA or newer, which this system does not offer: unpack one (for example Eclipse Temurin $MINIMUM_JAVA) below /usr/lib/jvm, or name it in JAVA_HOME"
}

install_missing() {
    local -a missing
    mapfile -t missing < <(missing_packages)
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
    install_java
    elasticsearch_unpack
    say "everything the services need is installed"
}

all_installed() {
    local -a missing
    mapfile -t missing < <(missing_packages)
    java_home >/dev/null || missing+=("Java $MINIMUM_JAVA")
    elasticsearch_installed || missing+=("Elasticsearch")
    [ ${#missing[@]} -eq 0 ] || fail "not installed: ${missing[*]}"
}
