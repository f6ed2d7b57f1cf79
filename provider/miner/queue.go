package miner

// queue are answers that wait, in the order of their questions. Each has a number, from 0 on, which lasts.
type queue struct {
	all   []held
	bytes []byte // of all, one behind the other
	sent  int    // of all that are gone
	from  int    // of bytes that are gone
	first int    // the number of all[0]
}

// held is an answer that waits for its share to be on disk, or for an answer before it.
type held struct {
	size  int
	ready bool
	taken bool // of a share that is acknowledged
}

func (q *queue) length() int { return len(q.all) - q.sent }

func (q *queue) empty() bool { return q.length() == 0 }

// size is how many bytes wait.
func (q *queue) size() int { return len(q.bytes) - q.from }

// add puts an answer behind the others; waits says that it is ready only when it is called so.
func (q *queue) add(b []byte, waits bool) (number int) {
	if q.sent > 0 && 2*q.sent >= len(q.all) { // what is gone is at least half: the rest moves up
		q.first += q.sent
		q.all = q.all[:copy(q.all, q.all[q.sent:])]
		q.bytes = q.bytes[:copy(q.bytes, q.bytes[q.from:])]
		q.sent, q.from = 0, 0
	}
	q.all = append(q.all, held{size: len(b), ready: !waits, taken: waits})
	q.bytes = append(q.bytes, b...)
	return q.first + len(q.all) - 1
}

func (q *queue) ready(number int) { q.all[number-q.first].ready = true }

// keptAnswers is the room that a queue keeps for answers when none waits, in bytes.
const keptAnswers = 64

// next takes the first answer where it is ready. Its bytes last until the next answer is added.
func (q *queue) next() (b []byte, taken, ok bool) {
	if q.empty() {
		if cap(q.bytes) > keptAnswers { // a connection that rests keeps no room for a crowd
			q.first += len(q.all)
			q.all, q.bytes, q.sent, q.from = nil, nil, 0, 0
		}
		return nil, false, false
	}
	h := q.all[q.sent]
	if !h.ready {
		return nil, false, false
	}
	b = q.bytes[q.from : q.from+h.size]
	q.sent++
	q.from += h.size
	return b, h.taken, true
}
