/* program.c - runs qmpctl for the tests of it.
 *
 * SPDX-License-Identifier: MIT */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define SHORT_MS  300
#define LONGER_MS 700
/* What a session of one command took, so many times. */
#define TIMES 4

static void set_seconds(const char *name, int64_t ms)
{
    char text[32];
    snprintf(text, sizeof text, "%d.%03d", (int)(ms / 1000), (int)(ms % 1000));
    setenv(name, text, 1);
}

static void measure(void)
{
    static bool done;
    if (done)
        return;
    done = true;
    int64_t begin = qmpc_deadline(0);
    assert_int_equal(system(SPAWN "query-status >/dev/null"), 0);
    int64_t took = TIMES * (qmpc_deadline(0) - begin);
    int64_t enough = took > SHORT_MS ? took : SHORT_MS;
    set_seconds("SHORT", enough);
    set_seconds("LONGER", enough + LONGER_MS - SHORT_MS);
}

/* Runs a shell command; returns its exit code, and its standard output in text. */
static int run(const char *command, char text[4096])
{
    measure();
    FILE *output = popen(command, "r");
    assert_non_null(output);
    size_t length = fread(text, 1, 4095, output);
    text[length] = '\0';
    int status = pclose(output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void expect(const char *command, int code, const char *output)
{
    char text[4096];
    int got = run(command, text);
    if (got != code || strcmp(text, output) != 0)
        fail_msg("%s\nexit code %d (not %d), output:\n%s", command, got, code, text);
}

void expect_part(const char *command, int code, const char *part)
{
    char text[4096];
    int got = run(command, text);
    if (got != code || strstr(text, part) == NULL)
        fail_msg("%s\nexit code %d (not %d), output:\n%s", command, got, code, text);
}
