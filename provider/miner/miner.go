// Package miner serves miners over sockets: Stratum V1, and V2 under its handshake.
//
// Main types: Options, Server. New makes a server, SetTemplate gives it work, Serve takes connections. A
// block is submitted before anything else is done about its share; a share is acknowledged when the archive
// says that it is on disk, and answers keep the order of their questions.
//
// A stranger costs a bounded amount: connections in all, of each address and network, lengths, lines a
// second, what waits to be sent, handshakes at a time, the time for a first message and for the rest of a
// message. Whoever sends nonsense is closed, whoever floods is read slowly, and whoever takes all connections
// makes room for others; nobody else waits for them.
//
// What is said is package session's, what is kept package segments' (by an interface), jobs are package
// work's. Nothing in it is promised to other modules.
package miner

import (
	"errors"
	"fmt"
	"io"
	"net"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/session"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// Archive keeps jobs and shares: package segments' Writer.
type Archive interface {
	// Job returns when the job is on disk; no share will come for jobs below drop.
	Job(j *share.Job, drop uint32) error
	// Append calls ack when the share is on disk. ack does not wait for anything.
	Append(s share.Share, hash [32]byte, ack func(error))
}

// Workers numbers workers: package segments' Workers.
type Workers interface {
	session.Workers
	// Known reports whether a name has a number already.
	Known(name string) bool
}

// Found is a block that a miner found.
type Found struct {
	Height     uint32
	Hash       [32]byte // in the order of SHA-256's output
	CoinbaseID [32]byte
	Value      uint64 // satoshi that its coinbase pays
	Worker     uint32
	Err        error // of submitting it; nil where every node took it
}

// Limits bound what strangers cost. A zero is the default behind it.
type Limits struct {
	Connections int           // 20,000 in all; here and below each channel of V2 behind the first is one
	PerAddress  int           // 5,000: a farm stands behind one address; of IPv6 64 bits are one
	PerNetwork  int           // half of all: the addresses of 24 bits in common, of IPv6 48
	Names       int           // 5,000 names of workers that nobody had before, of one address
	Outgoing    int           // 64 KB that wait to be sent to one connection; half of it for the disk
	Waiting     int           // 1,024 answers of one connection that wait for the disk; more are read later
	PerSecond   int           // 500 messages of one connection; more are read later
	Bad         int           // 100 refused messages more than good ones
	First       time.Duration // 30 s until the handshake, and then until a worker is named
	Rest        time.Duration // 20 s for the rest of a message that has begun
	Idle        time.Duration // 10 min without a message; at least half of it
	Write       time.Duration // 20 s for a write; at most twice of it
}

func (l *Limits) defaults() {
	for _, d := range []struct {
		at    *int
		value int
	}{
		{&l.Connections, 20_000}, {&l.PerAddress, 5000}, {&l.Names, 5000}, {&l.Outgoing, 64 << 10},
		{&l.PerSecond, 500}, {&l.Bad, 100}, {&l.Waiting, 1024},
	} {
		if *d.at == 0 {
			*d.at = d.value
		}
	}
	if l.PerNetwork == 0 {
		l.PerNetwork = max(l.Connections/2, min(l.PerAddress, l.Connections))
	}
	for _, d := range []struct {
		at    *time.Duration
		value time.Duration
	}{
		{&l.First, 30 * time.Second}, {&l.Rest, 20 * time.Second}, {&l.Idle, 10 * time.Minute},
		{&l.Write, 20 * time.Second},
	} {
		if *d.at == 0 {
			*d.at = d.value
		}
	}
}

// Options of a Server.
type Options struct {
	Archive Archive
	Workers Workers
	Payout  jobs.Payout
	// Submit hands a block to every node, and returns nil where one took it.
	Submit func(block []byte) error
	// Found is told of each block behind its submission; nil tells nobody.
	Found func(Found)
	// LastJob is the last number that jobs had before, so that none has it again.
	LastJob uint32
	// Authority signs the server's key for V2; without it V2 is not served.
	Authority *[32]byte
	// Rand draws keys and numbers of sessions: crypto/rand.Reader outside of tests. It is locked here.
	Rand io.Reader
	Now  func() time.Time // nil is the system's clock

	Start, Min, Max share.Level   // levels: 0 is 36 (difficulty 16), 24 and 63
	Interval        time.Duration // between shares of a miner; 0 is 7.5 s
	Limits          Limits
}

// Server serves miners. It is safe for concurrent use.
type Server struct {
	o      Options
	c      session.Config
	bench  *jobs.Bench
	keys   *keys
	random sync.Mutex // of o.Rand

	putting   sync.Mutex     // one template at a time
	template  *jobs.Template // the last
	submits   chan struct{}
	shaking   chan struct{}
	numbers   numbers // of sessions and channels
	named     names   // who brought how many new names
	door      *door
	mu        sync.Mutex
	listeners map[net.Listener]struct{}
	closed    bool
	stop      chan struct{}
	running   sync.WaitGroup
	counts    counters
}

type counters struct {
	taken, refused, stale, duplicate, low, blocks, closed, turnedAway atomic.Uint64
}

// Counts are what a server has done since it began, and its connections now.
type Counts struct {
	Connections                                   int
	Taken, Refused, Stale, Duplicate, Low, Blocks uint64
	Closed                                        uint64 // connections that were closed for what they sent
	TurnedAway                                    uint64 // connections beyond a limit, or that made room
}

// New makes a server; it serves nothing before Serve, and hands out no work before SetTemplate.
func New(o Options) (*Server, error) {
	if o.Archive == nil || o.Submit == nil || o.Rand == nil {
		return nil, errors.New("miner: archive, submit or randomness is missing")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Min == 0 {
		o.Min = 24
	}
	if o.Max == 0 {
		o.Max = share.MaxLevel
	}
	if o.Start == 0 {
		o.Start = min(max(36, o.Min), o.Max)
	}
	if o.Interval == 0 {
		o.Interval = 7500 * time.Millisecond
	}
	o.Limits.defaults()
	s := &Server{
		o: o, bench: jobs.NewBench(), submits: make(chan struct{}, submitsMost), stop: make(chan struct{}),
		door: newDoor(), listeners: map[net.Listener]struct{}{},
		shaking: make(chan struct{}, handshakesMost()),
	}
	s.c = session.Config{
		Bench: s.bench, Workers: o.Workers, Extranonce: s.extranonce, Return: s.returned,
		Start: o.Start, Min: o.Min, Max: o.Max, Interval: o.Interval.Seconds(),
	}
	if err := s.c.Check(); err != nil {
		return nil, err
	}
	var first [4]byte
	if err := s.draw(first[:]); err != nil {
		return nil, err
	}
	s.numbers.last = uint32(first[0])<<16 | uint32(first[1])<<8 | uint32(first[2])
	if o.Authority != nil {
		var err error
		if s.keys, err = newKeys(s, *o.Authority); err != nil {
			return nil, err
		}
	}
	s.running.Go(s.tick)
	return s, nil
}

// draw fills b with random bytes.
func (s *Server) draw(b []byte) error {
	s.random.Lock()
	defer s.random.Unlock()
	_, err := io.ReadFull(s.o.Rand, b)
	return err
}

// Recall tells of a share that was kept before: handed in again it is a duplicate.
func (s *Server) Recall(prev [32]byte, tail [8]byte) { s.bench.Recall(prev, tail) }

// keptJobs is how many jobs shares are taken for: package jobs knows as many.
const keptJobs = 128

// SetTemplate makes a template the one to work on, and hands it out when its job is on disk. One that is
// equal to the one before is no new work: its shares would be those that miners have handed in already.
func (s *Server) SetTemplate(t *jobs.Template) error {
	s.putting.Lock()
	defer s.putting.Unlock()
	if err := s.mayBegin(t); err != nil {
		return err
	}
	before := s.bench.Current()
	id := s.o.LastJob + 1
	if before != nil {
		if reflect.DeepEqual(t, s.template) {
			return nil
		}
		id = before.ID + 1
	}
	j, err := jobs.JobOf(t, s.o.Payout, id, uint64(s.now()))
	if err != nil {
		return err
	}
	drop := uint32(0)
	if id > keptJobs {
		drop = id - keptJobs
	}
	if err := s.o.Archive.Job(&j.Job, drop); err != nil {
		return fmt.Errorf("keep job %d: %w", id, err)
	}
	if err := s.bench.Put(j); err != nil {
		return err
	}
	s.template = t
	clean := before == nil || before.Prev != j.Prev
	for _, c := range s.door.all() {
		c.notify(clean)
	}
	return nil
}

// mayBegin says why a template's time is none to begin with: each share of it would be refused, as no segment
// keeps headers of another day, and a node whose clock is wrong would have miners work for nothing.
func (s *Server) mayBegin(t *jobs.Template) error {
	now := s.now() / 1000
	at := int64(max(t.Time, t.MinTime))
	if at > now+share.MaxAhead || at+share.MaxTaken < now {
		return fmt.Errorf("the node's clock is %d s from ours: its template is not handed out", at-now)
	}
	return nil
}

// now is the clock in milliseconds since 1970.
func (s *Server) now() int64 { return s.o.Now().UnixMilli() }

// Counts are the server's figures.
func (s *Server) Counts() Counts {
	c := &s.counts
	return Counts{
		Connections: s.door.many(), Taken: c.taken.Load(), Refused: c.refused.Load(), Stale: c.stale.Load(),
		Duplicate: c.duplicate.Load(), Low: c.low.Load(), Blocks: c.blocks.Load(), Closed: c.closed.Load(),
		TurnedAway: c.turnedAway.Load(),
	}
}

// AuthorityKey is the public key that V2's clients are given in the server's address.
func (s *Server) AuthorityKey() (string, error) {
	if s.keys == nil {
		return "", errors.New("miner: V2 is not served")
	}
	return stratum.AuthorityText(s.keys.authorityX), nil
}

// Serve takes connections of a protocol until the listener or the server is closed.
func (s *Server) Serve(l net.Listener, p share.Protocol) error {
	if p != share.V1 && (p != share.V2 || s.keys == nil) {
		return fmt.Errorf("miner: protocol %d is not served", p)
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return net.ErrClosed
	}
	s.listeners[l] = struct{}{}
	s.mu.Unlock()
	for {
		nc, err := l.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			var soft net.Error
			if errors.As(err, &soft) && soft.Timeout() || tooMany(err) {
				time.Sleep(50 * time.Millisecond) // no more files: those that are open go on
				continue
			}
			return err
		}
		s.admit(nc, p)
	}
}

// Close ends listeners and connections and waits until they are gone.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.stop)
	for l := range s.listeners {
		l.Close()
	}
	s.mu.Unlock()
	s.door.shut()
	for _, c := range s.door.all() {
		c.close()
	}
	s.running.Wait()
	return nil
}

// tickEvery is how often levels are looked at where no share comes.
const tickEvery = 2 * time.Second

func (s *Server) tick() {
	t := time.NewTicker(tickEvery / turns)
	defer t.Stop()
	var some []*conn // kept, since a heap that grows at rest is collected while shares come
	for turn := uint8(0); ; turn = (turn + 1) % turns {
		select {
		case <-s.stop:
			return
		case <-t.C:
			some = s.door.some(turn, some[:0])
			for _, c := range some {
				c.tick()
			}
			clear(some)
		}
	}
}

// submitsMost is how many blocks are submitted at a time.
const submitsMost = 16

// block submits a block, at once and beside everything else.
func (s *Server) block(judged *jobs.Judged, one *share.Share) {
	j := judged.Job
	found := Found{Height: j.Height, Hash: judged.Hash, Value: j.Value, Worker: one.Worker}
	block, err := j.Block(judged.Header, one)
	if err == nil {
		found.CoinbaseID, err = j.CoinbaseID(one)
	}
	s.counts.blocks.Add(1)
	s.running.Go(func() {
		if err == nil {
			s.submits <- struct{}{}
			err = s.o.Submit(block)
			<-s.submits
		}
		found.Err = err
		if s.o.Found != nil {
			s.o.Found(found)
		}
	})
}
