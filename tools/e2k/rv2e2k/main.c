/* main.c - rv2e2k: translates a RISC-V program to e2k.  See rv2e2k.1.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "translate.h"

enum { EXIT_PROGRAM = 1, EXIT_USAGE = 2 };

struct arguments {
    struct translate_options translate;
    const char *input, *output;
    bool stats;
};

static void print_usage(FILE *stream)
{
    fputs("usage: rv2e2k [options] PROGRAM -o IMAGE\n"
          "\n"
          "Translates PROGRAM, a static RV64IM ELF file linked with --emit-relocs, to e2k.\n"
          "\n"
          "  -o, --output IMAGE      the e2k ELF file to write\n"
          "      --code-base ADDRESS where the e2k code goes (default: 0x01800000)\n"
          "      --safepoints SECTION plants safepoints at the back-edges of SECTION\n"
          "      --safepoints-at PLACES loops: no more (the default); entries: at functions, too;\n"
          "                          blocks: and wherever something jumps to\n"
          "      --poll SYMBOL       the routine that safepoints call (default: e2k_safepoint)\n"
          "      --interval COUNT    back-edges from one call to the next (default: 4096)\n"
          "      --stats             prints counts to the standard error\n"
          "      --help, --version\n",
          stream);
}

static int bad_usage(const char *what, const char *value)
{
    fprintf(stderr, "rv2e2k: %s%s (rv2e2k --help tells more)\n", what, value);
    return -1;
}

/* What getopt refused, in place of its own messages: those name the program by its path. */
static int bad_option(int option, char **argv)
{
    const char letter[] = {'-', (char)optopt, '\0'};

    if (option == ':')
        return bad_usage("no value: ", argv[optind - 1]);
    if (optopt > 0 && optopt <= UCHAR_MAX)
        return bad_usage("no such option: ", letter);
    return bad_usage(optopt != 0 ? "takes no value: " : "no such option: ", argv[optind - 1]);
}

/* A number from LOW to HIGH. */
static int parse_number(const char *option, const char *text, unsigned long low, unsigned long high,
                        uint32_t *number)
{
    char *end;
    unsigned long value;

    errno = 0;
    value = strtoul(text, &end, 0);
    if (end == text || *end != '\0' || errno != 0 || text[0] == '-' || value < low ||
        value > high) {
        fprintf(stderr, "rv2e2k: %s %s: not a number from 0x%lx to 0x%lx\n", option, text, low,
                high);
        return -1;
    }
    *number = (uint32_t)value;
    return 0;
}

static int parse_code_base(const char *text, uint32_t *base)
{
    if (parse_number("--code-base", text, 0x10000, 0x3ffff000, base) != 0)
        return -1;
    return *base % 4096 == 0 ? 0 : bad_usage("--code-base: not a multiple of 4096: ", text);
}

static int parse_places(const char *text, enum flow_at *at)
{
    static const char *const names[] = {
        [FLOW_AT_LOOPS] = "loops",
        [FLOW_AT_ENTRIES] = "entries",
        [FLOW_AT_BLOCKS] = "blocks",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *at = (enum flow_at)i;
            return 0;
        }
    return bad_usage("--safepoints-at: not loops, entries or blocks: ", text);
}

/* Returns 1 to go on, 0 when all is done, -1 for wrong usage. */
static int parse(int argc, char **argv, struct arguments *arguments)
{
    enum {
        OUTPUT = 'o',
        CODE_BASE = 256,
        SAFEPOINTS,
        PLACES,
        POLL,
        INTERVAL,
        STATS,
        HELP,
        VERSION
    };
    static const struct option options[] = {
        {"output", required_argument, NULL, OUTPUT},
        {"code-base", required_argument, NULL, CODE_BASE},
        {"safepoints", required_argument, NULL, SAFEPOINTS},
        {"safepoints-at", required_argument, NULL, PLACES},
        {"poll", required_argument, NULL, POLL},
        {"interval", required_argument, NULL, INTERVAL},
        {"stats", no_argument, NULL, STATS},
        {"help", no_argument, NULL, HELP},
        {"version", no_argument, NULL, VERSION},
        {NULL, 0, NULL, 0},
    };
    struct translate_options *translate = &arguments->translate;
    int option;

    opterr = 0;
    while ((option = getopt_long(argc, argv, ":o:", options, NULL)) != -1) {
        switch (option) {
        case OUTPUT:
            arguments->output = optarg;
            break;
        case CODE_BASE:
            if (parse_code_base(optarg, &translate->code_base) != 0)
                return -1;
            break;
        case SAFEPOINTS:
            translate->safepoints = optarg;
            break;
        case PLACES:
            if (parse_places(optarg, &translate->safepoints_at) != 0)
                return -1;
            break;
        case POLL:
            translate->poll = optarg;
            break;
        case INTERVAL:
            if (parse_number("--interval", optarg, 1, INT32_MAX, &translate->interval) != 0)
                return -1;
            break;
        case STATS:
            arguments->stats = true;
            break;
        case HELP:
            print_usage(stdout);
            return 0;
        case VERSION:
            puts("rv2e2k " RV2E2K_VERSION);
            return 0;
        default:
            return bad_option(option, argv);
        }
    }
    if (optind + 1 != argc)
        return bad_usage(optind == argc ? "which program?" : "one program only, not also ",
                         optind == argc ? "" : argv[optind + 1]);
    if (arguments->output == NULL)
        return bad_usage("no output: -o IMAGE", "");
    arguments->input = argv[optind];
    return 1;
}

/* All bytes of the file NAME, or NULL. */
static void *read_file(const char *name, size_t *size)
{
    FILE *stream = fopen(name, "rb");
    char *bytes = NULL;
    size_t room = 0, got;

    *size = 0;
    if (stream == NULL)
        return NULL;
    do {
        char *more = realloc(bytes, room += 1u << 20);

        if (more == NULL) {
            free(bytes);
            fclose(stream);
            return NULL;
        }
        bytes = more;
        got = fread(bytes + *size, 1, room - *size, stream);
        *size += got;
    } while (got > 0);
    if (ferror(stream)) {
        free(bytes);
        bytes = NULL;
    }
    fclose(stream);
    return bytes;
}

/* Whether both names are of one file, which writing the one would destroy. */
static bool is_same_file(const char *input, const char *output)
{
    struct stat a, b;

    return stat(input, &a) == 0 && stat(output, &b) == 0 && S_ISREG(a.st_mode) &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Writes the file as a whole or not at all. */
static int write_file(const char *name, const void *bytes, size_t size)
{
    FILE *stream = fopen(name, "wb");
    struct stat status;
    bool written;
    int error;

    if (stream == NULL)
        return -1;
    written = fwrite(bytes, 1, size, stream) == size;
    if (fclose(stream) == 0 && written)
        return 0;
    error = errno;
    if (stat(name, &status) == 0 && S_ISREG(status.st_mode)) /* no device */
        unlink(name);
    errno = error;
    return -1;
}

static void print_stats(const struct translate_result *result)
{
    fprintf(stderr,
            "instructions: %zu in %zu regions\n"
            "bundles:      %zu with %zu operations\n"
            "code:         %zu bytes of e2k for %zu of RISC-V (%.2f), and a table of %zu\n"
            "safepoints:   %zu\n",
            result->insns, result->regions, result->bundles, result->operations, result->code_bytes,
            result->insn_bytes, (double)result->code_bytes / (double)result->insn_bytes,
            result->table_bytes, result->safepoints);
}

static int translate_file(const struct arguments *arguments)
{
    struct translate_result result;
    struct problem problem;
    size_t size;
    void *file = read_file(arguments->input, &size);
    int status;

    if (file == NULL) {
        fprintf(stderr, "rv2e2k: %s: %s\n", arguments->input, strerror(errno));
        return EXIT_PROGRAM;
    }
    status = translate(file, size, &arguments->translate, &result, &problem);
    free(file);
    if (status != 0) {
        fprintf(stderr, "rv2e2k: %s: %s\n", arguments->input, problem.text);
        return EXIT_PROGRAM;
    }
    status = write_file(arguments->output, result.file, result.size);
    free(result.file);
    if (status != 0) {
        fprintf(stderr, "rv2e2k: %s: %s\n", arguments->output, strerror(errno));
        return EXIT_PROGRAM;
    }
    if (arguments->stats)
        print_stats(&result);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {.translate = {.code_base = TRANSLATE_CODE_BASE,
                                                .poll = "e2k_safepoint",
                                                .interval = TRANSLATE_INTERVAL}};
    int status = parse(argc, argv, &arguments);

    if (status > 0 && is_same_file(arguments.input, arguments.output))
        status = bad_usage("the image would replace the program: ", arguments.output);
    if (status <= 0)
        return status == 0 ? EXIT_SUCCESS : EXIT_USAGE;
    return translate_file(&arguments);
}
