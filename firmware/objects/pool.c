/* pool.c - objects that a host creates.
 *
 * SPDX-License-Identifier: MIT */
#include "pool.h"

#include "qmp/groups.h"
#include "qmp/memory.h"

#if QMP_GROUP_OBJECTS

struct place {
    struct object object;
    bool taken;
    char name[AGENT_OBJECT_NAME + 1];
    _Alignas(8) char state[AGENT_OBJECT_STATE];
};

static struct place places[AGENT_OBJECTS_MAX];
static unsigned next; /* where to look first for a free place */

const struct object *pool_object(size_t n)
{
    for (unsigned i = 0; i < AGENT_OBJECTS_MAX; i++)
        if (places[i].taken && n-- == 0)
            return &places[i].object;
    return NULL;
}

const struct object *pool_create(const struct object_type *type, const struct object *parent,
                                 struct json_span name)
{
    for (unsigned i = 0; i < AGENT_OBJECTS_MAX; i++) {
        struct place *place = &places[(next + i) % AGENT_OBJECTS_MAX];

        if (place->taken)
            continue;
        next = (next + i + 1) % AGENT_OBJECTS_MAX;
        memcpy(place->name, name.text, name.length);
        place->name[name.length] = '\0';
        memcpy(place->state, type->initial, type->state_size);
        place->object = (struct object){
            .name = place->name, .type = type, .parent = parent, .state = place->state};
        place->taken = true;
        return &place->object;
    }
    return NULL;
}

static struct place *find(const struct object *object)
{
    for (unsigned i = 0; i < AGENT_OBJECTS_MAX; i++)
        if (&places[i].object == object)
            return &places[i];
    return NULL;
}

bool pool_owns(const struct object *object)
{
    return find(object) != NULL;
}

void pool_delete(const struct object *object)
{
    find(object)->taken = false;
}

#endif
