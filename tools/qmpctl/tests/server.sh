#!/bin/sh
# server.sh - a QMP server on standard input and output, for the tests of qmpctl.
#
# SPDX-License-Identifier: MIT

# A request may begin with the byte 0xFF, which is no character in other locales.
LC_ALL=C
export LC_ALL

say() {
    printf '%s\r\n' "$1"
}

say '{"QMP": {"version": {}, "capabilities": ["oob"]}}'
while IFS= read -r line; do
    id=$(printf '%s' "$line" | sed -n 's/.*"id": *\([^ ,{}]*\)} *$/\1/p')
    if [ -z "$id" ]; then
        say '{"error": {"class": "GenericError", "desc": "no id"}}'
        continue
    fi
    case $line in
    *'"stop"'*)
        say '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "STOP"}'
        say "{\"return\": {}, \"id\": $id}"
        ;;
    *'"agent-dump"'*)
        say "{\"id\": $id, \"return\": {\"format\": \"base64\", \"data\": \"YWJjZA==\", \"size\": 4}}"
        ;;
    *'"agent-memory-read"'*'"address": 1'*)
        say "{\"id\": $id, \"return\": {\"address\": 1, \"format\": \"hex\", \"data\": \"6162\", \"size\": 2, \"fault\": 3}}"
        ;;
    *'"agent-memory-read"'*'"address": 2'*)
        say "{\"id\": $id, \"return\": {\"format\": \"hex\", \"data\": \"6162\", \"size\": 2, \"cancelled\": true}}"
        ;;
    *'"agent-memory-read"'*'"address": 3'*)
        say "{\"id\": $id, \"return\": {\"format\": \"hex\", \"data\": \"616\", \"size\": 2}}"
        ;;
    *'"agent-memory-read"'*'"address": 4'*)
        say "{\"id\": $id, \"return\": {\"format\": \"hex\", \"data\": \"61zz\", \"size\": 2}}"
        ;;
    *'"echo"'*) say "{\"return\": $line, \"id\": $id}" ;;
    *'"text"'*) say "{\"return\": \"one\\r\\ntwo\\u001b\", \"id\": $id}" ;;
    *'"number"'*)
        say "{\"id\": $id, \"error\": {\"class\": \"GenericError\", \"desc\": \"Invalid parameter type for 'data', expected: string\"}}"
        ;;
    *'"fail"'*) say "{\"id\": $id, \"error\": {\"class\": \"GenericError\", \"desc\": \"it failed\"}}" ;;
    *'"silent"'*) ;;
    *'"end"'*) exit 0 ;;
    *'"reset"'*)
        say "{\"return\": {}, \"id\": $id}"
        say '{"QMP": {"version": {}, "capabilities": ["oob"]}}'
        negotiated=
        ;;
    *'"qmp_capabilities"'*)
        negotiated=yes
        say "{\"return\": {}, \"id\": $id}"
        ;;
    *'"negotiated"'*) say "{\"return\": \"${negotiated:-no}\", \"id\": $id}" ;;
    *'"quit"'*)
        say "{\"return\": {}, \"id\": $id}"
        exit 0
        ;;
    *) say "{\"return\": {}, \"id\": $id}" ;;
    esac
done
