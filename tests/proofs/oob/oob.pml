/* oob.pml - a session's store and queue, with requests that overtake (protocol/server/session.c).
 *
 * A host sends REQUESTS messages of any size and kind, in any chunking; the port takes the output in
 * any pieces.  A byte is a unit here: a message has up to MESSAGE_MAX of them, every piece of a line
 * is one.  A round of the agent is one step, as nobody else touches a session; what may come between
 * two rounds are units of the host, room in the port, and events.  Nothing makes it go round but these
 * and that it was busy, so a session that forgets something is a deadlock, which is an error.  Macros and variables have the names of the functions and members they stand for, which
 * names.py checks against the code; what is left out is listed in names.txt.
 *
 * SPDX-License-Identifier: MIT */
#ifndef REQUESTS
#define REQUESTS 5
#endif
#define MESSAGE_MAX 3
#define RESERVE     1 /* QMP_OOB_RESERVE */
#define STORE       (MESSAGE_MAX + RESERVE)
#define LEAD        4 /* units that the host is ahead, at most */
#ifndef QUEUE
#define QUEUE 2 /* QMP_QUEUE_MAX */
#endif
#define OUT 2 /* QMP_OUT_SIZE */
#ifndef EVENTS
#define EVENTS 1
#endif

mtype = { QMP_REPLY_NONE, QMP_REPLY_BEGIN, QMP_REPLY_ID, QMP_REPLY_HEAD, QMP_REPLY_BODY,
          QMP_REPLY_END };
mtype = { in_band, out_of_band, refused };

#define NOBODY 255

typedef request { byte offset; byte number }
typedef answer {
    mtype phase = QMP_REPLY_NONE;
    bool has_id, format, pinned;
    byte offset; byte number
}

/* The host's side.  What a message is like is chosen with its first unit, and forgotten when it is
 * answered. */
typedef message { mtype kind; byte size; bool has_id, format }
message messages[REQUESTS];
byte sending, sent_units;      /* the message that the host sends, and what is sent of it */
byte available;                /* units that the agent has not taken */
byte arrived, used;            /* the message under construction, and what is taken of it */
bool answered[REQUESTS];
byte next_in_band;             /* the oldest in-band request that has no line yet */
byte overtaker = NOBODY;       /* the out-of-band request that was executed and has no line yet */

/* The session. */
byte store[STORE];             /* whose unit it is; NOBODY */
byte pending;                  /* of the framer: json_framer_pending() */
byte finished_length;          /* of the framer: the message that is complete */
request queue[QUEUE];
byte queued, fill, events_due, waiting_events;
bool waiting, oob_pending, greet = true;
answer reply, oob_reply;
mtype line = QMP_REPLY_NONE;   /* which: _NONE, _BEGIN stands for reply, _END for oob_reply */
#define LINE_REPLY QMP_REPLY_BEGIN
#define LINE_OOB   QMP_REPLY_END
byte length, sent;             /* of out[] */
byte events_made;
bool result, busy, fits;       /* what the last macro returned */
byte i, first, offset, number; /* scratch */
bool finished;
bool asked = true;            /* board_request_agent(): by the port, or by whoever sent an event */

#define movable(s) (!reply.pinned && !oob_pending)

/* What an answer still refers to is there. */
#define check_text(a) assert(store[a.offset] == a.number)

inline compact()
{
    {
        first = (queued > 0 -> queue[0].offset : fill);
        if
        :: first > 0 && movable(s) ->
            for (i : 0 .. fill + pending - first - 1) { store[i] = store[first + i] }
            for (i : fill + pending - first .. STORE - 1) { store[i] = NOBODY }
            for (i : 0 .. QUEUE - 1) {
                if
                :: i < queued -> queue[i].offset = queue[i].offset - first
                :: else
                fi
            }
            fill = fill - first
        :: else
        fi;
        first = 0; i = 0
    }
}

inline enqueue()
{
    {
        if
        :: queued == QUEUE -> result = false
        :: queued < QUEUE && queued > 0 && fill + finished_length > STORE - RESERVE ->
            result = false
        :: else ->
            queue[queued].offset = fill;
            queue[queued].number = arrived - 1;
            assert(store[fill] == arrived - 1);
            queued++;
            fill = fill + finished_length;
            finished_length = 0;
            result = true
        fi
    }
}

/* What the answer will need of the request's text: its id, or what an error quotes. */
inline qmp_dispatch(a, where, who)
{
    assert(a.phase == QMP_REPLY_NONE);
    assert(store[where] == who);
    a.phase = QMP_REPLY_BEGIN;
    a.offset = where;
    a.number = who;
    a.has_id = messages[who].has_id;
    a.format = messages[who].format;
    a.pinned = (a.has_id || a.format)
}

/* Returns whether the message found its place. */
inline accept()
{
    if
    :: messages[arrived - 1].kind == out_of_band ->
        assert(overtaker == NOBODY);
        qmp_dispatch(oob_reply, fill, arrived - 1);
        overtaker = arrived - 1;
        oob_pending = true;
        result = true
    :: else ->
        enqueue();
        waiting = !result
    fi
}

/* One unit of the message under construction; the last one completes it. */
inline json_framer_feed()
{
    {
        if
        :: fill + pending >= STORE -> fits = false
        :: else ->
            fits = true;
            store[fill + pending] = arrived;
            pending++;
            used++; available--;
            if
            :: used == messages[arrived].size ->
                finished_length = pending;
                pending = 0; used = 0;
                arrived++;
                result = true
            :: else -> result = false
            fi
        fi
    }
}

inline qmp_session_input()
{
    do
    :: (available == 0 && !waiting) || oob_pending -> break
    :: !oob_pending && waiting ->
        enqueue();
        waiting = !result;
        if :: waiting -> break :: else -> busy = true fi
    :: !oob_pending && !waiting && available > 0 ->
        json_framer_feed();
        if
        :: !fits ->
            compact();
            if
            :: fill > 0 && fill + pending >= STORE ->
                /* The room kept for it is there for an out-of-band request whenever requests that
                 * wait have filled the rest: only a reply that still refers to its text may keep
                 * the store from being moved together. */
                assert(messages[arrived].kind != out_of_band || messages[arrived].size > RESERVE || reply.pinned);
                break
            :: else
            fi
        :: fits && result -> busy = true; accept(); if :: !result -> break :: else fi
        :: fits && !result -> busy = true
        fi
    od;
    fits = false; result = false
}

inline serve()
{
    offset = queue[0].offset;
    number = queue[0].number;
    queued--;
    for (i : 0 .. QUEUE - 2) {
        queue[i].offset = queue[i + 1].offset;
        queue[i].number = queue[i + 1].number
    }
    queue[queued].offset = 0;
    queue[queued].number = 0;
    i = 0;
    if :: waiting -> enqueue(); waiting = !result :: else fi;
    qmp_dispatch(reply, offset, number);
    offset = 0;
    number = 0
}

inline rewind_store()
{
    if
    :: queued == 0 && fill > 0 && !waiting && movable(s) && pending == 0 ->
        fill = 0;
        for (i : 0 .. STORE - 1) { store[i] = NOBODY }
        i = 0
    :: else
    fi
}

inline make_room()
{
    if
    :: sent == 0 -> result = false
    :: else -> length = length - sent; sent = 0; result = true
    fi
}

/* One piece of a line; what does not fit is written again. */
inline piece()
{
    if
    :: length < OUT -> length++; fits = true
    :: else -> fits = false
    fi
}

/* qmp_reply_write(): a piece for each phase. */
inline qmp_reply_write(a)
{
    if
    :: a.phase == QMP_REPLY_BEGIN ->
        a.phase = (a.has_id -> QMP_REPLY_ID : QMP_REPLY_HEAD)
    :: a.phase == QMP_REPLY_ID -> check_text(a); a.phase = QMP_REPLY_HEAD
    :: a.phase == QMP_REPLY_HEAD ->
        a.phase = QMP_REPLY_BODY;
        a.pinned = a.pinned && a.format
    :: a.phase == QMP_REPLY_BODY ->
        if :: a.format -> check_text(a) :: else fi;
        a.phase = QMP_REPLY_END
    :: a.phase == QMP_REPLY_END ->
        a.phase = QMP_REPLY_NONE;
        a.has_id = false; a.format = false; a.offset = 0; a.number = 0
    fi
}

/* Each request has one line: in-band ones in their order, an out-of-band one before all that have
 * not begun. */
inline check_begin(a)
{
    assert(!answered[a.number]);
    answered[a.number] = true;
    if
    :: messages[a.number].kind == out_of_band -> assert(overtaker == a.number); overtaker = NOBODY
    :: else ->
        assert(overtaker == NOBODY);
        assert(next_in_band == a.number)
    fi;
    do
    :: next_in_band < REQUESTS && answered[next_in_band] -> next_in_band++
    :: else -> break
    od;
    messages[a.number].kind = 0; messages[a.number].size = 0;
    messages[a.number].has_id = false; messages[a.number].format = false
}

inline write_line()
{
    do
    :: line == LINE_REPLY && reply.phase == QMP_REPLY_NONE ->
        reply.pinned = false;
        break
    :: line == LINE_OOB && oob_reply.phase == QMP_REPLY_NONE ->
        oob_reply.pinned = false;
        oob_pending = false;
        break
    :: else ->
        piece();
        if
        :: fits && line == LINE_REPLY -> qmp_reply_write(reply)
        :: fits && line == LINE_OOB -> qmp_reply_write(oob_reply)
        :: !fits -> make_room(); if :: result :: else -> break fi
        fi
    od;
    if
    :: fits || (line == LINE_REPLY && reply.phase == QMP_REPLY_NONE) ||
       (line == LINE_OOB && oob_reply.phase == QMP_REPLY_NONE) ->
        line = QMP_REPLY_NONE;
        rewind_store();
        result = true
    :: else -> result = false
    fi
}

inline write_event()
{
    piece();
    if
    :: fits -> events_due--; waiting_events--; result = true
    :: else -> make_room()
    fi
}

inline next_reply()
{
    if
    :: oob_reply.phase != QMP_REPLY_NONE -> line = LINE_OOB; check_begin(oob_reply)
    :: oob_reply.phase == QMP_REPLY_NONE && reply.phase != QMP_REPLY_NONE ->
        line = LINE_REPLY; check_begin(reply)
    :: else
    fi
}

inline write_greeting()
{
    piece();
    if :: fits -> greet = false; result = true :: else -> make_room() fi
}

inline qmp_session_run()
{
    if
    :: line != QMP_REPLY_NONE -> write_line()
    :: line == QMP_REPLY_NONE && events_due > 0 -> write_event()
    :: else ->
        next_reply();
        if
        :: line != QMP_REPLY_NONE -> write_line()
        :: line == QMP_REPLY_NONE && greet -> write_greeting()
        :: else ->
            if :: queued > 0 -> serve(); :: else fi;
            events_due = waiting_events;
            result = (events_due > 0 || reply.phase != QMP_REPLY_NONE)
        fi
    fi;
    fits = false
}

#define qmp_session_idle(s)                                                                        \
    (line == QMP_REPLY_NONE && waiting_events == 0 && queued == 0 && !waiting && !oob_pending &&   \
     !greet && reply.phase == QMP_REPLY_NONE && length == 0)

/* A host that has sent all and reads is answered all, and nothing is left behind. */
inline check_end()
{
    d_step {
        assert(qmp_session_idle(s));
        assert(pending == 0 && overtaker == NOBODY);
        for (i : 0 .. REQUESTS - 1) { assert(answered[i]) }
        i = 0
    }
}

/* A unit of the host's; with the first one it says what it will be. */
inline send()
{
    if
    :: sent_units > 0
    :: sent_units == 0 ->
        if
        :: messages[sending].kind = in_band
        :: messages[sending].kind = out_of_band
        :: messages[sending].kind = refused; messages[sending].format = true
        fi;
        if
        :: messages[sending].kind != refused -> skip
        :: messages[sending].kind != refused -> messages[sending].has_id = true
        :: messages[sending].kind != refused ->
            messages[sending].has_id = true; messages[sending].format = true
        :: messages[sending].kind == refused
        fi;
        if
        :: messages[sending].size = 1 :: messages[sending].size = 2 :: messages[sending].size = 3
        fi
    fi;
    available++; sent_units++; asked = true;
    if :: sent_units == messages[sending].size -> sending++; sent_units = 0 :: else fi
}

/* work() of firmware/agent.c, without what the port does. */
inline work()
{
    busy = false;
    qmp_session_input();
    result = true;
    do
    :: result -> result = false; qmp_session_run(); if :: result -> busy = true :: else fi
    :: else -> break
    od
}

active proctype agent()
{
    d_step { for (i : 0 .. STORE - 1) { store[i] = NOBODY } i = 0 }
    do
    :: d_step { asked && !finished -> work(); asked = busy;
        if
        :: !busy && available == 0 && sending == REQUESTS && events_made == EVENTS &&
           qmp_session_idle(s) -> finished = true
        :: else
        fi;
        busy = false }
    :: d_step { !finished && sent < length -> sent++; asked = true;
        if :: sent == length -> sent = 0; length = 0 :: else fi }
    :: d_step { !finished && events_made < EVENTS -> events_made++; waiting_events++; asked = true }
    :: atomic { !finished && sending < REQUESTS && available < LEAD -> send() }
    :: finished -> break
    od;
    check_end()
}
