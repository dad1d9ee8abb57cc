"""differences.py - reads differences.md: where answers may differ from QEMU's, and why.  Its head
says what the tables mean.

    entries = differences.read(path)
    faults, used = differences.judge(answers, entries, board)

SPDX-License-Identifier: MIT
"""
import re

PLACES = {'...': '.*?', '<word>': r'\S+', '<n>': r'\d+', '<hex>': '[0-9a-f]+', '<blanks>': ' *'}
ANSWERS = ['line', 'where', 'agent', 'QEMU 7.2', 'reason']
LAYOUTS = ['line', 'where', "each line of the agent's", 'reason']


def pattern(text):
    """A regular expression for what stands in a code span."""
    parts = re.split('(%s)' % '|'.join(map(re.escape, PLACES)), text)
    return re.compile(''.join(PLACES.get(part) or re.escape(part) for part in parts), re.S)


class Entry:
    """A row of a table.  Says of an answer whether the row explains it."""

    def __init__(self, at, cells):
        self.at, self.boards = at, re.findall('`(.*?)`', cells['where'])
        self.texts = re.findall('`(.*?)`', cells['line'])
        self.lines = [pattern(text) for text in self.texts]
        self.used = [0] * len(self.lines)
        self.wrong = None if self.lines and cells['reason'] else 'has no line or no reason'

    def is_for(self, board):
        return not self.boards or board in self.boards

    def explains(self, line, agent, qemu):
        if not self.holds(agent, qemu):
            return False
        matches = [i for i, lines in enumerate(self.lines) if lines.fullmatch(line)]
        for i in matches[:1]:
            self.used[i] += 1
        return bool(matches)

    def stale(self):
        return [text for text, used in zip(self.texts, self.used) if not used]


class Answers(Entry):
    """What each of the two says."""

    def __init__(self, at, cells):
        super().__init__(at, cells)
        self.agent, self.qemu = answers(cells['agent']), answers(cells['QEMU 7.2'])
        self.unused = set(self.agent + self.qemu)
        if not self.agent or not self.qemu:
            self.wrong = 'does not say what is answered'

    def explains(self, line, agent, qemu):
        explained = super().explains(line, agent, qemu)
        if explained:
            self.unused -= set(found(self.agent, agent) + found(self.qemu, qemu))
        return explained

    def holds(self, agent, qemu):
        return bool(found(self.agent, agent) and found(self.qemu, qemu))

    def stale(self):
        return super().stale() + [text.pattern for text in self.unused]


def found(texts, answer):
    return [text for text in texts if text.fullmatch(answer)]


def answers(cell):
    """Patterns of a cell; the last line may have an end."""
    return [re.compile(pattern(text).pattern + '(\r\n)?', re.S)
            for text in re.findall('`(.*?)`', cell)] + [pattern('')] * (cell == 'nothing')


class Layout(Entry):
    """Each line of the agent's answer is of a kind which QEMU's answer has as well."""

    def __init__(self, at, cells):
        super().__init__(at, cells)
        texts = re.findall('`(.*?)`', cells[LAYOUTS[2]])
        self.kinds = [pattern(text) for text in texts if text not in ('<same>', '<same form>')]
        self.same, self.form = '<same>' in texts, '<same form>' in texts

    def holds(self, agent, qemu):
        return not self.misfits(agent, qemu)

    def misfits(self, agent, qemu):
        """Lines of the agent's that are of no kind, and kinds that not both have."""
        ours, theirs = agent.splitlines(), qemu.splitlines()
        forms = {form(line) for line in theirs}
        return [line for line in ours
                if not (self.same and line in theirs or self.form and form(line) in forms or
                        any(kind.fullmatch(line) for kind in self.kinds))] + [
            kind.pattern for kind in self.kinds
            if not any(map(kind.fullmatch, ours)) or not any(map(kind.fullmatch, theirs))]


def form(line):
    """A line without its values."""
    return re.sub('[0-9a-f]{8,}', lambda value: '#' * len(value.group()), line)


def cells_of(row):
    return [cell.strip().replace('\\|', '|')
            for cell in re.split(r'(?<!\\)\|', row.strip())[1:-1]]


def read(path):
    """The rows of the tables whose heads are known."""
    entries, head = [], None
    with open(path, encoding='utf-8') as file:
        for at, row in enumerate(file, 1):
            if not row.startswith('|'):
                head = None
            elif head is None:
                head = cells_of(row)
            elif head in (ANSWERS, LAYOUTS) and not row.startswith('|---'):
                cells = cells_of(row)
                entry = (Answers if head == ANSWERS else Layout)(at, dict(zip(head, cells)))
                if len(cells) != len(head):
                    entry.wrong = 'has %d cells' % len(cells)
                entries.append(entry)
    return entries


def judge(asked, entries, board):
    """ASKED has (line, the agent's answer, QEMU's).  What is wrong, in words, and how many answers
    differ for a reason."""
    here = [entry for entry in entries if entry.is_for(board)]
    faults = ['differences.md:%d: %s' % (entry.at, entry.wrong) for entry in here if entry.wrong]
    explained = 0
    for line, agent, qemu in asked:
        if agent == qemu:
            continue
        if any([entry.explains(line, agent, qemu) for entry in here]):
            explained += 1
        else:
            faults.append('%r\n   agent %r\n   QEMU  %r' % (line, agent[:800], qemu[:800]))
    faults += ['differences.md:%d: does not fit (any longer): %s' % (entry.at, misfit)
               for entry in here if isinstance(entry, Layout) for line, agent, qemu in asked
               if any(lines.fullmatch(line) for lines in entry.lines)
               for misfit in entry.misfits(agent, qemu)[:3]]
    return faults + ['differences.md:%d: nothing is different (any longer): %s' % (entry.at, text)
                     for entry in here for text in entry.stale()], explained
