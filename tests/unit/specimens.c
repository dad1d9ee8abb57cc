/* specimens.c - objects with properties of every kind, and a host that asks about them.
 *
 * SPDX-License-Identifier: MIT */
#include "specimens.h"

#include "agent/config.h"
#include "agent/objects.h"

struct specimen specimens[2];

/* ------------------------------------------------------------------ properties */

static const char *const colors[] = {"red", "green", "dark-blue"};

static struct specimen *of(const struct object *object)
{
    return object->state;
}

static const char *get_driven(const struct object *object, union object_value *value)
{
    value->number = of(object)->driven * 10;
    return value->number == 70 ? "It cannot be read just now" : NULL;
}

static const char *set_driven(const struct object *object, const union object_value *value)
{
    of(object)->sets++;
    if (value->number > 100)
        return "It is driven too hard";
    of(object)->driven = (int32_t)value->number / 10;
    return NULL;
}

static const char *set_command(const struct object *object, const union object_value *value)
{
    of(object)->sets++;
    return value->natural == 1 ? NULL : "There is only command 1";
}

static const char *get_home(const struct object *object, union object_value *value)
{
    memcpy(value->memory, &of(object)->home, sizeof of(object)->home);
    return NULL;
}

static const char *set_home(const struct object *object, const union object_value *value)
{
    of(object)->sets++;
    memcpy(&of(object)->home, value->memory, sizeof of(object)->home);
    return NULL;
}

static const struct object_property point_parts[] = {
    OBJECT_INT("x", 16, struct specimen_point, x, OBJECT_READ_WRITE, -100, 100, ""),
    OBJECT_INT("y", 16, struct specimen_point, y, OBJECT_READ_WRITE, 0, 0, ""),
};

static const struct object_property part_parts[] = {
    OBJECT_BOOL("on", struct specimen_parts, on, OBJECT_READ_WRITE, ""),
    OBJECT_INT("level", 8, struct specimen_parts, level, OBJECT_READ_WRITE, 0, 0, ""),
    OBJECT_UINT("count", 32, struct specimen_parts, count, OBJECT_READ_WRITE, 0, 1000, ""),
    OBJECT_ENUM("color", "Color", colors, struct specimen_parts, color, OBJECT_READ_WRITE, ""),
    OBJECT_TEXT("name", struct specimen_parts, name, OBJECT_READ_WRITE, ""),
};

static const struct object_property plain_element = {
    .type = "uint8", .kind = OBJECT_KIND_UINT, .size = 1, .max = {.natural = 200}};
static const struct object_property word_element = {
    .type = "uint32", .kind = OBJECT_KIND_UINT, .size = 4};
static const struct object_property long_element = {
    .type = "uint64", .kind = OBJECT_KIND_UINT, .size = 8};
static const struct object_property point_element = {.type = "Point",
                                                     .kind = OBJECT_KIND_STRUCT,
                                                     .members = point_parts,
                                                     .count = COUNT(point_parts),
                                                     .size = sizeof(struct specimen_point)};

static const struct object_type specimen_type;

static const struct object_property properties[] = {
    OBJECT_BOOL("flag", struct specimen, flag, OBJECT_READ_WRITE, "a switch"),
    OBJECT_INT("i8", 8, struct specimen, i8, OBJECT_READ_WRITE, 0, 0, NULL),
    OBJECT_INT("i16", 16, struct specimen, i16, OBJECT_READ_WRITE, 0, 0, NULL),
    OBJECT_INT("i32", 32, struct specimen, i32, OBJECT_READ_WRITE, 0, 0, NULL),
    OBJECT_INT("i64", 64, struct specimen, i64, OBJECT_READ_WRITE, 0, 0, NULL),
    OBJECT_UINT("u8", 8, struct specimen, u8, OBJECT_READ_WRITE, 0, 0, NULL),
    OBJECT_UINT("u16", 16, struct specimen, u16, OBJECT_READ_WRITE, 0, 0, NULL),
    OBJECT_UINT("u32", 32, struct specimen, u32, OBJECT_READ_WRITE, 0, 0, NULL),
    OBJECT_UINT("u64", 64, struct specimen, u64, OBJECT_READ_WRITE, 0, 0, NULL),
    OBJECT_INT("ranged", 32, struct specimen, ranged, OBJECT_READ_WRITE, -10, 20, NULL),
    OBJECT_UINT("wide", 64, struct specimen, wide, OBJECT_READ_WRITE, 5, UINT64_MAX - 1, NULL),
    OBJECT_ENUM("color", "Color", colors, struct specimen, color, OBJECT_READ_WRITE, NULL),
    OBJECT_STRING("string", struct specimen, string, NULL),
    OBJECT_TEXT("text", struct specimen, text, OBJECT_READ_WRITE, NULL),
    OBJECT_TEXT("longer", struct specimen, longer, OBJECT_READ_WRITE, NULL),
    OBJECT_TEXT("large", struct specimen, large, OBJECT_READ_WRITE, NULL),
    OBJECT_LINK("link", "specimen", &specimen_type, struct specimen, link, OBJECT_READ_WRITE, NULL),
    OBJECT_STRUCT("parts", "Parts", part_parts, struct specimen, parts, OBJECT_READ_WRITE, NULL),
    OBJECT_ARRAY("plain", "uint8", &plain_element, struct specimen, plain, OBJECT_READ_WRITE, NULL),
    OBJECT_ARRAY("points", "Point", &point_element, struct specimen, points, OBJECT_READ_WRITE,
                 NULL),
    OBJECT_ARRAY("page", "uint32", &word_element, struct specimen, page, OBJECT_READ_WRITE, NULL),
    OBJECT_ARRAY("many", "uint64", &long_element, struct specimen, many, OBJECT_READABLE, NULL),
    {.name = "driven",
     .type = "int32",
     .kind = OBJECT_KIND_INT,
     .flags = OBJECT_READ_WRITE,
     .size = 4,
     .get = get_driven,
     .set = set_driven},
    {.name = "command",
     .type = "uint8",
     .kind = OBJECT_KIND_UINT,
     .flags = OBJECT_WRITABLE,
     .size = 1,
     .set = set_command},
    {.name = "home",
     .type = "Point",
     .kind = OBJECT_KIND_STRUCT,
     .flags = OBJECT_READ_WRITE,
     .members = point_parts,
     .count = COUNT(point_parts),
     .size = sizeof(struct specimen_point),
     .get = get_home,
     .set = set_home},
};

/* --------------------------------------------------------------------- objects */

/* As OBJECT_CREATABLE() writes it, but known to this file alone. */
static const struct specimen first_state = {
    .i8 = -1, .u16 = 7, .color = 1, .text = "new", .wide = 5, .parts = {.count = 3, .name = "abc"}};
static const struct object_type specimen_type = {.name = "specimen",
                                                 .parent = &object_device,
                                                 .properties = properties,
                                                 .property_count = COUNT(properties),
                                                 .initial = &first_state,
                                                 .state_size = sizeof first_state};
OBJECT_LISTED("object_types", &specimen_type);

static const struct object first = {"first", &specimen_type, &object_peripheral, &specimens[0]};
OBJECT_LISTED("object_list", &first);
static const struct object second = {"second", &specimen_type, &object_peripheral, &specimens[1]};
OBJECT_LISTED("object_list", &second);

static const struct object mirror;
static const struct object_property mirror_properties[] = {
    OBJECT_ALIAS("flag-of-first", &first, "flag"),
    OBJECT_ALIAS("again", &mirror, "flag-of-first"),
    OBJECT_ALIAS("parts-of-second", &second, "parts"),
    OBJECT_ALIAS("command-of-first", &first, "command"),
    OBJECT_ALIAS("string-of-first", &first, "string"),
    OBJECT_ALIAS("link-of-first", &first, "link"),
};
static const struct object_type mirror_type = {.name = "mirror",
                                               .parent = &object_base,
                                               .properties = mirror_properties,
                                               .property_count = COUNT(mirror_properties)};
OBJECT_LISTED("object_types", &mirror_type);
static const struct object mirror = {"mirror", &mirror_type, &object_root, NULL};
OBJECT_LISTED("object_list", &mirror);

/* What is in a place PARENT. */
#define CONTAINER(id, in, called)                                                                  \
    static const struct object id = {called, &object_container, in, NULL};                         \
    OBJECT_LISTED("object_list", &id);

CONTAINER(box, &object_unattached, "box")
CONTAINER(twin, &box, "twin")
CONTAINER(other_twin, &object_objects, "twin")

/* 42 + 42 + 43 bytes with their slashes, and one more. */
_Static_assert(AGENT_PATH_MAX == 127, "a path of so many bytes");
CONTAINER(level_1, &object_root, "abcdefghijklmnopqrstuvwxyzabcdefghijklmno")
CONTAINER(level_2, &level_1, "abcdefghijklmnopqrstuvwxyzabcdefghijklmno")
static const struct object deep = {SPECIMEN_DEEP, &specimen_type, &level_2, &specimens[1]};
OBJECT_LISTED("object_list", &deep);
static const struct object deeper = {SPECIMEN_DEEP "4", &specimen_type, &level_2, &specimens[1]};
OBJECT_LISTED("object_list", &deeper);

/* ------------------------------------------------------------------------- rig */

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_device_list_properties] = agent_device_list_properties,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    [QMP_CMD_qom_get] = agent_qom_get,
    [QMP_CMD_qom_list] = agent_qom_list,
    [QMP_CMD_qom_list_properties] = agent_qom_list_properties,
    [QMP_CMD_qom_list_types] = agent_qom_list_types,
    [QMP_CMD_qom_set] = agent_qom_set,
};

struct rig *specimens_rig(void)
{
    memset(specimens, 0, sizeof specimens);
    specimens[0].string = "constant";
    specimens[0].guard = specimens[1].guard = 'g';
    return rig_negotiated(&qmp_schema, handlers);
}

static void send_command(struct rig *rig, const char *command, const char *arguments)
{
    size_t size = strlen(command) + strlen(arguments) + 64;
    char *text = malloc(size);

    assert_non_null(text);
    snprintf(text, size, "{\"execute\":\"%s\",\"arguments\":%s}", command, arguments);
    rig_send(rig, text);
    free(text);
}

void expect_return(struct rig *rig, const char *command, const char *arguments, const char *text)
{
    size_t size = strlen(text) + 64;
    char *line = malloc(size);

    assert_non_null(line);
    send_command(rig, command, arguments);
    snprintf(line, size, "{\"return\": %s}", text);
    rig_expect(rig, line);
    rig_expect_silence(rig);
    free(line);
}

void expect_error(struct rig *rig, const char *command, const char *arguments, const char *class,
                  const char *desc)
{
    char line[600];

    send_command(rig, command, arguments);
    snprintf(line, sizeof line, "{\"error\": {\"class\": \"%s\", \"desc\": \"%s\"}}", class, desc);
    rig_expect(rig, line);
    rig_expect_silence(rig);
}

/* The arguments of qom-get or, with VALUE, qom-set; to be freed. */
static char *name_property(const char *path, const char *property, const char *value)
{
    size_t size = strlen(path) + strlen(property) + (value ? strlen(value) : 0) + 64;
    char *text = malloc(size);

    assert_non_null(text);
    snprintf(text, size, "{\"path\":\"%s\",\"property\":\"%s\"%s%s}", path, property,
             value ? ",\"value\":" : "", value ? value : "");
    return text;
}

void expect_get(struct rig *rig, const char *path, const char *property, const char *value)
{
    char *arguments = name_property(path, property, NULL);

    expect_return(rig, "qom-get", arguments, value);
    free(arguments);
}

void expect_set(struct rig *rig, const char *path, const char *property, const char *value)
{
    char *arguments = name_property(path, property, value);

    expect_return(rig, "qom-set", arguments, "{}");
    free(arguments);
}

void expect_no_get(struct rig *rig, const char *path, const char *property, const char *desc)
{
    char *arguments = name_property(path, property, NULL);

    expect_error(rig, "qom-get", arguments, "GenericError", desc);
    free(arguments);
}

void expect_no_set(struct rig *rig, const char *path, const char *property, const char *value,
                   const char *desc)
{
    struct specimen before[2];
    char *arguments = name_property(path, property, value);

    memcpy(before, specimens, sizeof before);
    before[0].sets = before[1].sets = 0;
    expect_error(rig, "qom-set", arguments, "GenericError", desc);
    specimens[0].sets = specimens[1].sets = 0;
    assert_memory_equal(specimens, before, sizeof before);
    free(arguments);
}
