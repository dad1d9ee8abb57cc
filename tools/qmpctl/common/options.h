/* options.h - what all subcommands of qmpctl take, and how each scans its own.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_OPTIONS_H
#define QMPCTL_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A promise of the manual page. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_COMMAND_FAILED = 1, /* the server answered with an error */
    EXIT_USAGE = 2,
    EXIT_NO_ANSWER = 3, /* no connection, no answer, or not QMP */
    EXIT_NOT_SAVED = 4, /* a file or the memory has only a part of what was asked for, or nothing */
};

enum colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct options {
    char *endpoint; /* allocated; NULL: not told */
    int64_t timeout_ms;
    bool timeout_given;
    bool json; /* output is for programs: a JSON value a line */
    bool negotiate;
    bool oob;
    bool frame_check;
    enum colour colour;
    bool session;     /* set by the shell: many commands, with events among their results */
    const char *save; /* the file of --save, NULL: none */
};

/* A long option of a subcommand's own; its value is from 'OWN_OPTION' on, or a letter. */
enum { OWN_OPTION = 1024 };

struct own_options {
    const char *letters;        /* getopt's: "n:p"; NULL: none */
    const struct option *longs; /* ends with {NULL, 0, NULL, 0}; NULL: none */
    /* Takes one; returns -1 to go on, or an exit code after saying what is wrong. */
    int (*take)(void *context, int option, const char *argument);
    void *context;
};

struct subcommand;

/* Scans the options of argv from 1 on: the common ones and OWN (NULL: none).  --help prints the
 * help of SELF, NULL: of qmpctl.  Unless `permute`, it stops at the first word that is no option:
 * what follows is somebody else's.  Returns the index of the first operand; or, negative, -1 - C
 * where C is the exit code to leave with, as the help was shown or something wrong was told. */
int options_scan(struct options *options, int argc, char **argv, const struct subcommand *self,
                 const struct own_options *own, bool permute);

/* "-1 - C" of options_scan() as C. */
static inline int options_code(int scanned)
{
    return -1 - scanned;
}

/* Says what is wrong and where help is (that of the subcommand scanned last); returns EXIT_USAGE.
 * SUBJECT may be "". */
int options_refuse(const char *what, const char *subject);

/* For a number on the command line: decimal, or hexadecimal behind 0x.  False: it is none. */
bool options_number(const char *text, uint64_t *number);

/* The same with K, M or G behind it (also KiB, MiB, GiB): times 1024, 1024 * 1024, ... */
bool options_size(const char *text, uint64_t *bytes);

/* For a time in seconds, with a fraction: in milliseconds.  False: it is none. */
bool options_seconds(const char *text, int64_t *ms);

/* True for HOST:PORT, which is a path of a socket where tcp: is not in front. */
bool options_is_host_and_port(const char *text);

#endif
