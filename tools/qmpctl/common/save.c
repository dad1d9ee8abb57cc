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
#include <time.h>
#include <unistd.h>

#include "common/connect.h"
#include "common/print.h"
#include "common/request.h"

enum { SHOW_MS = 200 };

struct saving {
    const char *path;
    int file;
    bool created; /* by us: taken away again if nothing was saved */
    bool begun;
    const char *fault; /* why no more is taken */
    bool base64;
    uint32_t group; /* the digits of a group so far */
    unsigned digits, padding;
    uint64_t bytes; /* saved */
    bool terminal;
    int64_t shown_at;
};

/* ----------------------------------------------------------------- decoding */

static int digit_value(const struct saving *saving, char digit)
{
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char hex[] = "0123456789abcdef";
    const char *digits = saving->base64 ? base64 : hex;
    const char *found = digit != '\0' ? strchr(digits, digit) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* Takes a digit; a complete group makes bytes at *to.  Returns false when it cannot be. */
static bool take_digit(struct saving *saving, char digit, unsigned char **to)
{
    unsigned whole = saving->base64 ? 4 : 2;
    unsigned bits = saving->base64 ? 6 : 4;
    int value = digit_value(saving, digit);
    if (saving->base64 && digit == '=' && saving->digits >= 2) {
        saving->padding++;
        value = 0;
    } else if (saving->padding > 0) {
        return false;
    }
    if (value < 0)
        return false;
    saving->group = saving->group << bits | (uint32_t)value;
    if (++saving->digits < whole)
        return true;
    for (unsigned shift = whole * bits; shift > saving->padding * 8;) {
        shift -= 8;
        *(*to)++ = (unsigned char)(saving->group >> shift);
    }
    saving->group = 0;
    saving->digits = 0;
    return true;
}

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

static void show_progress(struct saving *saving, bool last)
{
    struct timespec now;
    if (!saving->terminal)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    if (last || ms - saving->shown_at >= SHOW_MS) {
        fprintf(stderr, "\r%" PRIu64 " bytes%s", saving->bytes, last ? "\n" : "");
        saving->shown_at = ms;
    }
}

/* What was in the file goes only when there is something to take its place. */
static bool begin(struct saving *saving, struct qmpc_json head)
{
    static const char base64[] = "\"format\": \"base64\"";
    saving->base64 = memmem(head.text, head.length, base64, sizeof base64 - 1) != NULL;
    saving->begun = true;
    if (ftruncate(saving->file, 0) < 0 && errno != EINVAL) {
        saving->fault = strerror(errno);
        return false;
    }
    return true;
}

static bool take(void *context, struct qmpc_json head, const char *text, size_t length)
{
    struct saving *saving = context;
    unsigned char bytes[3072];
    if (!saving->begun && !begin(saving, head))
        return false;
    while (length > 0) {
        unsigned char *to = bytes;
        for (; length > 0 && to + 3 <= bytes + sizeof bytes; text++, length--) {
            if (!take_digit(saving, *text, &to)) {
                saving->fault =
                    saving->base64 ? "what came is not base64" : "what came is not hexadecimal";
                return false;
            }
        }
        if (!write_all(saving, bytes, (size_t)(to - bytes)))
            return false;
        show_progress(saving, false);
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
    else if (size != saving->bytes || saving->digits != 0)
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

static int conclude(struct qmpc *line, const struct options *options, struct saving *saving,
                    int status, const struct qmpc_message *reply)
{
    int closed = close(saving->file);
    if (closed < 0 && saving->fault == NULL)
        saving->fault = strerror(errno);
    if (saving->created && !saving->begun)
        unlink(saving->path);
    if (saving->begun)
        show_progress(saving, true);
    if (reply == NULL && saving->fault == NULL) {
        int code = connect_explain(line, status);
        if (saving->begun)
            fprintf(stderr, "qmpctl: %s has only what came before\n", saving->path);
        return code;
    }
    request_show_events(line, options);
    if (status == QMPC_E_SERVER || (reply != NULL && options->json))
        print_reply(options, reply);
    if (status == QMPC_E_SERVER)
        return EXIT_COMMAND_FAILED;
    if (complain(saving, reply))
        return EXIT_NOT_SAVED;
    if (!options->json)
        printf("%" PRIu64 " bytes in %s\n", saving->bytes, saving->path);
    return EXIT_OK;
}

int save_run(struct qmpc *line, const struct options *options, const char *command,
             const char *arguments)
{
    struct saving saving = {.path = options->save, .terminal = isatty(STDERR_FILENO)};
    struct qmpc_sink sink = {
        .member = "data", .take = take, .context = &saving, .patience_ms = options->timeout_ms};
    struct qmpc_message *reply = NULL;
    saving.created = access(saving.path, F_OK) < 0;
    saving.file = open(saving.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (saving.file < 0) {
        fprintf(stderr, "qmpctl: %s: %s\n", saving.path, strerror(errno));
        return EXIT_NOT_SAVED;
    }
    int status = qmpc_command_into(line, command, arguments, &sink, &reply);
    int code = conclude(line, options, &saving, status, reply);
    qmpc_message_free(reply);
    return code;
}
