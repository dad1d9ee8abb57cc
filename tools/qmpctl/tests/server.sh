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
    *'"slow"'* | *'"slower"'*)
        pause=0.2
        [ "${line#*slower}" = "$line" ] || pause=0.5
        printf '{"return": {"data": "'
        for _ in 1 2 3 4 5 6; do
            sleep $pause
            printf '%01000d' 0
        done
        say "\"}, \"id\": $id}"
        ;;
    *'"cut"'*) printf '{"id": %s, "return": {"data": "0000' "$id" ;;
    *'"missing"'*) say "{\"id\": $id, \"error\": {\"class\": \"GenericError\", \"desc\": \"Parameter 'address' is missing\"}}" ;;
    *'"agent-read-registers"'*)
        say "{\"id\": $id, \"return\": {\"cpu-index\": 0, \"at\": {\"pc\": 255}, \"registers\": [{\"name\": \"sp\", \"value\": 18446744073709551615}]}}"
        ;;
    *'"agent-memory-read"'*'"address": 80000000'*)
        say "{\"id\": $id, \"error\": {\"class\": \"GenericError\", \"desc\": \"not memory\"}}"
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
    *'"agent-memory-read"'*'"address": 5'*)
        say "{\"id\": $id, \"return\": {\"format\": \"base64\", \"data\": \"AP9hYg==\", \"size\": 4}}"
        ;;
    *'"agent-memory-checksum"'*'"address": 5'*)
        say "{\"id\": $id, \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"not here\"}}"
        ;;
    *'"agent-memory-checksum"'*)
        say "{\"id\": $id, \"return\": {\"checksum\": \"00000000\"}}"
        ;;
    *'"agent-memory-write"'*'"address": 393'*)
        say "{\"id\": $id, \"error\": {\"class\": \"GenericError\", \"desc\": \"it is full\"}}"
        ;;
    *'"qom-list"'*'"hub"'*)
        say "{\"id\": $id, \"return\": [{\"name\": \"fan\", \"type\": \"uint32\", \"description\": \"0 or 1\"}, {\"name\": \"label\", \"type\": \"string\"}]}"
        ;;
    *'"qom-list"'*)
        say "{\"id\": $id, \"error\": {\"class\": \"DeviceNotFound\", \"desc\": \"Device not found\"}}"
        ;;
    *'"qom-get"'*'"fna"'*)
        say "{\"id\": $id, \"error\": {\"class\": \"GenericError\", \"desc\": \"Property 'hub.fna' not found\"}}"
        ;;
    *'"qom-get"'* | *'"qom-set"'*) say "{\"return\": $line, \"id\": $id}" ;;
    *'"list"'*) say "{\"id\": $id, \"return\": [{\"name\": \"a\\u001b\", \"n\": 1}, {\"name\": \"b\", \"n\": 22}]}" ;;
    *'"object"'*) say "{\"id\": $id, \"return\": {\"status\": \"running\", \"a\": {\"b\": [1, 2]}}}" ;;
    *'"query-commands"'*) say "{\"id\": $id, \"return\": [{\"name\": \"query-status\"}, {\"name\": \"stop\"}]}" ;;
    *'"sotp"'*) say "{\"id\": $id, \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no \\u009b\"}}" ;;
    *'"change"'*)
        say '{"timestamp": {"seconds": 5, "microseconds": 7}, "event": "CHANGE", "data": {"id": 1, "at": {"value": 2}}}'
        say '{"timestamp": {"seconds": 1795297439, "microseconds": 0}, "event": "CHANGE", "data": {"id": 2, "name": "x y"}}'
        say "{\"return\": {}, \"id\": $id}"
        ;;
    *'"later"'*)
        say "{\"return\": {}, \"id\": $id}"
        sleep 0.2
        say '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "LATER"}'
        ;;
    *'"echo"'*) say "{\"return\": $line, \"id\": $id}" ;;
    *'"text"'*) say "{\"return\": \"one\\r\\ntwo\\u001b\", \"id\": $id}" ;;
    *'"number"'*)
        say "{\"id\": $id, \"error\": {\"class\": \"GenericError\", \"desc\": \"Invalid parameter type for 'data', expected: string\"}}"
        ;;
    *'"fail"'*) say "{\"id\": $id, \"error\": {\"class\": \"GenericError\", \"desc\": \"it failed\"}}" ;;
    *'"silent"'* | *'"agent-memory-read"'*'"address": 6'*) [ -z "${HEARD-}" ] || : >"$HEARD" ;;
    *'"end"'*) exit 0 ;;
    *'"flooded"'*)
        event='{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "FLOOD"}'
        (yes "$event" | head -n 2000 && say "{\"return\": {}, \"id\": $id}" && exec yes "$event")
        exit
        ;;
    *'"flood"'*) exec yes '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "FLOOD"}' ;;
    *'"reset"'*)
        say "{\"return\": {}, \"id\": $id}"
        say '{"QMP": {"version": {}, "capabilities": ["oob"]}}'
        negotiated=
        ;;
    *'"mute"'*)
        say '{"QMP": {"version": {}, "capabilities": ["oob"]}}'
        exec sleep 60
        ;;
    *'"qmp_capabilities"'*)
        negotiated=yes
        [ -z "${EARLY-}" ] || say '{"timestamp": {"seconds": 9, "microseconds": 0}, "event": "STOP"}'
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
