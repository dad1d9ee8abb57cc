/* report.c - pictures on standard output.
 *
 * SPDX-License-Identifier: MIT */
#include "top/report.h"

#include <poll.h>

#include "common/style.h"
#include "top/lines.h"

enum { WIDTH = 80 }; /* where standard output is no terminal */

static void print_text_of(const struct engine *engine)
{
    struct lines lines;
    bool colours = style_wanted(engine->options, stdout);
    lines_build(&lines, &engine->picture, style_columns(stdout, WIDTH), clock_ms());
    for (size_t i = 0; i < lines.count; i++) {
        style_put(stdout, colours, lines.all[i].style, lines.all[i].text);
        putchar('\n');
    }
    lines_free(&lines);
}

static void print_one(const struct engine *engine, bool first)
{
    if (engine->options->json) {
        report_json(stdout, &engine->picture, clock_ms());
    } else {
        if (!first)
            putchar('\n');
        print_text_of(engine);
    }
    fflush(stdout);
}

static void wait_for(const struct engine *engine, int64_t until)
{
    struct pollfd fds[2];
    int64_t wake;
    int count = engine_wants(engine, fds, &wake);
    poll(fds, (nfds_t)count, qmpc_poll_ms(wake < until ? wake : until));
}

int report_run(struct engine *engine, uint64_t count)
{
    const struct picture *picture = &engine->picture;
    uint64_t rounds = 0;
    uint64_t printed = 0;
    int64_t due = 0;
    while (count == 0 || printed < count) {
        engine_work(engine);
        /* Rounds that events caused come between; a server that is gone is told of as often. */
        bool news = picture->rounds != rounds || !picture->connected;
        if (news && clock_ms() >= due) {
            print_one(engine, printed == 0);
            rounds = picture->rounds;
            printed++;
            due = clock_ms() + picture->interval_ms * 9 / 10;
            if (ferror(stdout))
                return EXIT_OK; /* main() tells of it, with a code of its own */
            continue;
        }
        wait_for(engine, news ? due : QMPC_FOREVER);
    }
    if (!picture->connected && !engine->options->json)
        fprintf(stderr, "qmpctl: %s\n", picture->error != NULL ? picture->error : "no answer");
    return picture->connected ? EXIT_OK : EXIT_NO_ANSWER;
}
