#!/bin/sh
# An authority and one certificate for the Elasticsearch nodes: certificates.sh FOLDER NAMES
# NAMES as openssl writes them: DNS:elasticsearch,DNS:localhost,IP:127.0.0.1. What is there already is kept.
set -eu
umask 077
folder=$1 names=$2
[ -s "$folder/node.crt" ] && [ -s "$folder/node.key" ] && [ -s "$folder/ca.crt" ] && exit 0
cd "$folder"

openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=Portal Elasticsearch authority" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout ca.key -out ca.crt
openssl req -newkey rsa:3072 -nodes -subj "/CN=elasticsearch" -keyout node.key -out node.csr
printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$names" >node.ext
openssl x509 -req -in node.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile node.ext -out node.crt
# The portal trusts the authority; nobody else needs its key, and nothing new is ever signed with it.
rm -f ca.key ca.srl node.csr node.ext
chmod 0444 ca.crt node.crt
