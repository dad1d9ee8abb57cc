/* sample_value.c - values that fit a type.
 *
 * SPDX-License-Identifier: MIT */
#include "sample_value.h"

static void put_value(FILE *out, const struct qmp_type *type, unsigned variant);

static void put_builtin(FILE *out, const struct qmp_type *type, unsigned variant)
{
    static const char *const texts[][2] = {[QMP_STRING] = {"\"a\"", "\"\\u00e9\""},
                                           [QMP_INT] = {"1", "0"},
                                           [QMP_NUMBER] = {"1.5", "-2"},
                                           [QMP_BOOLEAN] = {"true", "false"},
                                           [QMP_NULL] = {"null", "null"},
                                           [QMP_VALUE] = {"{}", "[1, null]"}};

    fputs(texts[type->json][variant / 2 % 2], out);
}

static void put_members(FILE *out, const struct qmp_type *type, unsigned variant, bool *first)
{
    for (unsigned i = 0; i < type->count; i++) {
        if (type->members[i].optional && variant % 2 == 0)
            continue;
        fprintf(out, "%s\"%s\": ", *first ? "" : ", ", type->members[i].name);
        put_value(out, type->members[i].type, variant);
        *first = false;
    }
}

void put_arguments(FILE *out, const struct qmp_type *type, unsigned variant)
{
    bool first = true;

    fputc('{', out);
    put_members(out, type, variant, &first);
#if QMP_UNIONS
    if (type->branches && (variant % 2 || !type->members[type->tag].optional)) {
        unsigned value = variant % type->members[type->tag].type->count;

        if (type->branches[value])
            put_members(out, type->branches[value], variant, &first);
    }
#endif
    fputc('}', out);
}

static void put_value(FILE *out, const struct qmp_type *type, unsigned variant)
{
    switch (type->meta) {
    case QMP_BUILTIN:
        put_builtin(out, type, variant);
        break;
    case QMP_ENUM:
        fprintf(out, "\"%s\"", type->values[variant % type->count]);
        break;
    case QMP_ARRAY:
        fputc('[', out);
        put_value(out, type->element, variant);
        fputc(']', out);
        break;
    case QMP_ALTERNATE:
        put_value(out, type->members[variant % type->count].type, variant);
        break;
    default:
        put_arguments(out, type, variant);
        break;
    }
}
