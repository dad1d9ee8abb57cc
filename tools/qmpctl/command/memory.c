/* memory.c - qmpctl memory: its options and operands.
 *
 * SPDX-License-Identifier: MIT */
#include "command/memory.h"

#include <stdio.h>
#include <string.h>

#include "common/connect.h"
#include "common/subcommand.h"

enum { FORMAT = OWN_OPTION, FILE_OPTION, NO_VERIFY, VERIFY };

static int take(void *context, int option, const char *argument)
{
    static const char *const names[] = {
        [MEMORY_HEX] = "hex", [MEMORY_U8] = "u8",        [MEMORY_U16] = "u16",
        [MEMORY_U32] = "u32", [MEMORY_U64] = "u64",      [MEMORY_TEXT] = "text",
        [MEMORY_RAW] = "raw", [MEMORY_BASE64] = "base64"};
    struct memory_job *job = context;
    if (option == FILE_OPTION)
        job->file = argument;
    else if (option == NO_VERIFY || option == VERIFY)
        job->verify = option == VERIFY;
    if (option != FORMAT)
        return -1;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(argument, names[i]) == 0) {
            job->format = (enum memory_format)i;
            return -1;
        }
    }
    return options_refuse("--format is hex, u8, u16, u32, u64, text, base64 or raw, not ",
                          argument);
}

static const struct verb {
    const char *name;
    const char *usage;
    int least, most; /* operands */
    bool verify;
    int (*run)(const struct memory_job *job);
} verbs[] = {
    {"read", "memory read ADDRESS SIZE", 2, 2, false, memory_read},
    {"write", "memory write ADDRESS BYTES, or memory write ADDRESS --file FILE", 1, 1 << 20, false,
     memory_write},
    {"dump", "memory dump ADDRESS SIZE FILE", 3, 3, false, memory_dump},
    {"load", "memory load FILE ADDRESS", 2, 2, true, memory_load},
};

static const struct verb *verb_of(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

extern const struct subcommand subcommand_memory;

/* The verb decides whether to verify; the options may decide otherwise, wherever they stand. */
static int scan(struct options *options, int argc, char **argv, struct memory_job *job,
                const struct verb **verb)
{
    static const struct option longs[] = {{"format", required_argument, NULL, FORMAT},
                                          {"file", required_argument, NULL, FILE_OPTION},
                                          {"verify", no_argument, NULL, VERIFY},
                                          {"no-verify", no_argument, NULL, NO_VERIFY},
                                          {NULL, 0, NULL, 0}};
    const struct own_options own = {.longs = longs, .take = take, .context = job};
    for (int i = 1; i < argc && *verb == NULL; i++)
        *verb = verb_of(argv[i]);
    job->verify = *verb != NULL && (*verb)->verify;
    int first = options_scan(options, argc, argv, &subcommand_memory, &own, true);
    if (first < 0)
        return first;
    *verb = first < argc ? verb_of(argv[first]) : NULL;
    if (*verb == NULL)
        return -1 - options_refuse("memory is followed by read, write, dump or load", "");
    job->count = argc - first - 1;
    job->words = argv + first + 1;
    bool data = *verb != &verbs[1] || (job->file != NULL) != (job->count > 1);
    if (job->count < (*verb)->least || job->count > (*verb)->most || !data)
        return -1 - options_refuse("it takes other operands: ", (*verb)->usage);
    return first;
}

/* 80000000 is decimal, which few addresses are meant to be. */
static void advise_address(const struct memory_job *job, const struct verb *verb)
{
    enum { DIGITS = 6 }; /* as many as a number has that may well be one of those */
    const char *address = job->words[verb->run == memory_load];
    if (strlen(address) >= DIGITS && address[strspn(address, "0123456789")] == '\0')
        fprintf(stderr, "qmpctl: %s is decimal; did you mean 0x%s?\n", address, address);
}

static int run(struct options *options, int argc, char **argv)
{
    struct memory_job job = {.options = options};
    const struct verb *verb = NULL;
    int first = scan(options, argc, argv, &job, &verb);
    if (first < 0)
        return options_code(first);
    int code;
    job.line = connect_open(options, NULL, &code);
    if (job.line == NULL)
        return code;
    code = verb->run(&job);
    if ((code == EXIT_COMMAND_FAILED || code == EXIT_NOT_SAVED) && !options->json)
        advise_address(&job, verb);
    connect_close(job.line);
    return code;
}

const struct subcommand subcommand_memory = {
    .name = "memory",
    .operands = "read|write|dump|load ...",
    .summary = "read, write, dump to a file, load from a file",
    .help =
        "\n"
        "  qmpctl memory read 0x80804088 64                a hex dump\n"
        "  qmpctl memory read 0x80804088 64 --format u32   as words\n"
        "  qmpctl memory write 0x80804090 01000000         four bytes\n"
        "  qmpctl memory write 0x80804090 1 --format u32   the same, as a number\n"
        "  qmpctl memory dump 0x80000000 1M ram.bin        into a file\n"
        "  qmpctl memory load table.bin 0x81000000         from a file, verified\n"
        "  qmpctl memory read 0x80000000 4K --format raw | strings\n"
        "\n"
        "usage: memory read ADDRESS SIZE\n"
        "       memory write ADDRESS BYTES ... | ADDRESS --file FILE\n"
        "       memory dump ADDRESS SIZE FILE\n"
        "       memory load FILE ADDRESS\n"
        "\n"
        "      --format F   hex (a dump; pairs of digits), u8, u16, u32, u64 (little-endian\n"
        "                   numbers), text, base64, raw (reading only)\n"
        "      --file FILE  write what is in FILE\n"
        "      --verify, --no-verify\n"
        "                   compare afterwards, or not; load does by itself\n"
        "\n"
        "SIZE may end in K, M or G; FILE may be - for standard output or input.  Ctrl-C ends the\n"
        "work after the piece under way, and says how much is done.  The exit code is then 4, as\n"
        "for memory that cannot be read or is not what was written.\n",
    .run = run,
};
