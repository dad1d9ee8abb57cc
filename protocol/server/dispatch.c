/* dispatch.c - from the text of a request to its handler, and its errors.
 *
 * The order of checks is QEMU's: all members of the request, then the command,
 * then its arguments, and only then the handler.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"
#include "qmp/memory.h"

/* What the members of a request are; tokens, -1 absent. */
struct envelope {
    int execute, arguments;
    bool oob;
};

int qmp_fail(struct qmp_call *call, enum qmp_class error_class, const char *format)
{
    call->error_class = (uint8_t)error_class;
    call->error_format = format;
    return -1;
}

int qmp_fail_number(struct qmp_call *call, uint64_t number, const char *format)
{
    json_format_hex(call->where, number);
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

/* ----------------------------------------------------------------- envelope */

static int check_execute(struct qmp_call *call, struct envelope *e, int key)
{
    const struct json_doc *doc = &call->doc;

    call->error_text = json_span(doc, key);
    if (json_type(doc, key + 1) != JSON_STRING)
        return qmp_fail(call, QMP_GENERIC_ERROR, "QMP input member '%t' must be a string");
    if (QMP_OOB && e->execute >= 0)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "QMP input member 'execute' clashes with 'exec-oob'");
    e->execute = key + 1;
    return 0;
}

static int check_envelope_member(struct qmp_call *call, struct envelope *e, int key)
{
    const struct json_doc *doc = &call->doc;

    if (json_equals(doc, key, "id")) /* see set_id() */
        return 0;
    if (json_equals(doc, key, "execute"))
        return check_execute(call, e, key);
    if (json_equals(doc, key, "arguments")) {
        e->arguments = key + 1;
        if (json_type(doc, key + 1) == JSON_OBJECT)
            return 0;
        return qmp_fail(call, QMP_GENERIC_ERROR, "QMP input member 'arguments' must be an object");
    }
    if (QMP_OOB && call->session->oob && json_equals(doc, key, "exec-oob")) {
        e->oob = true;
        return check_execute(call, e, key);
    }
    call->error_text = json_span(doc, key);
    return qmp_fail(call, QMP_GENERIC_ERROR, "QMP input member '%t' is unexpected");
}

static int check_envelope(struct qmp_call *call, struct envelope *e)
{
    const struct json_doc *doc = &call->doc;

    *e = (struct envelope){.execute = -1, .arguments = -1};
    if (json_type(doc, 0) != JSON_OBJECT)
        return qmp_fail(call, QMP_GENERIC_ERROR, "QMP input must be a JSON object");
    for (int key = json_first(0); key < json_end(doc, 0); key = json_next(doc, key))
        if (check_envelope_member(call, e, key) < 0)
            return -1;
    if (e->execute < 0)
        return qmp_fail(call, QMP_GENERIC_ERROR, "QMP input lacks member 'execute'");
    return 0;
}

/* ------------------------------------------------------------------ command */

/* As strcmp(), from character *AT on; *AT becomes the first that differs. */
static int order(struct json_span name, const char *command, uint32_t *at)
{
    uint32_t i = *at;

    while (i < name.length && name.text[i] == command[i])
        i++;
    *at = i;
    if (i == name.length)
        return command[i] ? -1 : 0;
    return (uint8_t)name.text[i] - (uint8_t)command[i]; /* no NUL is in NAME */
}

/* The number of the command, or -1: unknown, or without a handler.  What NAME shares
 * with both ends of the search ("query-" mostly) need not be compared again. */
static int find_command(const struct qmp_schema *schema, qmp_handler *const *handlers,
                        struct json_span name)
{
    int low = 0, high = schema->command_count - 1;
    uint32_t shared_low = 0, shared_high = 0;

    while (low <= high) {
        int middle = (low + high) / 2;
        uint32_t at = shared_low < shared_high ? shared_low : shared_high;
        int d = order(name, schema->commands[middle].name, &at);

        if (d == 0)
            return handlers[middle] ? middle : -1;
        if (d < 0) {
            high = middle - 1;
            shared_high = at;
        } else {
            low = middle + 1;
            shared_low = at;
        }
    }
    return -1;
}

/* Looks in the server's own schema, then in what extends it. */
static int find(const struct qmp_server *server, struct json_span name,
                const struct qmp_command **command, qmp_handler **handler)
{
    const struct qmp_schema *schema = server->schema;
    qmp_handler *const *handlers = server->handlers;
    int number = find_command(schema, handlers, name);

#if QMP_EXTENSIONS
    if (number < 0 && server->more_schema) {
        number = find_command(server->more_schema, server->more_handlers, name);
        if (number >= 0) {
            schema = server->more_schema;
            handlers = server->more_handlers;
        }
    }
#endif
    *command = &schema->commands[number < 0 ? 0 : number];
    *handler = handlers[number < 0 ? 0 : number];
    return number;
}

#if QMP_EXTENSIONS
bool qmp_can_execute(const struct qmp_server *server, const struct qmp_command *command)
{
    struct json_span name = {command->name, text_length(command->name)};
    const struct qmp_command *found;
    qmp_handler *handler;

    return find(server, name, &found, &handler) >= 0 && found == command;
}
#endif

static int check_permission(struct qmp_call *call, const struct qmp_command *command)
{
#if QMP_EXTENSIONS
    const struct qmp_host *host = call->server->host;

    call->command = command;
    if (host->permits && !(command->flags & QMP_ALLOW_EARLY) &&
        !host->permits(call->context, command))
        return qmp_fail(call, QMP_GENERIC_ERROR, "The command %t is locked");
#else
    (void)call;
    (void)command;
#endif
    return 0;
}

/* Whatever became of it: a secret in a request that was refused is one too.  The text is const for
 * handlers, the store is not. */
static void forget_secret(struct qmp_call *call, const struct qmp_command *command, int arguments)
{
#if QMP_EXTENSIONS
    const struct json_doc *doc = &call->doc;
    int secret = -1;

    if ((command->flags & QMP_SECRET) && arguments >= 0)
        secret = json_member(doc, arguments, "secret");
    if (secret >= 0) {
        struct json_span text = json_span(doc, secret);

        memset((char *)(uintptr_t)text.text, '*', text.length);
        if (call->error_text.text == text.text)
            call->error_text.length = 0;
    }
#else
    (void)call;
    (void)command;
    (void)arguments;
#endif
}

/* ARGUMENTS is a token of call->doc, -1 for none. */
static int execute_command(struct qmp_call *call, const struct qmp_command *command,
                           qmp_handler *handler, int arguments)
{
    int result;

    if (check_permission(call, command) < 0 ||
        qmp_check_arguments(call, command->arguments, arguments) < 0)
        result = -1;
    else
        result = handler(call);
    forget_secret(call, command, arguments);
    return result;
}

#if QMP_EXTENSIONS
int qmp_execute(struct qmp_call *call, unsigned number, const char *arguments, uint32_t length)
{
    struct qmp_server *server = call->server;
    const struct qmp_command *command = &server->schema->commands[number];
    int fault;

    call->error_text = (struct json_span){command->name, text_length(command->name)};
    call->where[0] = '\0';
    if (!server->handlers[number])
        return qmp_fail(call, QMP_COMMAND_NOT_FOUND, "The command %t has not been found");
    fault = json_read(&call->doc, arguments, length, server->tokens, QMP_TOKENS_MAX);
    if (fault < 0)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        json_fault_format(fault == JSON_READ_DUPLICATE ? JSON_FAULT_DUPLICATE
                                                                       : JSON_FAULT_TOKENS));
    return execute_command(call, command, server->handlers[number], 0);
}
#endif

static int execute(struct qmp_call *call)
{
    struct qmp_session *s = call->session;
    const struct qmp_command *command;
    qmp_handler *handler;
    struct envelope e;
    int number;

    if (check_envelope(call, &e) < 0)
        return -1;
    call->error_text = json_span(&call->doc, e.execute);
    number = find(call->server, call->error_text, &command, &handler);
#if QMP_FRAME_CHECK
    if (!qmp_frame_permits(s, number < 0 ? NULL : command))
        return qmp_fail(call, QMP_GENERIC_ERROR, "QMP input lacks member 'check'");
#endif
    if (!s->negotiated && (number < 0 || !(command->flags & QMP_ALLOW_EARLY)))
        return qmp_fail(call, QMP_COMMAND_NOT_FOUND,
                        "Expecting capabilities negotiation with 'qmp_capabilities'");
    if (number < 0)
        return qmp_fail(call, QMP_COMMAND_NOT_FOUND, "The command %t has not been found");
    if (QMP_OOB && e.oob && !(command->flags & QMP_ALLOW_OOB))
        return qmp_fail(call, QMP_GENERIC_ERROR, "The command %t does not support OOB");
    return execute_command(call, command, handler, e.arguments);
}

/* -------------------------------------------------------------------- reply */

static void begin_reply(struct qmp_reply *reply, struct qmp_server *server)
{
    reply->phase = QMP_REPLY_BEGIN;
    reply->error_class = QMP_GENERIC_ERROR;
    reply->has_id = reply->delimited = reply->in_string = reply->pinned = false;
    reply->format = reply->piece = NULL;
    reply->text.length = reply->id.length = 0;
    reply->where[0] = '\0';
    reply->stream = (struct qmp_stream){.context = server->context};
}

static void set_error(struct qmp_reply *reply, const struct qmp_call *call)
{
    reply->error_class = call->error_class;
    reply->format = call->error_format;
    reply->text = call->error_text;
    memcpy(reply->where, call->where, sizeof reply->where);
}

/* The id as it stands in the request, quotes included. */
static void set_id(struct qmp_reply *reply, const struct json_doc *doc)
{
    int id = json_type(doc, 0) == JSON_OBJECT ? json_member(doc, 0, "id") : -1;

    if (id < 0)
        return;
    reply->has_id = true;
    reply->id = json_span(doc, id);
    if (json_type(doc, id) == JSON_STRING) {
        reply->id.text--;
        reply->id.length += 2;
    }
}

void qmp_dispatch(struct qmp_session *s, struct qmp_reply *reply, const char *text, uint32_t length)
{
    struct qmp_server *server = s->server;
    struct qmp_call call;

    begin_reply(reply, server);
    call.server = server;
    call.session = s;
    call.context = server->context;
    call.stream = &reply->stream;
    call.error_text.length = 0;
    call.where[0] = '\0';
    /* The framer has seen to the grammar, and counted the tokens as the reader does. */
    if (json_read(&call.doc, text, length, server->tokens, QMP_TOKENS_MAX) < 0) {
        reply->format = json_fault_format(JSON_FAULT_DUPLICATE);
        s->counters.faults++;
        return;
    }
    set_id(reply, &call.doc);
    if (execute(&call) < 0)
        set_error(reply, &call);
    /* What still refers to the request keeps it in the store until written. */
    reply->pinned = reply->has_id || (reply->format && reply->text.length);
}

bool qmp_is_oob_request(struct qmp_session *s, const char *text, uint32_t length)
{
    struct json_doc doc;

    return json_read(&doc, text, length, s->server->tokens, QMP_TOKENS_MAX) == 0 &&
           json_type(&doc, 0) == JSON_OBJECT && json_member(&doc, 0, "exec-oob") >= 0;
}

/* ---------------------------------------------------------------- arguments */

int64_t qmp_int(const struct qmp_call *call, unsigned argument)
{
    int64_t value = 0;

    (void)json_int64(&call->doc, call->argument[argument], &value);
    return value;
}

uint64_t qmp_uint(const struct qmp_call *call, unsigned argument)
{
    uint64_t value = 0;

    (void)json_uint64(&call->doc, call->argument[argument], &value);
    return value;
}

bool qmp_bool(const struct qmp_call *call, unsigned argument)
{
    return json_bool(&call->doc, call->argument[argument]);
}

struct json_span qmp_string(const struct qmp_call *call, unsigned argument)
{
    return json_span(&call->doc, call->argument[argument]);
}

unsigned qmp_enum(const struct qmp_call *call, unsigned argument, const struct qmp_type *type,
                  unsigned default_value)
{
    if (!qmp_has(call, argument))
        return default_value;
    for (unsigned i = 0; i < type->count; i++)
        if (json_equals(&call->doc, call->argument[argument], type->values[i]))
            return i;
    return default_value;
}
