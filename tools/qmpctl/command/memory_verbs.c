/* memory_verbs.c - what `qmpctl memory` does: read, write, dump, load.
 *
 * SPDX-License-Identifier: MIT */
#include "command/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/call.h"
#include "command/file.h"
#include "common/decode.h"
#include "common/print.h"
#include "common/request.h"
#include "common/style.h"

/* Both numbers, or false after saying which is none. */
static bool numbers(const struct memory_job *job, int count, uint64_t *address, uint64_t *size)
{
    if (!options_size(job->words[0], address)) {
        options_refuse("ADDRESS is a number as 0x80000000, not ", job->words[0]);
        return false;
    }
    if (count > 1 && !options_size(job->words[1], size)) {
        options_refuse("SIZE is a number as 256, 0x100, 4K or 1M, not ", job->words[1]);
        return false;
    }
    return true;
}

/* --------------------------------------------------------------------------- verbs */

struct reading {
    enum memory_format format;
    bool colours;
    FILE *all; /* for what is one text, whose characters may be in two pieces */
};

static int show(void *context, uint64_t address, const unsigned char *bytes, size_t length)
{
    const struct reading *reading = context;
    if (reading->all != NULL)
        fwrite(bytes, 1, length, reading->all);
    else
        memory_show(reading->format, reading->colours, address, bytes, length);
    return EXIT_OK;
}

static int read_text(const struct memory_job *job, uint64_t address, uint64_t size)
{
    struct reading reading = {.format = job->format};
    char *bytes = NULL;
    size_t length;
    uint64_t done;
    reading.all = open_memstream(&bytes, &length);
    if (reading.all == NULL)
        return options_refuse("no memory", "");
    int code = memory_fetch(job, "reading", address, size, show, &reading, &done);
    fclose(reading.all);
    if (job->format == MEMORY_TEXT) {
        memory_show(job->format, false, address, (const unsigned char *)bytes, length);
    } else {
        char *text = decode_base64_of((const unsigned char *)bytes, length);
        if (text != NULL && *text != '\0')
            puts(text);
        free(text);
    }
    free(bytes);
    return code;
}

/* As the server's own command, but what it could not read is no success. */
static int read_json(const struct memory_job *job, uint64_t address, uint64_t size)
{
    static const char command[] = "agent-memory-read";
    struct qmpc_message *reply = NULL;
    char *arguments =
        memory_arguments(address, size, job->format == MEMORY_BASE64 ? "base64" : "hex");
    const struct qmpc_request request = {.command = command, .arguments = arguments};
    int status = request_command(job->line, job->options, &request, &reply);
    int code = EXIT_OK;
    if (status == QMPC_OK)
        print_reply(job->options, reply);
    else
        code = call_failed(job->line, job->options, status, command, arguments);
    if (qmpc_get(reply, "return.fault").text != NULL)
        code = EXIT_NOT_SAVED;
    qmpc_message_free(reply);
    free(arguments);
    return code;
}

int memory_read(const struct memory_job *job)
{
    uint64_t address;
    uint64_t size = 0;
    uint64_t done;
    struct reading reading = {job->format, style_wanted(job->options, stdout), NULL};
    if (!numbers(job, 2, &address, &size))
        return EXIT_USAGE;
    if (job->options->json)
        return read_json(job, address, size);
    if (job->format == MEMORY_BASE64 || job->format == MEMORY_TEXT)
        return read_text(job, address, size);
    return memory_fetch(job, "reading", address, size, show, &reading, &done);
}

static int dump_piece(void *context, uint64_t address, const unsigned char *bytes, size_t length)
{
    (void)address;
    return file_append(context, bytes, length);
}

int memory_dump(const struct memory_job *job)
{
    uint64_t address;
    uint64_t size;
    uint64_t done = 0;
    struct file file;
    if (!numbers(job, 2, &address, &size))
        return EXIT_USAGE;
    int code = file_create(&file, job->words[2]);
    if (code != EXIT_OK)
        return code;
    code = memory_fetch(job, "dumping", address, size, dump_piece, &file, &done);
    int closed = file_close(&file);
    if (done > 0 && code != EXIT_OK)
        fprintf(stderr, "qmpctl: %s has the first %" PRIu64 " bytes\n", file.path, done);
    if (code == EXIT_OK)
        code = closed;
    if (code == EXIT_OK && job->options->json)
        printf("{\"return\": {\"address\": %" PRIu64 ", \"size\": %" PRIu64 "}}\n", address, done);
    else if (code == EXIT_OK && file.file != STDOUT_FILENO)
        printf("%" PRIu64 " bytes in %s\n", done, file.path);
    return code;
}

static int write_bytes(const struct memory_job *job, uint64_t address, const unsigned char *bytes,
                       size_t size)
{
    uint64_t done = 0;
    int code = memory_store(job, "loading", address, bytes, size, &done);
    if (code != EXIT_OK && done > 0)
        fprintf(stderr, "qmpctl: memory has the first %" PRIu64 " bytes, up to 0x%" PRIx64 "\n",
                done, address + done);
    bool verify = code == EXIT_OK && job->verify && size > 0;
    if (verify)
        code = memory_verify(job, address, bytes, size);
    if (code != EXIT_OK)
        return code;
    if (job->options->json)
        printf("{\"return\": {\"address\": %" PRIu64 ", \"size\": %" PRIu64
               ", \"verified\": %s}}\n",
               address, done, verify ? "true" : "false");
    else
        printf("%" PRIu64 " bytes at 0x%" PRIx64 "%s\n", done, address, verify ? ", verified" : "");
    return EXIT_OK;
}

static int write_file(const struct memory_job *job, const char *path, uint64_t address)
{
    size_t size;
    unsigned char *bytes;
    int code = file_read(path, &bytes, &size);
    if (code == EXIT_OK)
        code = write_bytes(job, address, bytes, size);
    free(bytes);
    return code;
}

int memory_write(const struct memory_job *job)
{
    uint64_t address;
    size_t size = 0;
    const char *error;
    if (!numbers(job, 1, &address, NULL))
        return EXIT_USAGE;
    if (job->file != NULL)
        return write_file(job, job->file, address);
    unsigned char *bytes = memory_bytes(job->format, job->words + 1, job->count - 1, &size, &error);
    if (bytes == NULL)
        return options_refuse(error, "");
    int code = write_bytes(job, address, bytes, size);
    free(bytes);
    return code;
}

int memory_load(const struct memory_job *job)
{
    uint64_t address;
    struct memory_job at = {.words = job->words + 1};
    if (!numbers(&at, 1, &address, NULL))
        return EXIT_USAGE;
    return write_file(job, job->words[0], address);
}
