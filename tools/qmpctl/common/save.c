/* save.c - a command whose data goes to a file as it comes, decoded.
 *
 * For what returns an object with the members format ("hex" or "base64"), data and size; a fault
 * or a cancellation that ended it early is told of, and is no success.
 *
 * SPDX-License-Identifier: MIT */
#include "common/save.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/connect.h"
#include "common/decode.h"
#include "common/interrupt.h"
#include "common/print.h"
#include "common/progress.h"
#include "common/request.h"
#include "common/style.h"

enum { PART = 3072, CANCEL_MS = 1000 };

struct saving {
    struct qmpc *line;
    const char *path;
    int file;
    bool standard; /* it is the standard output */
    bool created;  /* by us: taken away again if nothing was saved */
    bool begun;
    const char *fault; /* why no more is taken */
    struct decode decode;
    uint64_t bytes; /* saved */
    struct progress progress;
    bool cancelled; /* the server was told to */
};

/* ------------------------------------------------------------------ writing */

static bool write_all(struct saving *saving, const unsigned char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = write(saving->file, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            saving->fault = strerror(errno);
            return false;
        }
        saving->bytes += (uint64_t)count;
        bytes += count;
        length -= (size_t)count;
    }
    return true;
}

/* What was in the file goes only when there is something to take its place. */
static bool begin(struct saving *saving, struct qmpc_json head)
{
    static const char base64[] = "\"format\": \"base64\"";
    saving->decode.base64 = memmem(head.text, head.length, base64, sizeof base64 - 1) != NULL;
    saving->begun = true;
    if (!saving->standard && ftruncate(saving->file, 0) < 0 && errno != EINVAL) {
        saving->fault = strerror(errno);
        return false;
    }
    return true;
}

/* After Ctrl-C: the server ends what it sends where it can be told to; its reply then says that it
 * was cancelled.  False: it cannot, and what still comes is thrown away. */
static bool cancel(struct saving *saving)
{
    static const struct qmpc_request request = {
        .command = "agent-cancel", .id = "\"cancel\"", .oob = true};
    if (saving->cancelled)
        return true;
    saving->cancelled = true;
    progress_hide(&saving->progress);
    if (qmpc_has_oob(saving->line) &&
        qmpc_send(saving->line, &request, qmpc_deadline(CANCEL_MS), NULL) == QMPC_OK)
        return true;
    fputs("qmpctl: waiting for the end of what is sent; Ctrl-C again leaves at once\n", stderr);
    saving->fault = "interrupted";
    return false;
}

static bool take(void *context, struct qmpc_json head, const char *text, size_t length)
{
    struct saving *saving = context;
    unsigned char bytes[PART + 2];
    if (!saving->begun && !begin(saving, head))
        return false;
    if (interrupt_seen() && !cancel(saving))
        return false;
    while (length > 0) {
        size_t part = length < PART ? length : PART;
        ssize_t count = decode_take(&saving->decode, text, part, bytes);
        if (count < 0) {
            saving->fault =
                saving->decode.base64 ? "what came is not base64" : "what came is not hexadecimal";
            return false;
        }
        if (!write_all(saving, bytes, (size_t)count))
            return false;
        progress_update(&saving->progress, saving->bytes);
        text += part;
        length -= part;
    }
    return true;
}

/* ------------------------------------------------------------------ verdict */

/* Says why the file is not what was asked for; returns false when it is. */
static bool complain(const struct saving *saving, const struct qmpc_message *reply)
{
    uint64_t size = 0;
    uint64_t fault = 0;
    bool cancelled = false;
    if (saving->fault != NULL)
        fprintf(stderr, "qmpctl: %s: %s\n", saving->path, saving->fault);
    else if (qmpc_get_uint64(reply, "return.size", &size) != QMPC_OK ||
             qmpc_json_type(qmpc_get(reply, "return.data")) != QMPC_JSON_STRING)
        fprintf(stderr, "qmpctl: the reply has no data that could be saved\n");
    else if (size != saving->bytes || !decode_is_whole(&saving->decode))
        fprintf(stderr, "qmpctl: %" PRIu64 " bytes were announced, %" PRIu64 " came\n", size,
                saving->bytes);
    else if (qmpc_get_uint64(reply, "return.fault", &fault) == QMPC_OK)
        fprintf(stderr, "qmpctl: only a part: address 0x%" PRIx64 " cannot be read\n", fault);
    else if (qmpc_get_bool(reply, "return.cancelled", &cancelled) == QMPC_OK && cancelled)
        fprintf(stderr, "qmpctl: only a part: it was cancelled\n");
    else
        return false;
    return true;
}

/* What is returned besides the data, as a line of JSON. */
static void print_rest(const struct qmpc_message *reply)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json key, value;
    const char *before = "{\"return\": {";
    while (qmpc_json_next(&walk, &key, &value)) {
        if (qmpc_json_string_is(key, "data"))
            continue;
        fputs(before, stdout);
        style_json(stdout, key.text, key.length);
        fputs(": ", stdout);
        style_json(stdout, value.text, value.length);
        before = ", ";
    }
    puts(*before == '{' ? "{\"return\": {}}" : "}}");
}

static int conclude(struct qmpc *line, const struct options *options, struct saving *saving,
                    int status, const struct qmpc_message *reply)
{
    int closed = close(saving->file);
    if (closed < 0 && saving->fault == NULL)
        saving->fault = strerror(errno);
    if (saving->created && !saving->begun)
        unlink(saving->path);
    progress_end(&saving->progress);
    if (reply == NULL && saving->fault == NULL) {
        int code = connect_explain(line, status);
        if (saving->begun)
            fprintf(stderr, "qmpctl: %s has only what came before\n", saving->path);
        return code;
    }
    request_show_events(line, options);
    if (status == QMPC_E_SERVER) {
        print_reply(options, reply);
        return EXIT_COMMAND_FAILED;
    }
    if (reply != NULL && options->json && !saving->standard)
        print_rest(reply);
    if (complain(saving, reply))
        return EXIT_NOT_SAVED;
    if (!options->json && !saving->standard)
        printf("%" PRIu64 " bytes in %s\n", saving->bytes, saving->path);
    return EXIT_OK;
}

int save_run(struct qmpc *line, const struct options *options, const char *command,
             const char *arguments)
{
    struct saving saving = {.line = line, .path = options->save};
    struct qmpc_sink sink = {
        .member = "data", .take = take, .context = &saving, .patience_ms = options->timeout_ms};
    struct qmpc_message *reply = NULL;
    saving.standard = strcmp(saving.path, "-") == 0;
    saving.created = !saving.standard && access(saving.path, F_OK) < 0;
    saving.file = saving.standard ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                                  : open(saving.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (saving.file < 0) {
        fprintf(stderr, "qmpctl: %s: %s\n", saving.path, strerror(errno));
        return EXIT_NOT_SAVED;
    }
    interrupt_watch();
    progress_begin(&saving.progress, "saving", 0);
    int status = qmpc_command_into(line, command, arguments, &sink, &reply);
    int code = conclude(line, options, &saving, status, reply);
    qmpc_message_free(reply);
    return code;
}
