# shellcheck shell=bash
# `start --secure`: users, roles and TLS as in production, with an authority made on the spot.

ELASTICSEARCH_USER=portal

security_folder() { printf '%s/security' "$(elasticsearch_folder)"; }
security_ca() { printf '%s/ca.crt' "$(security_folder)"; }
security_password_file() { printf '%s/password' "$(security_folder)"; }

elasticsearch_secure() { [ -e "$(security_folder)/ready" ]; }

elasticsearch_security_env() {
    say "export PORTAL_ELASTICSEARCH_USER=$ELASTICSEARCH_USER"
    say "export PORTAL_ELASTICSEARCH_PASSWORD=$(cat "$(security_password_file)")"
    say "export PORTAL_ELASTICSEARCH_CA_FILE=$(security_ca)"
}

elasticsearch_security_create() { # an authority, a certificate for this machine's loopback address, a user
    local folder
    folder=$(security_folder)
    command -v openssl >/dev/null || fail "openssl is not installed: deploy/local/services install"
    mkdir -p "$folder"
    secret "$(security_password_file)" >/dev/null
    "$LIB/../../elasticsearch/certificates.sh" "$folder" IP:127.0.0.1,DNS:localhost >"$folder/openssl.log" 2>&1 ||
        { last_lines "$folder/openssl.log"; fail "openssl could not make certificates"; }
    touch "$folder/ready"
    own "$folder"
}

node_security() { # node_security CONFIG: gives a node the user, its role and the certificates
    cp "$(security_folder)"/{ca.crt,node.crt,node.key} "$1/"
    (umask 077 && python3 "$LIB/elasticsearch_users.py" "$1" "$ELASTICSEARCH_USER" "$(security_password_file)" \
        "$LIB/../../elasticsearch/role.json")
    cat >>"$1/elasticsearch.yml" <<'YAML'
xpack.security.enabled: true
xpack.security.http.ssl: {enabled: true, key: node.key, certificate: node.crt, certificate_authorities: [ca.crt]}
xpack.security.transport.ssl: {enabled: true, key: node.key, certificate: node.crt, certificate_authorities: [ca.crt]}
YAML
}

elasticsearch_get() { # elasticsearch_get URL: whether it answers with success
    local -a login=()
    ! elasticsearch_secure || login=("$(security_ca)" "$ELASTICSEARCH_USER" "$(security_password_file)")
    python3 "$LIB/answers.py" "$1" "${login[@]}" 2>/dev/null
}
