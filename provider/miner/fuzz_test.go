package miner

import (
	"bytes"
	"net"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/script"
	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/session"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// wire is the server's end of a connection: it keeps what is written.
type wire struct {
	net.Conn
	out bytes.Buffer
}

func (w *wire) Write(b []byte) (int, error)      { return w.out.Write(b) }
func (w *wire) Close() error                     { return nil }
func (w *wire) SetDeadline(time.Time) error      { return nil }
func (w *wire) SetReadDeadline(time.Time) error  { return nil }
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// instant acknowledges at once.
type instant struct{ taken int }

func (*instant) Job(*share.Job, uint32) error { return nil }

func (i *instant) Append(_ share.Share, _ [32]byte, ack func(error)) {
	i.taken++
	ack(nil)
}

// zeros is randomness without chance, so that two servers say the same.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// served is one connection to a server of its own.
type served struct {
	*conn
	wire *wire
	kept *instant
}

var fuzzed = time.Unix(1_764_000_100, 0)

func serving(t testing.TB) *served {
	s := &served{wire: &wire{}, kept: &instant{}}
	server, err := New(Options{
		Archive: s.kept, Workers: &table{}, Payout: jobs.Payout{Server: 3, Script: []byte{0x51}},
		Submit: func([]byte) error { return nil }, Rand: zeros{}, Now: func() time.Time { return fuzzed },
		Start: 8, Min: 8, Max: 8, Limits: Limits{PerSecond: 1 << 30},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	work := template(1)
	work.Time, work.MinTime = uint32(fuzzed.Unix()), uint32(fuzzed.Unix())-600
	if err := server.SetTemplate(work); err != nil {
		t.Fatal(err)
	}
	s.conn = &conn{s: server, nc: s.wire, began: server.now(), fd: none}
	return s
}

// over makes the connection one of V1 or V2, the handshake done.
func (s *served) over(p share.Protocol) incoming {
	if p == share.V1 {
		s.v1 = session.NewV1(&s.s.c, s.s.now())
		s.v1.Workers = s.conn
		return &lines{c: s.conn, in: make([]byte, 0, smallest)}
	}
	s.v2, s.seal = session.NewV2(&s.s.c), stratum.NewCipher([32]byte{2})
	s.v2.Workers = s.conn
	return &frames{c: s.conn, open: stratum.NewCipher([32]byte{1}), in: make([]byte, 0, smallest)}
}

// feed hands in bytes, in pieces of at most so many, and gives what came back.
func (s *served) feed(in incoming, b []byte, piece func() int) []byte {
	for len(b) > 0 {
		room := in.room()
		if len(room) == 0 {
			break
		}
		n := copy(room, b[:min(len(b), max(1, piece()))])
		b = b[n:]
		if !in.came(n) {
			break
		}
	}
	for sending := true; sending; runtime.Gosched() {
		s.mu.Lock()
		sending = s.sending
		s.mu.Unlock()
	}
	return s.wire.out.Bytes()
}

// conversation is what a client sends who gets as far as a share.
func conversation(t testing.TB, p share.Protocol) [][]byte {
	s := serving(t)
	in := s.over(p)
	var all [][]byte
	say := func(b []byte) {
		all = append(all, b)
		s.feed(in, sealed(p, len(all), [][]byte{b}), func() int { return 1 << 20 })
	}
	if p == share.V1 {
		say([]byte(`{"id":1,"method":"mining.subscribe","params":["x"]}` + "\n"))
		say([]byte(`{"id":2,"method":"mining.authorize","params":["hall.a","x"]}` + "\n"))
	} else {
		open := &stratum.OpenChannel{User: "hall.a"}
		copy(open.MaxTarget[:], bytes.Repeat([]byte{0xff}, 32))
		say(stratum.AppendMessage(nil, &stratum.SetupConnection{MinVersion: 2, MaxVersion: 2}))
		say(stratum.AppendMessage(nil, open))
	}
	j := s.s.bench.Current()
	one := share.Share{Job: j.ID, En1: [4]byte{3, 0, 0, 1}, Time: j.Time, Version: j.Version, Level: 8}
	for ; ; one.Nonce++ {
		if _, err := j.Verify(&one); err != share.ErrLow {
			break
		}
	}
	if p == share.V1 {
		say((&stratum.Submit{
			User: []byte("hall.a"), Job: []byte(jobs.Text(j.ID, 8)), Time: one.Time, Nonce: one.Nonce,
		}).Append(nil, 3))
	} else {
		say(stratum.AppendMessage(nil, &stratum.SubmitShares{
			Channel: 2, Job: jobs.Name(j.ID, 8), Nonce: one.Nonce, Time: one.Time, Version: one.Version,
		}))
	}
	if s.kept.taken != 1 {
		t.Fatalf("V%d: the share was not taken: %q", p, s.wire.out.Bytes())
	}
	return all
}

// sealed are messages as they travel; the first is the n-th of its connection.
func sealed(p share.Protocol, n int, messages [][]byte) (out []byte) {
	c := stratum.NewCipher([32]byte{1})
	for range n - 1 { // each frame of the conversation has a head and a payload
		c.Seal(nil, make([]byte, stratum.FrameHead+1))
	}
	for _, m := range messages {
		if p == share.V1 {
			out = append(out, m...)
			continue
		}
		out = c.Seal(out, m)
	}
	return out
}

// FuzzPieces hands in a client's messages, changed on their way or not, once whole and once in pieces as a
// script says: what is taken is the same, and so is what comes back.
func FuzzPieces(f *testing.F) {
	said := map[share.Protocol][][]byte{
		share.V1: conversation(f, share.V1), share.V2: conversation(f, share.V2),
	}
	for p := range byte(2) {
		f.Add([]byte{p, 2, 0, 1, 2, 0, 7, 3, 9, 200, 1})
		f.Add([]byte{p, 6, 0, 1, 2, 2, 2, 1, 0, 0, 80, 0, 4, 1, 1, 1, 1})
		f.Add([]byte{p, 40, 0, 1, 2, 0, 0, 3, 255, 30, 1, 0, 22, 23})
		f.Add([]byte{p, 5, 0, 1, 2, 2, 1, 1, 40, 0, 3, 100, 1, 2})
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := script.Of(b, 300)
		p := share.V1 + share.Protocol(s.Byte()&1)
		var messages [][]byte
		for range 1 + s.Byte()%48 {
			messages = append(messages, said[p][int(s.Byte())%3])
		}
		stream := sealed(p, 1, messages)
		if s.Byte()&1 != 0 {
			stream = s.Change(stream)
		}
		whole, pieces := serving(t), serving(t)
		want := whole.feed(whole.over(p), stream, func() int { return 1 << 20 })
		got := pieces.feed(pieces.over(p), stream, func() int { return int(s.Byte()) })
		if whole.kept.taken != pieces.kept.taken || whole.s.Counts().Taken != pieces.s.Counts().Taken {
			t.Fatalf("%d shares taken, %d in pieces", whole.kept.taken, pieces.kept.taken)
		}
		if !slices.Equal(want, got) {
			t.Fatalf("%q\nis answered %q\nand in pieces %q", stream, want, got)
		}
	})
}
