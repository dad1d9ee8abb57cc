/* qom_get.c - qmpctl qom-get: the value of a property, or of all properties of an object.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "command/call.h"
#include "command/qom.h"
#include "common/connect.h"
#include "common/subcommand.h"

extern const struct subcommand subcommand_qom_get;

/* Names may have dots in them ("virt.flash0"): a word that is an object is no PATH.PROPERTY. */
static bool is_object(struct qmpc *line, const struct options *options, const char *path)
{
    struct objects_list list;
    int status = objects_list(line, path, options->timeout_ms, &list);
    objects_free(&list);
    return status == QMPC_OK;
}

static int get(struct qmpc *line, const struct options *options, int count, char **words)
{
    char *property = NULL;
    if (count == 2)
        property = words[1];
    else if (strchr(words[0], '.') == NULL || !is_object(line, options, words[0]))
        property = objects_split(words[0]);
    if (property == NULL)
        return qom_show_all(line, options, words[0]);
    return call_command(line, options, "qom-get", objects_arguments(words[0], property, NULL));
}

static int run(struct options *options, int argc, char **argv)
{
    if (call_is_raw(argc, argv, "path") || call_is_raw(argc, argv, "property"))
        return call_run(options, argc, argv);
    int first = options_scan(options, argc, argv, &subcommand_qom_get, NULL, true);
    if (first < 0)
        return options_code(first);
    if (argc == first)
        return options_refuse("which object? qom-get takes PATH PROPERTY", "");
    if (argc - first > 2)
        return options_refuse("qom-get takes PATH PROPERTY, not also ", argv[first + 2]);
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    code = get(line, options, argc - first, argv + first);
    connect_close(line);
    return code;
}

const struct subcommand subcommand_qom_get = {
    .name = "qom-get",
    .operands = "PATH [PROPERTY]",
    .summary = "the value of a property",
    .help = "\n"
            "  qmpctl qom-get fan actual              one property of the object fan\n"
            "  qmpctl qom-get fan.actual              the same\n"
            "  qmpctl qom-get fan                     all its properties\n"
            "  qmpctl --json qom-get hub temperature  {\"return\": 2414}\n"
            "\n"
            "The form of the server's command works too: qmpctl qom-get path=fan "
            "property=actual\n",
    .run = run,
};
