/* subcommand.c - the table of subcommands, and the help that comes from it.
 *
 * SPDX-License-Identifier: MIT */
#include "common/subcommand.h"

#include <stdio.h>
#include <string.h>

#define SUBCOMMAND(name) extern const struct subcommand subcommand_##name;
#include "subcommands.def"
#undef SUBCOMMAND

const struct subcommand *const subcommands[] = {
#define SUBCOMMAND(name) &subcommand_##name,
#include "subcommands.def"
#undef SUBCOMMAND
    NULL,
};

static const char help_begin[] =
    "Talk QMP to a board, to QEMU or to its guest agent.\n"
    "\n"
    "  qmpctl run riscv-virt                         an emulated board, with a prompt\n"
    "  qmpctl -s tty:/dev/ttyUSB0,115200 info        what is on a serial line\n"
    "  export QMPCTL_SERVER=/tmp/qmp.sock            the server of what follows\n"
    "  qmpctl query-status                           a command of the server\n"
    "  qmpctl device_add driver=sensor id=spare      the same with arguments\n"
    "  qmpctl qom-get fan.actual                     a property of a device\n"
    "  qmpctl wait STOP -- stop                      an event, after its cause\n"
    "  qmpctl --json query-status | jq .return       for programs\n"
    "  echo query-status | qmpctl                    commands from a pipe\n"
    "  qmpctl '{\"execute\": \"query-status\"}'        a request, sent as it is\n"
    "\n"
    "usage: qmpctl [OPTIONS] SUBCOMMAND ...\n"
    "       qmpctl [OPTIONS] COMMAND [KEY=VALUE ... | JSON-OBJECT]\n"
    "       qmpctl [OPTIONS] JSON-REQUEST\n"
    "       qmpctl [OPTIONS]                        the same as qmpctl shell\n"
    "\n";

static const char help_options[] =
    "\n"
    "  -s, --server ENDPOINT  unix:PATH, tcp:HOST:PORT, tty:DEVICE[,BAUD], exec:COMMAND, or a\n"
    "                         path; default: $QMPCTL_SERVER\n"
    "      --spawn COMMAND    start COMMAND with QMP on its standard input and output, and end\n"
    "                         it when qmpctl ends\n"
    "      --timeout SEC      how long to wait for a connection, and for more of each answer;\n"
    "                         default 10\n"
    "      --json             a line of JSON for each result: {\"return\": ...} or {\"error\": "
    "...}\n"
    "      --color WHEN       auto (on a terminal), always or never\n"
    "      --save FILE        write the data that COMMAND returns (agent-dump, "
    "agent-memory-read)\n"
    "                         to FILE, decoded, as it comes\n"
    "      --oob              send COMMAND out of band, where the server offers that\n"
    "      --frame-check      check every line, both ways; for a line with noise\n"
    "      --no-negotiate     do not send qmp_capabilities\n"
    "  -h, --help             this text, or that of a subcommand\n"
    "      --version\n"
    "\n"
    "A value is JSON if it reads as JSON (12, true, null, [1,2], \"12\"), 0x10 is 16, and all "
    "else\n"
    "is a string.  a.b=1 means {\"a\": {\"b\": 1}}.\n"
    "\n"
    "exit code: 0 done, 1 the server refused, 2 wrong usage, 3 no connection or no answer,\n"
    "4 saved or loaded only in part\n";

const struct subcommand *subcommand_find(const char *name)
{
    for (size_t i = 0; subcommands[i] != NULL; i++)
        if (strcmp(subcommands[i]->name, name) == 0)
            return subcommands[i];
    return NULL;
}

void subcommand_write_help(const struct subcommand *self, FILE *out)
{
    if (self != NULL) {
        fprintf(out, "usage: qmpctl [OPTIONS] %s %s\n%s", self->name, self->operands, self->help);
        fputs("\nThe options of all subcommands: qmpctl --help\n", out);
        return;
    }
    fputs(help_begin, out);
    for (size_t i = 0; subcommands[i] != NULL; i++)
        if (subcommands[i]->summary != NULL)
            fprintf(out, "  %-9s %s\n", subcommands[i]->name, subcommands[i]->summary);
    fputs(help_options, out);
}

void subcommand_help(const struct subcommand *self)
{
    subcommand_write_help(self, stdout);
}
