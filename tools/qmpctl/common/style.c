/* style.c - which colours a meaning has, and where there are any.
 *
 * SPDX-License-Identifier: MIT */
#include "common/style.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Of the sixteen that every terminal has and its user may have chosen. */
static const char *const begins[] = {
    [STYLE_PLAIN] = "",         [STYLE_HEAD] = "\033[1m",  [STYLE_NAME] = "\033[36m",
    [STYLE_VALUE] = "\033[32m", [STYLE_NOTE] = "\033[2m",  [STYLE_EVENT] = "\033[35m",
    [STYLE_GOOD] = "\033[32m",  [STYLE_WARN] = "\033[33m", [STYLE_BAD] = "\033[31m",
};

bool style_wanted(const struct options *options, FILE *out)
{
    if (options->colour != COLOUR_AUTO)
        return options->colour == COLOUR_ALWAYS;
    const char *unwanted = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    if (unwanted != NULL && *unwanted != '\0')
        return false;
    return terminal != NULL && strcmp(terminal, "dumb") != 0 && isatty(fileno(out));
}

const char *style_begin(bool wanted, enum style style)
{
    return wanted ? begins[style] : "";
}

const char *style_end(bool wanted, enum style style)
{
    return wanted && style != STYLE_PLAIN ? "\033[0m" : "";
}

void style_put(FILE *out, bool wanted, enum style style, const char *text)
{
    fputs(style_begin(wanted, style), out);
    style_text(out, text, strlen(text));
    fputs(style_end(wanted, style), out);
}

unsigned style_columns(FILE *out, unsigned fallback)
{
    struct winsize size;
    if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return fallback;
}
