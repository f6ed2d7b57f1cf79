package session

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// spoken are lines that clients of V1 send, in the order of their transcripts: ESP-Miner's burst, minerd's,
// cgminer's and bfgminer's.
var spoken = []string{
	burst[0], burst[1], burst[2],
	`{"id": 1, "method": "mining.subscribe", "params": ["cpuminer/2.5.1"]}`,
	`{"id": 2, "method": "mining.authorize", "params": ["bc1qexample.w1", "x"]}`,
	`{"method": "mining.submit", "params": ["bc1qexample.w1", "0000000108", "0000000000000000", ` +
		`"6b0bf5bb", "bf421d00"], "id":4}`,
	`{"id": 7, "error": null, "result": "cpuminer/2.5.1"}`,
	`{"id": 1, "method": "mining.subscribe", "params": ["cpuminer/2.5.1", "n1"]}`,
	`{"id": 0, "method": "mining.configure", "params": [["version-rolling"], ` +
		`{"version-rolling.mask": "00c00000", "version-rolling.min-bit-count": 2}]}`,
	`{"id":1,"method":"mining.configure","params":[["minimum-difficulty","subscribe-extranonce"],` +
		`{"minimum-difficulty.value":0.0000001}]}`,
	`{"id":null,"method":"mining.suggest_target","params":` +
		`["00ffff0000000000000000000000000000000000000000000000000000000000"]}`,
	`{"id":null,"method":"mining.capabilities","params":[{"notify":[],"set_difficulty":{}}]}`,
	`{"id":"auth","method":"mining.authorize","params":["farm.a","x"]}`,
	`{"id":"xnsub","method":"mining.extranonce.subscribe","params":[]}`,
	`{"id":"txlist0","method":"mining.get_transactions","params":["000000010a"]}`,
	`{"id":5,"method":"mining.suggest_difficulty","params":[0.00000005]}`,
	`{"id":5,"method":"mining.suggest_difficulty","params":["1e-320"]}`,
	`{"id":6,"method":"mining.ping","params":[]}`,
}

// clientOfV1 plays a script: what it was sent is read as a client reads it.
type clientOfV1 struct {
	*played
	v     *V1
	work  *stratum.Notify
	level share.Level // of work, as its name says
	id    uint32
}

// line hands in a line and holds the answer to what every answer is.
func (c *clientOfV1) line(line []byte) *Heard {
	h := c.v.Line(line, c.now)
	if bytes.Count(h.Answer, []byte("\n")) > 1 || len(h.Answer) > len(line)+20_000 {
		c.t.Fatalf("%q is answered %q", line, h.Answer)
	}
	if json.Valid(line) && len(h.Answer) > 0 && !json.Valid(h.Answer) {
		c.t.Fatalf("%q is answered %q", line, h.Answer)
	}
	c.check(h, func(one share.Share) bool {
		return one.En1 == c.v.en1 && slices.Contains(c.v.numbers, one.Worker)
	})
	c.pushed(h.Push)
	if k := c.v.Level(); k < c.Min || k > c.Max {
		c.t.Fatalf("%q: level %d", line, k)
	}
	return h
}

// pushed reads notifications.
func (c *clientOfV1) pushed(b []byte) {
	for _, text := range lines(b) {
		l, err := stratum.ParseLine([]byte(text))
		if err != nil || !json.Valid([]byte(text)) || string(l.ID) != "null" {
			c.t.Fatalf("pushed %q, %v", text, err)
		}
		if string(l.Method) == `"mining.set_difficulty"` {
			continue
		}
		n, _, err := stratum.ParseNotify(l.Params)
		id, k, ok := jobs.ParseText([]byte(n.Job))
		if err != nil || !ok || c.jobs[id] == nil || k < c.Min || k > c.Max {
			c.t.Fatalf("pushed %q, %v", text, err)
		}
		c.work, c.level, c.id = &n, k, id
	}
}

// share is an honest one of the work in hand, and the hash of its header.
func (c *clientOfV1) share() (line []byte, hash [32]byte) {
	in := stratum.Submit{
		User: []byte(c.v.names[0]), Job: []byte(c.work.Job), Time: c.work.Time,
		Extranonce2: [8]byte{7: c.Byte() & 1},
	}
	root := share.Hash(slices.Concat(c.work.Coinbase1, c.v.en1[:], in.Extranonce2[:], c.work.Coinbase2))
	for _, branch := range c.work.Branches {
		root = share.Hash(slices.Concat(root[:], branch[:]))
	}
	var header [80]byte
	le := binary.LittleEndian
	le.PutUint32(header[0:], c.work.Version)
	copy(header[4:], c.work.Prev[:])
	copy(header[36:], root[:])
	le.PutUint32(header[68:], in.Time)
	le.PutUint32(header[72:], c.work.Bits)
	in.Nonce = c.solved(&header, c.level)
	return bytes.TrimSpace(in.Append(nil, 9)), share.Hash(header[:])
}

// step does what the script says next.
func (c *clientOfV1) step() {
	switch order := c.Byte(); order % 9 {
	case 0:
		c.line([]byte(spoken[int(c.Byte())%len(spoken)]))
	case 1:
		text := []byte(spoken[int(c.Byte())%len(spoken)])
		c.line(c.Change(text))
	case 2, 3:
		if c.work == nil {
			return
		}
		line, hash := c.share()
		if order%9 == 3 {
			c.line(c.Change(line))
			return
		}
		due := c.due(c.id, c.work.Time, hash)
		if h := c.line(line); h.Taken != due {
			c.t.Fatalf("%s is answered %s, due %v", line, h.Answer, due)
		}
	case 4:
		c.wait()
	case 5:
		c.pushed(c.v.Tick(c.now).Push)
	case 6:
		c.another(c.Byte())
		c.pushed(c.v.Notify(nil, true))
	case 7:
		c.pushed(c.v.Notify(nil, false))
	case 8:
		c.line(c.Take(int(c.Byte())))
	}
}

// FuzzV1 plays whole sessions: lines of real clients, some changed at one place, honest shares of the work
// that was sent, some changed, new jobs and blocks, and time. An honest share is taken once; whatever is taken is
// recomputed.
func FuzzV1(f *testing.F) {
	burst := []byte{0, 0, 0, 1, 0, 2}
	f.Add(
		slices.Concat(
			burst,
			[]byte{2, 0, 0, 2, 0, 0, 2, 1, 1, 6, 0, 2, 0, 2, 6, 1, 2, 0, 0, 6, 4, 2, 0, 0},
		),
	)
	f.Add([]byte{0, 3, 0, 4, 2, 0, 0, 0, 5, 0, 6, 4, 255, 255, 5, 2, 0, 0, 0, 7, 2, 1, 2})
	f.Add([]byte{0, 8, 0, 9, 0, 10, 0, 11, 0, 12, 0, 13, 0, 14, 0, 15, 0, 16, 0, 17, 0, 1, 2, 0, 0})
	f.Add(slices.Concat(burst, slices.Repeat([]byte{2, 0, 0, 2, 1, 0, 4, 20, 0, 2, 0, 3, 4, 9, 0}, 4)))
	for i := range spoken { // each line changed at a place, in a session that goes on
		changed := []byte{1, byte(i), byte(i), byte(7 * i), 0, 9}
		f.Add(slices.Concat(burst, changed, []byte{2, 0, 0, 3, 1, 1, byte(i), 40, 0, 1}))
	}
	f.Add(append([]byte{8, 16}, "GET / HTTP/1.1\r\n"...))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := &clientOfV1{played: play(t, b)}
		c.v = NewV1(c.Config, c.now)
		for !c.Done() {
			c.step()
		}
	})
}
