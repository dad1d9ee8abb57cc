/* options.c - the options that all subcommands have, merged with a subcommand's own.
 *
 * SPDX-License-Identifier: MIT */
#include "common/options.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/subcommand.h"

enum { LONGS = 64, LETTERS = 64 };

/* Whose options were scanned last. */
static const struct subcommand *scanned;

static void refer_to_help(void)
{
    fprintf(stderr, "qmpctl: \"qmpctl %s%s--help\" shows how it is used\n",
            scanned != NULL ? scanned->name : "", scanned != NULL ? " " : "");
}

int options_refuse(const char *what, const char *subject)
{
    fprintf(stderr, "qmpctl: %s%s\n", what, subject);
    refer_to_help();
    return EXIT_USAGE;
}

bool options_number(const char *text, uint64_t *number)
{
    char *end;
    bool hexadecimal = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *digits = hexadecimal ? text + 2 : text;
    if (strchr("0123456789abcdefABCDEF", *digits) == NULL || *digits == '\0')
        return false;
    errno = 0;
    *number = strtoull(digits, &end, hexadecimal ? 16 : 10);
    return end != digits && *end == '\0' && errno == 0;
}

bool options_size(const char *text, uint64_t *bytes)
{
    static const char units[] = "KMGkmg";
    size_t digits = strcspn(text, units);
    char *number = strndup(text, digits);
    bool good = number != NULL && options_number(number, bytes);
    free(number);
    if (!good || text[digits] == '\0')
        return good;
    const char *behind = text + digits + 1;
    unsigned shift = 10 * ((unsigned)(strchr(units, text[digits]) - units) % 3 + 1);
    if ((*behind != '\0' && strcmp(behind, "iB") != 0 && strcmp(behind, "B") != 0) ||
        *bytes > UINT64_MAX >> shift)
        return false;
    *bytes <<= shift;
    return true;
}

bool options_seconds(const char *text, int64_t *ms)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(seconds) || seconds < 0 || seconds > 1e9)
        return false;
    *ms = (int64_t)(seconds * 1000);
    return true;
}

bool options_is_host_and_port(const char *text)
{
    const char *colon = strrchr(text, ':');
    return colon != NULL && colon != text && strchr(text, '/') == NULL && colon[1] != '\0' &&
           colon[1 + strspn(colon + 1, "0123456789")] == '\0' && strncmp(text, "tcp:", 4) != 0 &&
           strncmp(text, "unix:", 5) != 0 && strncmp(text, "tty:", 4) != 0;
}

static int set_timeout(struct options *options, const char *text)
{
    if (!options_seconds(text, &options->timeout_ms))
        return options_refuse("--timeout needs seconds, not ", text);
    options->timeout_given = true;
    return -1;
}

static int set_endpoint(struct options *options, const char *prefix, const char *text)
{
    if (options->endpoint != NULL)
        return options_refuse("only one of -s and --spawn can be given", "");
    if (asprintf(&options->endpoint, "%s%s", prefix, text) < 0)
        options->endpoint = NULL;
    return options->endpoint == NULL ? options_refuse("no memory", "") : -1;
}

static int set_colour(struct options *options, const char *text)
{
    if (strcmp(text, "always") == 0)
        options->colour = COLOUR_ALWAYS;
    else if (strcmp(text, "never") == 0)
        options->colour = COLOUR_NEVER;
    else if (strcmp(text, "auto") == 0)
        options->colour = COLOUR_AUTO;
    else
        return options_refuse("--color is auto, always or never, not ", text);
    return -1;
}

enum { SPAWN = 256, TIMEOUT, JSON, COLOUR, SAVE, OOB, FRAME_CHECK, NO_NEGOTIATE, VERSION };

static const struct option common_longs[] = {
    {"server", required_argument, NULL, 's'},
    {"spawn", required_argument, NULL, SPAWN},
    {"timeout", required_argument, NULL, TIMEOUT},
    {"json", no_argument, NULL, JSON},
    {"color", required_argument, NULL, COLOUR},
    {"save", required_argument, NULL, SAVE},
    {"oob", no_argument, NULL, OOB},
    {"frame-check", no_argument, NULL, FRAME_CHECK},
    {"no-negotiate", no_argument, NULL, NO_NEGOTIATE},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, VERSION},
};

static int take_common(struct options *options, int option, const struct subcommand *self)
{
    switch (option) {
    case 's':
        return set_endpoint(options, "", optarg);
    case SPAWN:
        return set_endpoint(options, "exec:", optarg);
    case TIMEOUT:
        return set_timeout(options, optarg);
    case JSON:
        options->json = true;
        return -1;
    case COLOUR:
        return set_colour(options, optarg);
    case SAVE:
        options->save = optarg;
        return -1;
    case OOB:
        options->oob = true;
        return -1;
    case FRAME_CHECK:
        options->frame_check = true;
        return -1;
    case NO_NEGOTIATE:
        options->negotiate = false;
        return -1;
    case 'h':
        subcommand_help(self);
        return EXIT_OK;
    case VERSION:
        puts("qmpctl " QMPCTL_VERSION);
        return EXIT_OK;
    default: /* getopt_long() has said what is wrong */
        return -2;
    }
}

static bool is_own(const struct own_options *own, int option)
{
    return option >= OWN_OPTION || (own->letters != NULL && option < 256 && option != ':' &&
                                    strchr(own->letters, option) != NULL);
}

static void merge(const struct own_options *own, bool permute, char letters[LETTERS],
                  struct option longs[LONGS])
{
    size_t count = sizeof common_longs / sizeof common_longs[0];
    memcpy(longs, common_longs, sizeof common_longs);
    snprintf(letters, LETTERS, "%ss:h%s", permute ? "" : "+",
             own->letters != NULL ? own->letters : "");
    for (const struct option *at = own->longs; at != NULL && at->name != NULL && count < LONGS - 1;)
        longs[count++] = *at++;
    longs[count] = (struct option){NULL, 0, NULL, 0};
}

int options_scan(struct options *options, int argc, char **argv, const struct subcommand *self,
                 const struct own_options *own, bool permute)
{
    static const struct own_options none;
    char letters[LETTERS];
    struct option longs[LONGS];
    int option;
    if (own == NULL)
        own = &none;
    merge(own, permute, letters, longs);
    scanned = self;
    optind = 0; /* getopt() begins anew, with these letters */
    while ((option = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        int code = is_own(own, option) ? own->take(own->context, option, optarg)
                                       : take_common(options, option, self);
        if (code == -2) {
            refer_to_help();
            code = EXIT_USAGE;
        }
        if (code >= 0)
            return -1 - code;
    }
    if (self != NULL && options->save != NULL)
        return -1 - options_refuse("--save needs a command of the server, not ", self->name);
    return optind;
}
