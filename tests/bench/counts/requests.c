/* requests.c - requests as clients send them: qmp-shell's with empty arguments,
 * qemu.qmp's with ids, object commands with paths, a memory write, nested values.
 *
 * SPDX-License-Identifier: MIT */
#include "requests.h"

const char *const bench_requests[] = {
    "{\"execute\": \"query-status\"}",
    "{\"execute\": \"query-status\", \"id\": \"__qmp#00017\"}",
    "{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": [\"oob\"]}}",
    "{\"execute\": \"query-commands\", \"arguments\": {}}",
    "{\"execute\": \"stop\", \"id\": 41}",
    "{\"execute\": \"cont\", \"id\": 42}",
    "{\"execute\": \"agent-memory-read\", \"arguments\": {\"address\": 2147483648, \"size\": 256}}",
    "{\"execute\": \"agent-memory-write\", \"arguments\": {\"address\": 2147487744, \"data\": "
    "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\"}}",
    "{\"execute\": \"qom-get\", \"arguments\": {\"path\": \"/machine/soc0/harts[0]\", "
    "\"property\": \"hotplugged\"}}",
    "{\"execute\": \"qom-set\", \"arguments\": {\"path\": \"/machine/peripheral/sensor0\", "
    "\"property\": \"temperature\", \"value\": 2150}}",
    "{\"execute\": \"send-key\", \"arguments\": {\"keys\": [{\"type\": \"qcode\", \"data\": "
    "\"ctrl\"}, {\"type\": \"qcode\", \"data\": \"alt\"}], \"hold-time\": 200}}",
    "{\"execute\": \"guest-sync-delimited\", \"arguments\": {\"id\": 1195823871}}",
    "{\"execute\": \"human-monitor-command\", \"arguments\": {\"command-line\": \"info "
    "registers\"}, \"id\": {\"client\": 3, \"sequence\": 118}}",
    "{\"exec-oob\": \"agent-cancel\", \"id\": \"oob-1\"}",
};

const size_t bench_request_count = sizeof bench_requests / sizeof bench_requests[0];
