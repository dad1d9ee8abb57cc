/* model_execute.c - what a session of fuzz_session.c has to say to one request.
 *
 * SPDX-License-Identifier: MIT */
#include "model_state.h"

#include <stdarg.h>

#include "reference.h"

/* A request under way. */
struct call {
    struct state *state;
    const json_t *request, *arguments;
    bool oob, bare;
};

/* ---------------------------------------------------------------------- values */

/* TEXT is plain JSON. */
static json_t *value_of(const char *text, size_t size)
{
    size_t length;
    char *exact = oracle_exactly(text, size, &length);
    json_t *value = json_loadb(exact, length, JSON_DECODE_ANY, NULL);

    REQUIRE(value);
    free(exact);
    return value;
}

static json_t *constant(const char *text)
{
    return value_of(text, strlen(text));
}

/* What COMMAND returns when it is asked in peace: the same each time. */
static json_t *calm_value(struct state *s, const char *command)
{
    static json_t *asked;
    size_t size;
    const char *text;

    if (!asked)
        asked = json_object();
    if (!json_object_get(asked, command)) {
        text = calm_return(s->calm, command, &size);
        json_object_set_new(asked, command, value_of(text, size));
    }
    return json_incref(json_object_get(asked, command));
}

static const json_t *id_of(const json_t *request)
{
    return json_object_get(request, "id");
}

json_t *model_error(const json_t *request, const char *class, const char *format, ...)
{
    json_t *line = json_object(), *error = json_object();
    char *text = NULL, *marked = NULL;
    va_list arguments;

    va_start(arguments, format);
    REQUIRE(vasprintf(&text, format, arguments) >= 0 && asprintf(&marked, "S%s", text) > 0);
    va_end(arguments);
    json_object_set_new(error, "class", json_sprintf("S%s", class));
    json_object_set_new_nocheck(error, "desc", json_string_nocheck(marked));
    json_object_set_new(line, "error", error);
    if (id_of(request))
        json_object_set(line, "id", (json_t *)id_of(request));
    free(marked);
    free(text);
    return line;
}

/* --------------------------------------------------------------------- replies */

static struct model_line *add_reply(struct call *call, json_t *line)
{
    struct model *m = call->state->model;
    struct model_line *added = model_add(call->state, line);

    m->requests++;
    added->checked = call->state->mode.checked;
    added->oob = call->oob;
    m->oobs += call->oob;
    return added;
}

static struct model_line *succeed(struct call *call, json_t *value)
{
    json_t *line = json_object();

    json_object_set_new(line, "return", value);
    if (id_of(call->request))
        json_object_set(line, "id", (json_t *)id_of(call->request));
    return add_reply(call, line);
}

#define FAIL(call, class, ...) add_reply(call, model_error((call)->request, class, __VA_ARGS__))

static void add_event(struct call *call, const char *event)
{
    model_add(call->state, constant(event))->checked = call->state->mode.checked;
}

void model_begin(struct state *s)
{
    static const char greeting[] =
        "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 2, \"major\": 7}, "
        "\"package\": \"fuzz\"}, \"capabilities\": ["
#if QMP_OOB
        "\"oob\""
#endif
#if QMP_OOB && QMP_FRAME_CHECK
        ", "
#endif
#if QMP_FRAME_CHECK
        "\"agent-frame-check\""
#endif
        "]}}";

    model_add(s, constant(greeting));
}

/* -------------------------------------------------------------------- commands */

static const char *string_argument(const struct call *call, const char *name)
{
    return json_string_value(json_object_get(call->arguments, name)) + 1;
}

/* The low 64 bits are what the handler has: the check has seen to the rest. */
static unsigned long long number_argument(const struct call *call, const char *name)
{
    const char *digits = string_argument(call, name);

    return digits[0] == '-' ? (unsigned long long)strtoll(digits, NULL, 10)
                            : strtoull(digits, NULL, 10);
}

static void do_capabilities(struct call *call)
{
    struct mode *mode = &call->state->mode;
    const json_t *enable = json_object_get(call->arguments, "enable"), *name;
    bool oob = false, check = false;
    size_t i;

    if (mode->negotiated) {
        FAIL(call, "CommandNotFound",
             "Capabilities negotiation is already complete, command ignored");
        return;
    }
    json_array_foreach(enable, i, name) if (strcmp(json_string_value(name), "Soob") == 0) oob =
        true;
    else check = true;
    if (oob && !QMP_OOB) {
        FAIL(call, "GenericError", "Capability 'oob' not available");
        return;
    }
    *mode = (struct mode){.negotiated = true, .oob = oob, .checked = check};
    succeed(call, json_object());
}

static void do_reset_session(struct call *call)
{
    call->state->mode = (struct mode){.negotiated = false};
    succeed(call, json_object());
    model_begin(call->state);
}

/* Ten events at once, which are more than a small server keeps. */
static void do_reset(struct call *call)
{
    unsigned count = 10, lost = count > QMP_EVENTS_MAX ? count - QMP_EVENTS_MAX : 0;
    char dropped[80];

    snprintf(dropped, sizeof dropped,
             "{\"event\": \"AGENT_EVENTS_DROPPED\", \"data\": {\"count\": %u}}", lost);
    if (lost)
        add_event(call, dropped);
    for (unsigned i = lost; i < count; i++)
        add_event(call, "{\"event\": \"RESET\", "
                        "\"data\": {\"guest\": false, \"reason\": \"host-qmp-system-reset\"}}");
    succeed(call, json_object());
}

static void do_read(struct call *call)
{
    unsigned letters = number_argument(call, "size") % 4096;
    char *text = malloc(letters * strlen("letter ") + 2), *to = text;
    struct model_line *line;

    REQUIRE(text);
    for (to = stpcpy(to, "S"); letters > 0; letters--)
        to = stpcpy(to, "letter ");
    line = succeed(call, json_string(text));
    line->cancellable = true;
    free(text);
}

/* The handler quotes its argument as text and as it stands in the request. */
static void do_write(struct call *call)
{
    const char *data = string_argument(call, "data");
    char *canonical = malloc(2 * strlen(data) + 1), *to = canonical;

    REQUIRE(canonical);
    for (const char *at = data; *at; *to++ = *at++)
        if (*at == '"' || *at == '\\')
            *to++ = '\\';
    *to = '\0';
    FAIL(call, "GenericError", "No memory at 0x%llx for '%s' ('%s')",
         number_argument(call, "address"), data, canonical);
    free(canonical);
}

static void execute(struct call *call, const char *name)
{
    static const char *const of_calm[] = {"agent-limits", "guest-info", "query-commands",
                                          "query-qmp-schema"};

    for (unsigned i = 0; i < sizeof of_calm / sizeof of_calm[0]; i++)
        if (strcmp(name, of_calm[i]) == 0) {
            succeed(call, calm_value(call->state, name));
            return;
        }
    if (strcmp(name, "qmp_capabilities") == 0) {
        do_capabilities(call);
    } else if (strcmp(name, "agent-reset-session") == 0) {
        do_reset_session(call);
    } else if (strcmp(name, "agent-cancel") == 0) {
        succeed(call, constant("{\"cancelled\": false}"))->cancels = call->oob;
    } else if (strncmp(name, "guest-sync", 10) == 0) {
        json_t *id = json_object_get(call->arguments, "id");
        /* -0 is the integer 0. */
        json_t *value = number_argument(call, "id") ? json_incref(id) : json_string("N0");
        succeed(call, value)->delimited = name[10] != '\0';
    } else if (strcmp(name, "stop") == 0 || strcmp(name, "cont") == 0) {
        add_event(call, "{\"event\": \"STOP\"}");
        succeed(call, json_object());
    } else if (strcmp(name, "system_reset") == 0) {
        do_reset(call);
    } else if (strcmp(name, "agent-memory-read") == 0) {
        do_read(call);
    } else if (strcmp(name, "agent-memory-write") == 0) {
        do_write(call);
    } else {
        succeed(call, json_object());
    }
}

/* -------------------------------------------------------------------- dispatch */

/* By docs/protocol.md: what works before capabilities are negotiated, and without a frame check. */
static bool is_early(const char *name)
{
    static const char *const early[] = {"qmp_capabilities", "agent-reset-session", "guest-sync",
                                        "guest-sync-delimited"};

    for (unsigned i = 0; i < sizeof early / sizeof early[0]; i++)
        if (strcmp(name, early[i]) == 0)
            return true;
    return false;
}

/* What is wrong with the members of the request, the first of them; true when nothing is.  NAME is
 * the command's, with its mark. */
static bool check_members(struct call *call, const json_t **name)
{
    bool knows_oob = call->state->mode.oob;
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)call->request, key, value)
    {
        bool names = strcmp(key, "execute") == 0 || (knows_oob && strcmp(key, "exec-oob") == 0);
        const char *text = json_string_value(value);

        if (names && (!text || text[0] != 'S')) {
            FAIL(call, "GenericError", "QMP input member '%s' must be a string", key);
            return false;
        }
        if (names && *name) {
            FAIL(call, "GenericError", "QMP input member 'execute' clashes with 'exec-oob'");
            return false;
        }
        if (names) {
            *name = value;
        } else if (strcmp(key, "arguments") == 0) {
            call->arguments = value;
            if (!json_is_object(value)) {
                FAIL(call, "GenericError", "QMP input member 'arguments' must be an object");
                return false;
            }
        } else if (strcmp(key, "id") != 0) {
            FAIL(call, "GenericError", "QMP input member '%s' is unexpected", key);
            return false;
        }
    }
    if (!*name)
        FAIL(call, "GenericError", "QMP input lacks member 'execute'");
    return *name != NULL;
}

/* The reference's view of the handlers that the calm server has. */
static struct reference *reference(struct calm *calm)
{
    static struct reference r;
    const char *text;
    size_t size;

    if (!r.entities) {
        text = calm_return(calm, "query-qmp-schema", &size);
        reference_init(&r, text, size, NULL, calm_where_max());
    }
    return &r;
}

static void dispatch(struct call *call, const char *name)
{
    struct reference *r = reference(call->state->calm);
    const json_t *entity = json_object_get(r->entities, name);
    const json_t *meta = json_object_get(entity, "meta-type");
    bool known = meta && strcmp(json_string_value(meta), "command") == 0;
    const char *error;

    if (call->bare && !(known && is_early(name)))
        FAIL(call, "GenericError", "QMP input lacks member 'check'");
    else if (!call->state->mode.negotiated && !(known && is_early(name)))
        FAIL(call, "CommandNotFound", "Expecting capabilities negotiation with 'qmp_capabilities'");
    else if (!known)
        FAIL(call, "CommandNotFound", "The command %s has not been found", name);
    else if (call->oob && !json_is_true(json_object_get(entity, "allow-oob"))) {
        call->state->mode.checked = call->state->mode.checked && !call->bare;
        FAIL(call, "GenericError", "The command %s does not support OOB", name);
    } else {
        call->state->mode.checked = call->state->mode.checked && !call->bare;
        error = reference_check(r, name, call->arguments);
        if (error)
            FAIL(call, "GenericError", "%s", error);
        else
            execute(call, name);
    }
}

void model_execute(struct state *s, const json_t *request, bool bare)
{
    struct call call = {.state = s, .request = request, .bare = bare};
    const json_t *name = NULL;

    call.oob = s->mode.oob && json_object_get(request, "exec-oob");
    if (!json_is_object(request))
        FAIL(&call, "GenericError", "QMP input must be a JSON object");
    else if (check_members(&call, &name))
        dispatch(&call, json_string_value(name) + 1);
}
