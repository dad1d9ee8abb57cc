/* complete_command.c - the subcommand that the completion of bash and zsh calls.
 *
 *     qmpctl complete -- WORDS...     what may stand in the place of the last word
 *
 * It prints a line for each candidate: its text, with a blank behind it if the word is then done,
 * a tab, and a note.  The line ":files" stands for names of files.  It says nothing of what goes
 * wrong: nobody could read it.
 *
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/subcommand.h"
#include "shell/command_line.h"
#include "shell/complete.h"

enum {
    CONNECT_MS = 1000,
    GREETING_MS = 100, /* a serial line has none; there the rest of the time is needed */
    OPERAND = 64,
};

static void add_words(const char *words, const char *last, struct candidates *candidates)
{
    for (const char *at = words; *at != '\0';) {
        size_t length = strcspn(at, "|");
        char *word = strndup(at, length);
        if (word != NULL)
            candidates_add(candidates, last, "", word, "", NULL);
        free(word);
        at += length + (at[length] == '|');
    }
}

/* The boards of the tree that this is called in: board/NAME/run.conf. */
static void add_boards(const char *last, struct candidates *candidates)
{
    DIR *folder = opendir("board");
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char path[512];
        snprintf(path, sizeof path, "board/%s/run.conf", entry->d_name);
        if (access(path, F_OK) == 0 && strcmp(entry->d_name, "template") != 0)
            candidates_add(candidates, last, "", entry->d_name, "", NULL);
    }
    if (folder != NULL)
        closedir(folder);
}

static void add_events(struct knowledge *knowledge, const char *last, struct candidates *candidates)
{
    size_t count;
    const struct schema_entry *entries = schema_entries(knowledge_schema(knowledge), &count);
    for (size_t i = 0; i < count; i++)
        if (entries[i].kind == SCHEMA_EVENT)
            candidates_add(candidates, last, "", entries[i].name, "", NULL);
}

/* What the usage line calls the operand decides what it is. */
static void add_operands(struct knowledge *knowledge, const struct command_line *line,
                         const char *operand, struct candidates *candidates)
{
    const char *last = line->last;
    if (strchr(operand, '|') != NULL)
        add_words(operand, last, candidates);
    else if (strcmp(operand, "BOARD") == 0)
        add_boards(last, candidates);
    else if (strstr(operand, "FILE") != NULL || strcmp(operand, "MOUNTPOINT") == 0 ||
             strcmp(operand, "ENDPOINT") == 0 || strcmp(operand, "LISTEN") == 0)
        candidates->files = true;
    else if (knowledge == NULL)
        return;
    else if (strcmp(operand, "PATH") == 0 || strcmp(operand, "OBJECT") == 0)
        complete_path(knowledge, "", last, candidates);
    else if (strcmp(operand, "PROPERTY") == 0 && line->count > 0)
        complete_members(knowledge, line->operands[0], false, "", last, candidates);
    else if (strcmp(operand, "EVENT") == 0 || strcmp(operand, "NAME") == 0)
        add_events(knowledge, last, candidates);
    else if (strcmp(operand, "COMMAND") == 0)
        complete_commands(knowledge, last, candidates);
}

static void add_option_values(const struct command_line *line, struct candidates *candidates)
{
    if (strcmp(line->option, "--color") == 0)
        add_words("always|auto|never", line->last, candidates);
    else if (strcmp(line->option, "--timeout") != 0)
        candidates->files = true;
}

/* True if a subcommand is used as the server's command of the same name: qom-get path=... */
static bool has_arguments(const struct command_line *line)
{
    for (size_t i = 0; i < line->count; i++)
        if (strchr(line->operands[i], '=') != NULL)
            return true;
    return strchr(line->last, '=') != NULL;
}

static void complete_command(struct knowledge *knowledge, const struct command_line *line,
                             struct candidates *candidates)
{
    struct words words = {.count = line->count + 1, .last = line->last};
    words.list = calloc(words.count, sizeof *words.list);
    if (words.list == NULL)
        return;
    words.list[0] = (char *)line->subcommand->name;
    memcpy(words.list + 1, line->operands, line->count * sizeof *words.list);
    complete_words(knowledge, &words, false, candidates);
    free(words.list);
}

static void complete(struct knowledge *knowledge, const struct command_line *line,
                     struct candidates *candidates)
{
    char operand[OPERAND];
    const struct words words = {.list = line->operands, .count = line->count, .last = line->last};
    if (line->option != NULL) {
        add_option_values(line, candidates);
    } else if (line->last[0] == '-') {
        command_line_options(line, candidates);
    } else if (line->subcommand != NULL && knowledge != NULL && has_arguments(line)) {
        complete_command(knowledge, line, candidates);
    } else if (line->subcommand != NULL) {
        command_line_operand(line, operand, sizeof operand);
        add_operands(knowledge, line, operand, candidates);
    } else {
        for (size_t i = 0; line->count == 0 && subcommands[i] != NULL; i++)
            if (subcommands[i]->summary != NULL)
                candidates_add(candidates, line->last, "", subcommands[i]->name, "",
                               subcommands[i]->summary);
        if (knowledge != NULL)
            complete_words(knowledge, &words, false, candidates);
    }
}

/* A session with the server that the words name; NULL: none, or not quickly.  No server is started
 * for a completion. */
static struct qmpc *open_quietly(const struct command_line *line)
{
    const char *endpoint = line->endpoint != NULL ? line->endpoint : getenv("QMPCTL_SERVER");
    const struct qmpc_options settings = {.greeting_ms = GREETING_MS};
    int64_t until = qmpc_deadline(CONNECT_MS);
    if (endpoint == NULL || *endpoint == '\0' || strncmp(endpoint, "exec:", 5) == 0)
        return NULL;
    if (strncmp(endpoint, "tcp:", 4) != 0 && strncmp(endpoint, "tty:", 4) != 0) {
        const char *path = strncmp(endpoint, "unix:", 5) == 0 ? endpoint + 5 : endpoint;
        if (access(path, R_OK | W_OK) < 0)
            return NULL; /* opening would wait for a server that is just starting */
    }
    struct qmpc *server = qmpc_new(&settings);
    if (server != NULL && qmpc_open(server, endpoint, until) == QMPC_OK &&
        qmpc_attach(server, until) == QMPC_OK)
        return server;
    qmpc_free(server);
    return NULL;
}

static void print(const struct candidates *candidates)
{
    if (candidates->files)
        puts(":files");
    for (size_t i = 0; i < candidates->count; i++)
        printf("%s%s\t%s\n", candidates->list[i].text, candidates->list[i].open ? "" : " ",
               candidates->list[i].note);
}

static int run(struct options *options, int argc, char **argv)
{
    const struct traffic silent = {0};
    struct candidates candidates = {0};
    struct command_line line;
    int first = argc > 1 && strcmp(argv[1], "--") == 0 ? 2 : 1;
    (void)options;
    if (first >= argc || !command_line_read(&line, argv + first, (size_t)(argc - first)))
        return EXIT_OK;
    bool local = line.option != NULL || line.last[0] == '-';
    struct qmpc *server = local ? NULL : open_quietly(&line);
    struct knowledge *knowledge =
        server != NULL ? knowledge_new(server, &silent, CONNECT_MS) : NULL;
    complete(knowledge, &line, &candidates);
    print(&candidates);
    candidates_free(&candidates);
    knowledge_free(knowledge);
    qmpc_free(server);
    command_line_free(&line);
    return EXIT_OK;
}

extern const struct subcommand subcommand_complete;
const struct subcommand subcommand_complete = {
    .name = "complete",
    .operands = "-- WORD...",
    .summary = NULL,
    .help = "\nFor the completion of shells: what may stand in the place of the last word.\n",
    .run = run,
};
