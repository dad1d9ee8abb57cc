/* dump.c - qmpctl dump: a core file of what runs on the board, or in QEMU.
 *
 * A board sends the file; QEMU, which has no agent-dump, writes it itself and is asked how far it
 * is.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "command/call.h"
#include "common/connect.h"
#include "common/interrupt.h"
#include "common/progress.h"
#include "common/save.h"
#include "common/subcommand.h"

enum { LOOK_MS = 100 };

/* Of query-commands: -1 if the server does not tell. */
static int has_command(struct qmpc *line, int64_t timeout_ms, const char *name)
{
    struct qmpc_message *reply;
    struct qmpc_json entry, own;
    int found = -1;
    if (qmpc_command(line, "query-commands", NULL, qmpc_deadline(timeout_ms), &reply) == QMPC_OK) {
        struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
        found = 0;
        while (found == 0 && qmpc_json_next(&walk, NULL, &entry))
            found =
                qmpc_json_member(entry, "name", &own) == QMPC_OK && qmpc_json_string_is(own, name);
    }
    qmpc_message_free(reply);
    return found;
}

/* -------------------------------------------------------------- by the emulator itself */

/* {"paging": false, "protocol": "file:/absolute/path", ...}; to be freed. */
static char *guest_arguments(const char *path)
{
    char *folder = path[0] != '/' ? getcwd(NULL, 0) : strdup("");
    char *whole = NULL;
    char *text = NULL;
    if (folder == NULL ||
        asprintf(&whole, "file:%s%s%s", folder, *folder != '\0' ? "/" : "", path) < 0)
        whole = NULL;
    char *quoted = whole != NULL ? qmpc_json_quote(whole, strlen(whole)) : NULL;
    if (quoted == NULL ||
        asprintf(&text, "{\"paging\": false, \"detach\": true, \"protocol\": %s}", quoted) < 0)
        text = NULL;
    free(quoted);
    free(whole);
    free(folder);
    return text;
}

/* Returns QMPC_OK and *ENDED when there is nothing more to wait for. */
static int look(struct qmpc *line, int64_t timeout_ms, struct progress *progress, bool *ended,
                bool *failed)
{
    struct qmpc_message *reply;
    uint64_t done = 0;
    int status = qmpc_command(line, "query-dump", NULL, qmpc_deadline(timeout_ms), &reply);
    if (status == QMPC_OK) {
        qmpc_get_uint64(reply, "return.completed", &done);
        qmpc_get_uint64(reply, "return.total", &progress->total);
        *ended = !qmpc_string_at_is(reply, "return.status", "active");
        *failed = *ended && !qmpc_string_at_is(reply, "return.status", "completed");
        progress_update(progress, done);
    }
    qmpc_message_free(reply);
    return status;
}

static int await_guest(struct qmpc *line, const struct options *options, const char *path)
{
    const struct timespec step = {0, LOOK_MS * 1000000L};
    struct progress progress;
    bool ended = false;
    bool failed = false;
    int status = QMPC_OK;
    progress_begin(&progress, "dumping", 0);
    interrupt_watch();
    while (status == QMPC_OK && !ended && !interrupt_seen()) {
        status = look(line, options->timeout_ms, &progress, &ended, &failed);
        if (!ended)
            nanosleep(&step, NULL);
    }
    progress_end(&progress);
    if (status != QMPC_OK)
        return call_failed(line, options, status, "query-dump", NULL);
    if (!ended || failed) {
        fprintf(stderr, "qmpctl: %s: %s\n", path,
                failed ? "the emulator could not write all of it"
                       : "the emulator goes on writing it; query-dump tells how far it is");
        return EXIT_NOT_SAVED;
    }
    if (options->json)
        printf("{\"return\": {\"size\": %" PRIu64 "}}\n", progress.done);
    else
        printf("%" PRIu64 " bytes of memory in %s, written by the emulator\n", progress.done, path);
    return EXIT_OK;
}

static int dump_guest(struct qmpc *line, const struct options *options, const char *path)
{
    static const char command[] = "dump-guest-memory";
    char *arguments = guest_arguments(path);
    int status = arguments != NULL ? qmpc_command(line, command, arguments,
                                                  qmpc_deadline(options->timeout_ms), NULL)
                                   : QMPC_E_MEMORY;
    int code = status == QMPC_OK ? await_guest(line, options, path)
                                 : call_failed(line, options, status, command, arguments);
    free(arguments);
    return code;
}

/* -------------------------------------------------------------------- by the agent */

extern const struct subcommand subcommand_dump;

static int dump(struct qmpc *line, const struct options *options, const char *arguments)
{
    if (has_command(line, options->timeout_ms, "agent-dump") == 0 &&
        has_command(line, options->timeout_ms, "dump-guest-memory") == 1) {
        if (arguments == NULL)
            return dump_guest(line, options, options->save);
        return options_refuse("this server dumps all memory only: leave out ADDRESS and SIZE", "");
    }
    return save_run(line, options, "agent-dump", arguments);
}

static int run(struct options *options, int argc, char **argv)
{
    const struct qmpc_options settings = {.oob = true}; /* for agent-cancel after Ctrl-C */
    uint64_t address;
    uint64_t size;
    char *arguments = NULL;
    int first = options_scan(options, argc, argv, &subcommand_dump, NULL, true);
    if (first < 0)
        return options_code(first);
    if (argc - first != 1 && argc - first != 3)
        return options_refuse("dump takes FILE, or FILE ADDRESS SIZE", "");
    if (argc - first == 3 &&
        (!options_size(argv[first + 1], &address) || !options_size(argv[first + 2], &size) ||
         asprintf(&arguments, "{\"begin\": %" PRIu64 ", \"length\": %" PRIu64 "}", address, size) <
             0))
        return options_refuse("ADDRESS and SIZE are numbers as 0x80000000 and 64K", "");
    options->save = argv[first];
    int code;
    struct qmpc *line = connect_open(options, &settings, &code);
    if (line != NULL)
        code = dump(line, options, arguments);
    connect_close(line);
    free(arguments);
    return code;
}

const struct subcommand subcommand_dump = {
    .name = "dump",
    .operands = "FILE [ADDRESS SIZE]",
    .summary = "a core file for gdb",
    .help =
        "\n"
        "  qmpctl dump core && gdb-multiarch build/riscv-virt/e2kmon.elf core\n"
        "  qmpctl dump core 0x80000000 16M       registers, and this memory\n"
        "\n"
        "A board sends the registers of each processor and what the image uses of its memory;\n"
        "the application is held meanwhile.  QEMU writes the file itself, with all memory, on\n"
        "the machine that it runs on.  Ctrl-C ends it; what there is of the file stays, and the\n"
        "exit code is 4.\n",
    .run = run,
};
