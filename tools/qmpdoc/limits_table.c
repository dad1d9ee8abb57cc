/* limits_table.c - the limits as a table: their meaning out of the schema, their values out
 * of both profiles.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "limits.h"
#include "qmpdoc.h"

static const struct limit *find(const struct limits *limits, const char *name)
{
    for (size_t i = 0; i < limits->count; i++)
        if (strcmp(limits->list[i].name, name) == 0)
            return &limits->list[i];
    return NULL;
}

static void print_presence(const char *what, int normal, int small)
{
    printf("| | %s | %s | %s |\n", what, normal ? "yes" : "no", small ? "yes" : "no");
}

/* What agent-limits does not tell. */
static void print_rest(void)
{
    printf("| | kinds of rate-limited events held back at a time; 0: no rate limits | %d | %d |\n",
           limits_default.throttles, limits_small.throttles);
    for (size_t i = 0; i < limits_default.agent_count; i++)
        printf("| | %s | %ld | %ld |\n", limits_default.agent[i].name,
               limits_default.agent[i].value, limits_small.agent[i].value);
    print_presence("out-of-band execution", limits_default.oob, limits_small.oob);
    print_presence("frame checks of lines", limits_default.frame_check, limits_small.frame_check);
    print_presence("`query-qmp-schema`", limits_default.introspection, limits_small.introspection);
    print_presence("`guest-info`", limits_default.guest_info, limits_small.guest_info);
}

bool print_limits(void)
{
    const struct qmp_type *type = &qmp_type_AgentLimits;

    if (type->count != limits_default.count) {
        fputs("qmpdoc: limits.c does not list the members of AgentLimits\n", stderr);
        return false;
    }
    puts("| limit | meaning | default | small profile |\n|---|---|---:|---:|");
    for (unsigned i = 0; i < type->count; i++) {
        const struct qmp_member *m = &type->members[i];
        const struct limit *normal = find(&limits_default, m->name);
        const struct limit *small = find(&limits_small, m->name);

        if (!normal || !small) {
            fprintf(stderr, "qmpdoc: limits.c lacks '%s'\n", m->name);
            return false;
        }
        printf("| `%s` | ", m->name);
        print_prose(m->help);
        printf(" | %ld | %ld |\n", normal->value, small->value);
    }
    print_rest();
    return true;
}
