/* keys.c - sendkey.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/number.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_INPUT

#include "qmp/memory.h"

/* Room for the keys as JSON; as many as can wait fit, of names of usual length. */
#define KEYS_MAX AGENT_MONITOR_REQUEST

struct keys {
    uint32_t length;
    bool full;
    char json[KEYS_MAX];
};

/* Room for the bracket and the NUL at the end is kept. */
static void add_text(struct keys *keys, const char *text)
{
    uint32_t size = text_length(text);

    if (size + 2 > sizeof keys->json - keys->length) {
        keys->full = true;
        return;
    }
    memcpy(keys->json + keys->length, text, size);
    keys->length += size;
}

static bool is_called(struct json_span key, const char *name)
{
    return key.length == text_length(name) && memcmp(key.text, name, key.length) == 0;
}

/* Reads "0x" and digits; what is above 63 bits stays there. */
static bool read_number(struct json_span key, uint64_t *number)
{
    bool fits;

    if (key.length < 3 || memcmp(key.text, "0x", 2) != 0 ||
        number_take(key, number, &fits) != key.length)
        return false;
    if (*number > INT64_MAX)
        *number = INT64_MAX;
    return true;
}

/* The name of QMP for KEY, or NULL. */
static const char *find_name(struct json_span key)
{
    if (is_called(key, "<"))
        return "less";
    for (unsigned i = 0; i < qmp_type_QKeyCode.count; i++)
        if (is_called(key, qmp_type_QKeyCode.values[i]))
            return qmp_type_QKeyCode.values[i];
    return NULL;
}

/* False: there is no such key. */
static bool add_key(struct keys *keys, struct json_span key)
{
    const char *name = find_name(key);
    char digits[21];
    uint64_t number;

    if (!name && !read_number(key, &number))
        return false;
    add_text(keys, keys->length == 0 ? "[{\"type\":\"" : ",{\"type\":\"");
    add_text(keys, name ? "qcode\",\"data\":\"" : "number\",\"data\":");
    if (!name)
        (void)json_format_uint(digits, number);
    add_text(keys, name ? name : digits);
    add_text(keys, name ? "\"}" : "}");
    return true;
}

/* The keys of the argument, between which a - stands. */
static int add_keys(struct monitor_run *run, struct keys *keys)
{
    struct monitor_text rest = run->argument[0].text;
    uint16_t end = (uint16_t)(rest.at + rest.size);

    for (;;) {
        struct monitor_text *key = &run->argument[2].text;

        *key = (struct monitor_text){rest.at, 0};
        while (key->at + key->size < end && run->line[key->at + key->size] != '-')
            key->size++;
        if (!add_key(keys, monitor_string(run, 2)))
            return monitor_fail(run, "invalid parameter: %2");
        if (key->at + key->size == end)
            return 0;
        rest.at = (uint16_t)(key->at + key->size + 1);
    }
}

int hmp_sendkey(struct monitor_run *run)
{
    struct keys keys = {.length = 0};

    if (add_keys(run, &keys) < 0)
        return -1;
    if (keys.full)
        return monitor_error(run, "the arguments are too long");
    keys.json[keys.length++] = ']';
    keys.json[keys.length] = '\0';
    request_begin(run);
    request_json(run, "keys", keys.json);
    if (monitor_has(run, 1))
        request_int(run, "hold-time", monitor_number(run, 1));
    return monitor_execute(run, QMP_CMD_send_key);
}

#endif
