/* memory_chunks.c - memory in pieces, each of which is done soon.
 *
 * A piece begins small and grows while the line is quick, so that a bar moves on a slow line, and
 * Ctrl-C ends the work between two pieces with nothing under way.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command/call.h"
#include "command/memory.h"
#include "common/connect.h"
#include "common/decode.h"
#include "common/interrupt.h"
#include "common/progress.h"

enum {
    PIECE_LEAST = 1024,
    PIECE_MOST = 1 << 20,
    PIECE_MS = 100,   /* a piece that takes less may be followed by one of twice the size */
    ENVELOPE = 256,   /* of a request around its data */
    SMALL_DATA = 384, /* what any server takes: a message of 1024 bytes */
};

struct pieces {
    const struct memory_job *job;
    uint64_t address; /* of the whole */
    uint64_t size;
    uint64_t done;
    uint64_t most; /* bytes of a piece */
    uint64_t piece;
    int64_t begun_at;
    struct progress progress;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void pieces_begin(struct pieces *pieces, const struct memory_job *job, const char *what,
                         uint64_t address, uint64_t size)
{
    *pieces = (struct pieces){.job = job, .address = address, .size = size};
    pieces->most = PIECE_MOST;
    pieces->piece = PIECE_LEAST;
    interrupt_watch();
    progress_begin(&pieces->progress, what, size);
}

/* The size of the next piece; 0: there is none, or it was interrupted. */
static uint64_t pieces_next(struct pieces *pieces)
{
    uint64_t left = pieces->size - pieces->done;
    uint64_t piece = pieces->piece < pieces->most ? pieces->piece : pieces->most;
    pieces->begun_at = now_ms();
    if (interrupt_seen())
        return 0;
    return left < piece ? left : piece;
}

static void pieces_did(struct pieces *pieces, uint64_t bytes)
{
    pieces->done += bytes;
    if (now_ms() - pieces->begun_at < PIECE_MS && pieces->piece < pieces->most)
        pieces->piece *= 2;
    progress_update(&pieces->progress, pieces->done);
}

/* What was refused before anything was done is a failed command, later it is a part. */
static int pieces_failed(struct pieces *pieces, int status, const char *command, char *arguments)
{
    progress_end(&pieces->progress);
    int code = call_failed(pieces->job->line, pieces->job->options, status, command, arguments);
    free(arguments);
    return code == EXIT_COMMAND_FAILED && pieces->done > 0 ? EXIT_NOT_SAVED : code;
}

static int pieces_end(struct pieces *pieces)
{
    progress_end(&pieces->progress);
    if (pieces->done == pieces->size)
        return EXIT_OK;
    fprintf(stderr, "qmpctl: interrupted after %" PRIu64 " of %" PRIu64 " bytes\n", pieces->done,
            pieces->size);
    return EXIT_NOT_SAVED;
}

/* ------------------------------------------------------------------------ reading */

char *memory_arguments(uint64_t address, uint64_t size, const char *format)
{
    char *text = NULL;
    if (asprintf(&text, "{\"address\": %" PRIu64 ", \"size\": %" PRIu64 "%s%s%s}", address, size,
                 format != NULL ? ", \"format\": \"" : "", format != NULL ? format : "",
                 format != NULL ? "\"" : "") < 0)
        return NULL;
    return text;
}

/* The bytes of a reply, to be freed; NULL: they cannot be understood. */
static unsigned char *bytes_of(const struct qmpc_message *reply, size_t *length)
{
    struct decode decode = {.base64 = qmpc_string_at_is(reply, "return.format", "base64")};
    char *data = qmpc_json_strdup(qmpc_get(reply, "return.data"));
    unsigned char *bytes = data != NULL ? malloc(strlen(data) + 2) : NULL;
    ssize_t count = bytes != NULL ? decode_take(&decode, data, strlen(data), bytes) : -1;
    free(data);
    if (count < 0 || !decode_is_whole(&decode)) {
        free(bytes);
        return NULL;
    }
    *length = (size_t)count;
    return bytes;
}

/* Gives a reply's bytes away; returns EXIT_OK or why not. */
static int take_reply(struct pieces *pieces, const struct qmpc_message *reply, uint64_t wanted,
                      memory_take *take, void *context)
{
    uint64_t at = pieces->address + pieces->done;
    size_t length = 0;
    uint64_t fault;
    unsigned char *bytes = bytes_of(reply, &length);
    if (bytes == NULL || length > wanted) {
        progress_end(&pieces->progress);
        fputs("qmpctl: the reply has no data that could be used\n", stderr);
        free(bytes);
        return EXIT_NO_ANSWER;
    }
    int code = length > 0 ? take(context, at, bytes, length) : EXIT_OK;
    free(bytes);
    if (code != EXIT_OK)
        return code;
    pieces_did(pieces, length);
    if (length == wanted)
        return EXIT_OK;
    progress_end(&pieces->progress);
    if (qmpc_get_uint64(reply, "return.fault", &fault) == QMPC_OK)
        fprintf(stderr,
                "qmpctl: only %" PRIu64 " of %" PRIu64 " bytes: address 0x%" PRIx64
                " cannot be read\n",
                pieces->done, pieces->size, fault);
    else
        fprintf(stderr, "qmpctl: only %" PRIu64 " of %" PRIu64 " bytes: it was cancelled\n",
                pieces->done, pieces->size);
    return EXIT_NOT_SAVED;
}

int memory_fetch(const struct memory_job *job, const char *what, uint64_t address, uint64_t size,
                 memory_take *take, void *context, uint64_t *done)
{
    struct pieces pieces;
    uint64_t piece;
    int code = EXIT_OK;
    pieces_begin(&pieces, job, what, address, size);
    while (code == EXIT_OK && pieces.done < size && (piece = pieces_next(&pieces)) > 0) {
        struct qmpc_message *reply = NULL;
        char *arguments = memory_arguments(address + pieces.done, piece, "base64");
        int status = qmpc_command(job->line, "agent-memory-read", arguments,
                                  qmpc_deadline(job->options->timeout_ms), &reply);
        if (status == QMPC_OK) {
            code = take_reply(&pieces, reply, piece, take, context);
            free(arguments);
        } else {
            code = pieces_failed(&pieces, status, "agent-memory-read", arguments);
        }
        qmpc_message_free(reply);
    }
    *done = pieces.done;
    return code != EXIT_OK ? code : pieces_end(&pieces);
}

/* ------------------------------------------------------------------------ writing */

/* The most bytes that a request may have as base64. */
static uint64_t data_limit(const struct memory_job *job)
{
    struct qmpc_message *reply = NULL;
    uint64_t message = 0;
    if (qmpc_command(job->line, "agent-limits", NULL, qmpc_deadline(job->options->timeout_ms),
                     &reply) == QMPC_OK)
        qmpc_get_uint64(reply, "return.message-size", &message);
    qmpc_message_free(reply);
    if (message <= ENVELOPE + 4)
        return SMALL_DATA;
    return (message - ENVELOPE) / 4 * 3;
}

int memory_store(const struct memory_job *job, const char *what, uint64_t address,
                 const unsigned char *bytes, size_t size, uint64_t *done)
{
    struct pieces pieces;
    uint64_t piece;
    pieces_begin(&pieces, job, what, address, size);
    if (size > SMALL_DATA)
        pieces.most = data_limit(job);
    while (pieces.done < size && (piece = pieces_next(&pieces)) > 0) {
        char *arguments = NULL;
        char *data = decode_base64_of(bytes + pieces.done, (size_t)piece);
        if (data == NULL ||
            asprintf(&arguments,
                     "{\"address\": %" PRIu64 ", \"format\": \"base64\", \"data\": \"%s\"}",
                     address + pieces.done, data) < 0)
            arguments = NULL;
        free(data);
        int status = arguments != NULL ? qmpc_command(job->line, "agent-memory-write", arguments,
                                                      qmpc_deadline(job->options->timeout_ms), NULL)
                                       : QMPC_E_MEMORY;
        *done = pieces.done;
        if (status != QMPC_OK)
            return pieces_failed(&pieces, status, "agent-memory-write", arguments);
        free(arguments);
        pieces_did(&pieces, piece);
    }
    *done = pieces.done;
    return pieces_end(&pieces);
}

/* ---------------------------------------------------------------------- verifying */

static uint32_t crc32_of(const unsigned char *bytes, size_t length)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? UINT32_C(0xEDB88320) : 0);
    }
    return ~crc;
}

static int differs(struct pieces *pieces, uint64_t address, uint64_t size)
{
    progress_end(&pieces->progress);
    fprintf(stderr,
            "qmpctl: memory is not what was written, somewhere in %" PRIu64 " bytes from 0x%" PRIx64
            " on: is it in use by the board? (--no-verify does not look)\n",
            size, address);
    return EXIT_NOT_SAVED;
}

struct comparing {
    const unsigned char *bytes;
    uint64_t address;
};

static int compare(void *context, uint64_t address, const unsigned char *bytes, size_t length)
{
    const struct comparing *comparing = context;
    const unsigned char *wanted = comparing->bytes + (address - comparing->address);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == wanted[i])
            continue;
        fprintf(stderr, "qmpctl: memory at 0x%" PRIx64 " is 0x%02x, written was 0x%02x\n",
                address + i, bytes[i], wanted[i]);
        return EXIT_NOT_SAVED;
    }
    return EXIT_OK;
}

int memory_verify(const struct memory_job *job, uint64_t address, const unsigned char *bytes,
                  size_t size)
{
    static const char command[] = "agent-memory-checksum";
    struct pieces pieces;
    uint64_t piece;
    pieces_begin(&pieces, job, "verifying", address, size);
    while (pieces.done < size && (piece = pieces_next(&pieces)) > 0) {
        struct qmpc_message *reply = NULL;
        uint64_t at = address + pieces.done;
        char wanted[16];
        char *arguments = memory_arguments(at, piece, NULL);
        int status = qmpc_command(job->line, command, arguments,
                                  qmpc_deadline(job->options->timeout_ms), &reply);
        snprintf(wanted, sizeof wanted, "%08" PRIx32, crc32_of(bytes + pieces.done, (size_t)piece));
        bool equal = qmpc_string_at_is(reply, "return.checksum", wanted);
        qmpc_message_free(reply);
        if (status == QMPC_E_SERVER &&
            strcmp(qmpc_error_class(job->line), "CommandNotFound") == 0) {
            struct comparing comparing = {bytes, address};
            free(arguments);
            return memory_fetch(job, "verifying", address, size, compare, &comparing, &piece);
        }
        if (status != QMPC_OK)
            return pieces_failed(&pieces, status, command, arguments);
        free(arguments);
        if (!equal)
            return differs(&pieces, at, piece);
        pieces_did(&pieces, piece);
    }
    return pieces_end(&pieces);
}
