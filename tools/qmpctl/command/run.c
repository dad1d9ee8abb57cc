/* run.c - qmpctl run: a board's image in its emulator, with a prompt.
 *
 * SPDX-License-Identifier: MIT */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/subcommand.h"

/* The options of board/run that are passed on. */
enum { PAUSED = OWN_OPTION, CONSOLE, GDB, IMAGE, EMULATOR };

static const struct option longs[] = {
    {"paused", no_argument, NULL, PAUSED},           {"console", required_argument, NULL, CONSOLE},
    {"gdb", required_argument, NULL, GDB},           {"image", required_argument, NULL, IMAGE},
    {"emulator", required_argument, NULL, EMULATOR}, {NULL, 0, NULL, 0}};

/* The command for sh(1), as it grows. */
struct words {
    char *text;
    size_t size;
    FILE *out;
};

/* In single quotes, so that sh takes it as it is. */
static void add_word(struct words *words, const char *word)
{
    fputs(" '", words->out);
    for (; *word != '\0'; word++) {
        if (*word == '\'')
            fputs("'\\''", words->out);
        else
            fputc(*word, words->out);
    }
    fputc('\'', words->out);
}

static int take(void *context, int option, const char *argument)
{
    struct words *words = context;
    for (const struct option *own = longs; own->name != NULL; own++)
        if (own->val == option)
            fprintf(words->out, " --%s", own->name);
    if (argument != NULL)
        add_word(words, argument);
    return -1;
}

/* ---------------------------------------------------------------- finding the boards */

static bool is_there(char folder[PATH_MAX], const char *parent, const char *below)
{
    char file[PATH_MAX];
    if (snprintf(folder, PATH_MAX, "%s%s", parent, below) >= PATH_MAX ||
        snprintf(file, PATH_MAX, "%s/run", folder) >= PATH_MAX)
        return false;
    return access(file, X_OK) == 0;
}

/* The folder "board" beside PLACE or one of the folders above it. */
static bool is_above(char folder[PATH_MAX], const char *place)
{
    char at[PATH_MAX];
    snprintf(at, sizeof at, "%s", place);
    for (;;) {
        if (is_there(folder, at, "/board"))
            return true;
        char *slash = strrchr(at, '/');
        if (slash == NULL)
            return false;
        *slash = '\0';
    }
}

static bool find_boards(char folder[PATH_MAX])
{
    char place[PATH_MAX];
    const char *told = getenv("E2KMON_BOARDS");
    if (told != NULL && *told != '\0')
        return is_there(folder, told, "") || is_there(folder, told, "/board");
    if (getcwd(place, sizeof place) != NULL && is_above(folder, place))
        return true;
    ssize_t length = readlink("/proc/self/exe", place, sizeof place - 1);
    if (length <= 0)
        return false;
    place[length] = '\0';
    return is_above(folder, place);
}

static bool has_board(const char *folder, const char *board)
{
    char file[PATH_MAX];
    return strchr(board, '/') == NULL && board[0] != '.' &&
           snprintf(file, sizeof file, "%s/%s/run.conf", folder, board) < PATH_MAX &&
           access(file, R_OK) == 0;
}

static void list_boards(const char *folder)
{
    char pattern[PATH_MAX + 16];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/*/run.conf", folder);
    if (glob(pattern, 0, NULL, &found) != 0)
        return;
    fputs("qmpctl: there are:", stderr);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *name = found.gl_pathv[i] + strlen(folder) + 1;
        int length = (int)strcspn(name, "/");
        if (strncmp(name, "template/", 9) != 0)
            fprintf(stderr, " %.*s", length, name);
    }
    fputc('\n', stderr);
    globfree(&found);
}

/* ------------------------------------------------------------------------------ run */

/* Returns an exit code of what is wrong, EXIT_OK if nothing is. */
static int find(char folder[PATH_MAX], const char *board)
{
    if (!find_boards(folder)) {
        fputs("qmpctl: board/run is neither here nor above nor near this program; say where the "
              "folder \"board\" is with E2KMON_BOARDS\n",
              stderr);
        return EXIT_USAGE;
    }
    if (has_board(folder, board))
        return EXIT_OK;
    fprintf(stderr, "qmpctl: no board %s in %s\n", board, folder);
    list_boards(folder);
    return EXIT_USAGE;
}

extern const struct subcommand subcommand_run;

static int start(struct options *options, struct words *passed, int count, char **operands)
{
    char folder[PATH_MAX];
    char program[PATH_MAX + 8];
    char *shell[] = {"shell", NULL};
    if (count == 0)
        return options_refuse("which board? run takes BOARD", "");
    if (options->endpoint != NULL)
        return options_refuse("run starts a server of its own; leave out -s and --spawn", "");
    int code = find(folder, operands[0]);
    if (code != EXIT_OK)
        return code;
    fflush(passed->out);
    struct words command = {0};
    command.out = open_memstream(&command.text, &command.size);
    if (command.out == NULL)
        return options_refuse("no memory", "");
    snprintf(program, sizeof program, "%s/run", folder);
    fputs("exec:exec", command.out);
    add_word(&command, program);
    add_word(&command, operands[0]);
    fputs(passed->text, command.out);
    for (int i = 1; i < count; i++) {
        if (i == 1)
            fputs(" --", command.out);
        add_word(&command, operands[i]);
    }
    fclose(command.out);
    options->endpoint = command.text;
    return subcommand_find("shell")->run(options, 1, shell);
}

static int run(struct options *options, int argc, char **argv)
{
    struct words passed = {0};
    passed.out = open_memstream(&passed.text, &passed.size);
    if (passed.out == NULL)
        return options_refuse("no memory", "");
    const struct own_options own = {.longs = longs, .take = take, .context = &passed};
    int first = options_scan(options, argc, argv, &subcommand_run, &own, true);
    int code =
        first < 0 ? options_code(first) : start(options, &passed, argc - first, argv + first);
    fclose(passed.out);
    free(passed.text);
    return code;
}

const struct subcommand subcommand_run = {
    .name = "run",
    .operands = "BOARD [-- EMULATOR-OPTION ...]",
    .summary = "start a board's image in its emulator, with a prompt",
    .help =
        "\n"
        "  qmpctl run riscv-virt\n"
        "  qmpctl run mps2-an385 --console unix:/tmp/console\n"
        "  qmpctl run riscv-virt --paused -- -smp 4\n"
        "  echo query-status | qmpctl run riscv-virt\n"
        "\n"
        "      --paused       hold the application until the command cont\n"
        "      --console EP   where its console is: unix:PATH, tcp:HOST:PORT or pty\n"
        "      --gdb EP       where gdb reaches the board\n"
        "      --image ELF    the image; default: that of the build folder\n"
        "      --emulator E   one of the board's emulators\n"
        "\n"
        "The emulator ends with the prompt.  It is started by board/run, which is looked for in\n"
        "$E2KMON_BOARDS, in the current folder and those above, and above this program.\n",
    .run = run,
};
