/* advice.c - what to do next when a server refuses, or cannot be reached.
 *
 * SPDX-License-Identifier: MIT */
#include "common/advice.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/objects.h"
#include "common/options.h"
#include "common/style.h"

enum { LONGEST = 64, MOST = 1024 };

/* ---------------------------------------------------------------- similarity */

/* How many letters have to be put in, left out, exchanged or swapped with the next (Damerau and
 * Levenshtein, adjacent swaps only). */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][LONGEST + 1];
    size_t *older = rows[0], *old = rows[1], *new = rows[2];
    size_t width = strlen(b);
    for (size_t j = 0; j <= width; j++)
        old[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        new[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t least = old[j - 1] + (a[i - 1] != b[j - 1]);
            if (old[j] + 1 < least)
                least = old[j] + 1;
            if (new[j - 1] + 1 < least)
                least = new[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                older[j - 2] + 1 < least)
                least = older[j - 2] + 1;
            new[j] = least;
        }
        size_t *spare = older;
        older = old;
        old = new;
        new = spare;
    }
    return old[width];
}

/* Below this it is similar.  A name that only lacks its beginning or its end always is. */
static size_t difference(const char *name, const char *other)
{
    size_t length = strlen(name);
    if (length == 0 || length > LONGEST || strlen(other) > LONGEST)
        return SIZE_MAX;
    size_t steps = distance(name, other);
    if (length >= 3 && strstr(other, name) != NULL)
        return steps < 2 ? steps : 2;
    return steps <= (length + 1) / 3 ? steps : SIZE_MAX;
}

const char *advice_similar(const char *name, char *const *names, size_t count)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t steps = difference(name, names[i]);
        if (steps < least) {
            least = steps;
            best = names[i];
        }
    }
    return best;
}

/* ------------------------------------------------------------------- refusals */

static void say_similar(const char *what, const char *name, char *const *names, size_t count)
{
    const char *similar = advice_similar(name, names, count);
    if (similar == NULL)
        return;
    fprintf(stderr, "qmpctl: %s ", what);
    style_put(stderr, false, STYLE_PLAIN, similar);
    fputs("?\n", stderr);
}

/* What QEMU has for a command of the agent's. */
static void say_other(const char *command)
{
    if (strncmp(command, "agent-memory-read", 17) == 0)
        fputs("qmpctl: QEMU has \"pmemsave\" (val, size, filename), which writes a file where QEMU "
              "runs\n",
              stderr);
    else if (strcmp(command, "agent-dump") == 0)
        fputs("qmpctl: QEMU has \"dump-guest-memory\": \"qmpctl dump FILE\" takes it\n", stderr);
}

static void advise_command(struct qmpc *line, const char *command)
{
    struct qmpc_message *reply;
    struct qmpc_json value, name;
    char *names[MOST];
    size_t count = 0;
    if (qmpc_command(line, "query-commands", NULL, qmpc_deadline(ADVICE_MS), &reply) == QMPC_OK) {
        struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
        while (count < MOST && qmpc_json_next(&walk, NULL, &value))
            if (qmpc_json_member(value, "name", &name) == QMPC_OK &&
                (names[count] = qmpc_json_strdup(name)) != NULL)
                count++;
        say_similar("did you mean", command, names, count);
        say_other(command);
        fputs("qmpctl: \"query-commands\" lists what this server has\n", stderr);
    }
    qmpc_message_free(reply);
    while (count > 0)
        free(names[--count]);
}

static char *argument_of(const char *arguments, const char *name)
{
    struct qmpc_json object, value;
    if (arguments == NULL ||
        qmpc_json_parse(arguments, strlen(arguments), &object, NULL) != QMPC_OK ||
        qmpc_json_member(object, name, &value) != QMPC_OK)
        return NULL;
    return qmpc_json_strdup(value);
}

static void advise_property(struct qmpc *line, const char *path, const char *property)
{
    struct objects_list list;
    if (objects_list(line, path, ADVICE_MS, &list) != QMPC_OK)
        return;
    const char **names = calloc(list.count + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < list.count; i++)
        names[i] = list.entries[i].name;
    if (names != NULL)
        say_similar("did you mean", property, (char *const *)names, list.count);
    free(names);
    fputs("qmpctl: it has:", stderr);
    for (size_t i = 0; i < list.count; i++) {
        fputc(' ', stderr);
        style_put(stderr, false, STYLE_PLAIN, list.entries[i].name);
    }
    fputc('\n', stderr);
    objects_free(&list);
}

/* Names of devices are those of the children of these. */
static void advise_object(struct qmpc *line, const char *path)
{
    static const char *const places[] = {"/machine", "/machine/peripheral", "/machine/unattached",
                                         "/objects"};
    const char *last = strrchr(path, '/');
    const char *name = last != NULL ? last + 1 : path;
    char *names[MOST];
    size_t count = 0;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct objects_list list;
        if (objects_list(line, places[i], ADVICE_MS, &list) != QMPC_OK)
            continue;
        for (size_t k = 0; k < list.count && count < MOST; k++)
            if (list.entries[k].kind == OBJECTS_CHILD &&
                (names[count] = objects_join(places[i], list.entries[k].name)) != NULL)
                count++;
        objects_free(&list);
    }
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t steps = difference(name, strrchr(names[i], '/') + 1);
        if (steps < least) {
            least = steps;
            best = names[i];
        }
    }
    if (best != NULL)
        say_similar("did you mean", best, names, count);
    fputs("qmpctl: \"qmpctl qom-tree\" shows all objects\n", stderr);
    while (count > 0)
        free(names[--count]);
}

/* "Parameter 'NAME' is missing": a key that was given may have been meant. */
static void advise_missing(const char *desc, const char *arguments)
{
    static const char before[] = "Parameter '";
    const char *name = strstr(desc, before);
    const char *end = name != NULL ? strstr(name, "' is missing") : NULL;
    struct qmpc_json object, key, value;
    if (end == NULL || arguments == NULL ||
        qmpc_json_parse(arguments, strlen(arguments), &object, NULL) != QMPC_OK)
        return;
    name += sizeof before - 1;
    char *missing = strndup(name, (size_t)(end - name));
    struct qmpc_json_iter walk = qmpc_json_iterate(object);
    while (missing != NULL && qmpc_json_next(&walk, &key, &value)) {
        char *given = qmpc_json_strdup(key);
        char *const names[] = {missing};
        if (given != NULL && advice_similar(given, names, 1) != NULL) {
            fputs("qmpctl: you gave ", stderr);
            style_put(stderr, false, STYLE_PLAIN, given);
            fputc('\n', stderr);
        }
        free(given);
    }
    free(missing);
}

void advice_refused(struct qmpc *line, const char *command, const char *arguments)
{
    char *path = argument_of(arguments, "path");
    if (path == NULL)
        path = argument_of(arguments, "id");
    char *property = argument_of(arguments, "property");
    const char *desc = qmpc_error_desc(line);
    if (strcmp(qmpc_error_class(line), "CommandNotFound") == 0)
        advise_command(line, command);
    else if (strcmp(qmpc_error_class(line), "DeviceNotFound") == 0 && path != NULL)
        advise_object(line, path);
    else if (path != NULL && property != NULL && strstr(desc, "Property '") != NULL &&
             strstr(desc, "not found") != NULL)
        advise_property(line, path, property);
    else
        advise_missing(desc, arguments);
    free(path);
    free(property);
}

/* ------------------------------------------------------------------ endpoints */

static bool begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Somebody has the line for himself (TIOCEXCL). */
static bool is_taken(const char *path)
{
    int file = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (file >= 0)
        close(file);
    return file < 0 && errno == EBUSY;
}

static void advise_denied(const char *path, const struct stat *found)
{
    const struct group *group = getgrgid(found->st_gid);
    if (S_ISCHR(found->st_mode) && (found->st_mode & S_IWGRP) != 0 && found->st_gid != 0 &&
        group != NULL)
        fprintf(stderr,
                "qmpctl: \"sudo adduser $USER %s\" lets this user, from the next login on\n",
                group->gr_name);
    else
        fprintf(stderr, "qmpctl: \"ls -l %s\" tells who may\n", path);
}

void advice_closed(const char *endpoint)
{
    const char *path = begins(endpoint, "unix:")  ? endpoint + 5
                       : begins(endpoint, "tty:") ? endpoint + 4
                                                  : endpoint;
    if (begins(endpoint, "tcp:") || begins(endpoint, "exec:"))
        return;
    if (options_is_host_and_port(endpoint) && access(endpoint, F_OK) < 0) {
        fprintf(stderr, "qmpctl: a port of a host is tcp:%s\n", endpoint);
        return;
    }
    char *name = strdup(path);
    struct stat found = {0};
    if (name != NULL && begins(endpoint, "tty:"))
        name[strcspn(name, ",")] = '\0';
    if (name == NULL)
        return;
    if (stat(name, &found) < 0 && errno == ENOENT)
        fprintf(stderr,
                "qmpctl: there is no %s; is the board plugged in, or the emulator "
                "started?\n",
                name);
    else if (access(name, R_OK | W_OK) < 0 && errno == EACCES)
        advise_denied(name, &found);
    else if (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode))
        fprintf(stderr, "qmpctl: %s is a %s, not a socket or a serial line\n", name,
                S_ISDIR(found.st_mode) ? "folder" : "file");
    else if (S_ISCHR(found.st_mode) && is_taken(name))
        fprintf(stderr, "qmpctl: another program has %s open: \"fuser -v %s\" tells which\n", name,
                name);
    free(name);
}
