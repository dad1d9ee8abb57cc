/* main.c - e2k-board: an emulator of a board with an Elbrus 2000 processor.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "options.h"

enum { EXIT_TRAP = 1, EXIT_USAGE = 2, EXIT_LIMIT = 3, EXIT_SIGNAL = 128 };

#define READ_STEP (1u << 20)

struct board {
    const struct options *options;
    struct e2k_machine *machine;
    struct host host;
    uint8_t *image; /* stays: a reset loads it again */
    size_t size;
    FILE *trace, *stats; /* NULL: not wanted */
};

static void complain(const char *subject, const char *why)
{
    fprintf(stderr, "e2k-board: %s: %s\n", subject, why);
}

/* The whole of FILE; NULL: errno says why. */
static uint8_t *read_stream(FILE *file, size_t *size)
{
    uint8_t *bytes = NULL;
    size_t count;

    *size = 0;
    do {
        uint8_t *larger = realloc(bytes, *size + READ_STEP);

        if (!larger)
            break;
        bytes = larger;
        count = fread(bytes + *size, 1, READ_STEP, file);
        *size += count;
        if (count < READ_STEP && !ferror(file))
            return bytes;
    } while (count == READ_STEP);
    free(bytes);
    return NULL;
}

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = file ? read_stream(file, size) : NULL;

    if (!bytes)
        complain(path, strerror(errno));
    if (file)
        fclose(file);
    return bytes;
}

static bool load(const struct board *board)
{
    const struct options *options = board->options;

    if (e2k_machine_load(board->machine, board->image, board->size) < 0) {
        complain(options->image, e2k_machine_message(board->machine));
        return false;
    }
    for (size_t n = 0; n < options->poke_count; n++)
        e2k_machine_poke(board->machine, options->pokes[n].address, options->pokes[n].value);
    return true;
}

/* PATH NULL: standard error. */
static bool open_output(const char *path, FILE **file)
{
    *file = path ? fopen(path, "w") : stderr;
    if (!*file)
        complain(path, strerror(errno));
    return *file;
}

static bool open_outputs(struct board *board)
{
    const struct options *options = board->options;

    return (!options->trace || open_output(options->trace_file, &board->trace)) &&
           (!options->stats || open_output(options->stats_file, &board->stats));
}

/* False: something could not be written. */
static bool close_output(FILE *file, const char *path)
{
    bool bad;

    if (!file)
        return true;
    bad = ferror(file);
    if (path)
        bad |= fclose(file) != 0;
    if (bad && path)
        complain(path, "not everything could be written");
    return !bad;
}

static int exit_status(const struct e2k_machine *machine, enum e2k_stop stop)
{
    switch (stop) {
    case E2K_STOP_POWER_OFF:
        return e2k_machine_status(machine);
    case E2K_STOP_LIMIT:
        fprintf(stderr, "e2k-board: the limit of %llu bundles is reached\n",
                (unsigned long long)e2k_machine_bundles(machine));
        return EXIT_LIMIT;
    case E2K_STOP_HOST:
        return EXIT_SIGNAL + host_signal();
    default:
        fprintf(stderr, "e2k-board: %s\n", e2k_machine_message(machine));
        return EXIT_TRAP;
    }
}

/* A reset is the board's, not the program's end: it goes on, from the start. */
static enum e2k_stop run_with_resets(const struct board *board)
{
    enum e2k_stop stop;

    do {
        stop = e2k_machine_run(board->machine,
                               board->options->limit - e2k_machine_bundles(board->machine));
        if (stop != E2K_STOP_HOST || host_signal() || !host_takes_reset())
            return stop;
        e2k_machine_reset(board->machine);
    } while (load(board));
    return E2K_STOP_CHECK;
}

static int run(struct board *board)
{
    enum e2k_stop stop;
    uint64_t start;

    if (board->options->wait && !host_wait_for_client(&board->host))
        return EXIT_SIGNAL + host_signal();
    host_takes_reset(); /* before there is anything to reset */
    if (board->trace)
        e2k_machine_trace(board->machine, board->trace);
    start = host_now();
    stop = run_with_resets(board);
    if (board->stats)
        e2k_machine_stats(board->machine, board->stats, (double)(host_now() - start) / 1e9,
                          board->options->json);
    host_flush(&board->host, board->machine);
    return exit_status(board->machine, stop);
}

static int start(struct board *board)
{
    const struct options *options = board->options;
    int status = EXIT_USAGE;

    host_watch_signals();
    board->image = read_file(options->image, &board->size);
    if (board->image && load(board) && open_outputs(board)) {
        if (host_open(&board->host, options->channels) == 0)
            status = run(board);
        host_close(&board->host);
    }
    if ((!close_output(board->trace, options->trace_file) ||
         !close_output(board->stats, options->stats_file)) &&
        status != EXIT_USAGE)
        status = EXIT_TRAP;
    free(board->image);
    return status;
}

static int make_board(const struct options *options)
{
    struct board board = {.options = options};
    const struct e2k_host interface = host_interface(&board.host);
    int status = EXIT_USAGE;

    board.machine = e2k_machine_create(options->ram_size, &interface);
    if (board.machine)
        status = start(&board);
    else
        complain("--ram", "not enough memory");
    e2k_machine_destroy(board.machine);
    return status;
}

int main(int count, char **arguments)
{
    struct options options;
    int status = EXIT_USAGE;

    switch (options_read(&options, count, arguments)) {
    case OPTIONS_RUN:
        status = make_board(&options);
        break;
    case OPTIONS_DONE:
        status = EXIT_SUCCESS;
        break;
    default:
        break;
    }
    options_free(&options);
    return status;
}
