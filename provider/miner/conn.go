package miner

import (
	"bytes"
	"net"
	"sync"
	"time"

	"github.com/assaymining/assay/provider/session"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// conn is one connection. One goroutine reads it; what is to be sent is gathered under mu and sent by whoever
// finds nobody sending, so that a connection that rests costs one goroutine and no buffer.
type conn struct {
	s       *Server
	nc      net.Conn
	address string
	began   int64

	mu      sync.Mutex
	v1      *session.V1
	v2      *session.V2
	seal    stratum.Cipher // V2: of what is sent; used by the one who sends alone
	out     *[]byte        // to be sent; nil where there is nothing
	joins   bool           // out ends with an acknowledgement that the next one may join
	held    []held         // answers in order, the first of which waits for the disk
	first   int            // of held that are numbered: the number of held[0]
	sending bool
	ending  bool // to be closed when everything is sent
	closed  bool
	bad     int

	readUntil, writeUntil time.Time // the deadlines that are set
}

// held is an answer that waits for its share, or for one before it.
type held struct {
	bytes []byte
	ready bool
	taken bool // of a share that is acknowledged
}

// buffers are what is gathered to be sent.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 2048); return &b }}

// largest is the largest buffer that is kept for later.
const largest = 16 << 10

func (c *conn) close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.nc.Close()
}

// put adds to what is sent. mu is held.
func (c *conn) put(b []byte) {
	if len(b) == 0 || c.closed {
		return
	}
	if c.out == nil {
		c.out = buffers.Get().(*[]byte)
		*c.out = (*c.out)[:0]
	}
	if len(*c.out)+len(b) > c.s.o.Limits.Outgoing { // it does not read what it is sent
		c.closed = true
		c.s.counts.closed.Add(1)
		c.nc.Close()
		return
	}
	*c.out = append(*c.out, b...)
	c.joins = false
}

// acknowledge adds an answer to a share that is on disk, to the one before it where V2 allows.
func (c *conn) acknowledge(b []byte) {
	if c.joins && c.out != nil && session.Join(*c.out, b) {
		return
	}
	c.put(b)
	c.joins = c.v2 != nil
}

// answer adds an answer behind those that wait. It gives the answer's number where it has to wait itself.
func (c *conn) answer(b []byte, waits bool) (number int) {
	if !waits && len(c.held) == 0 {
		c.put(b)
		return 0
	}
	c.held = append(c.held, held{bytes: bytes.Clone(b), ready: !waits, taken: waits})
	return c.first + len(c.held) - 1
}

// durable is the archive's word that the share of an answer is on disk.
func (c *conn) durable(number int, err error) {
	c.mu.Lock()
	if err != nil || c.closed { // the archive is closed: nothing is acknowledged any more
		c.closed = true
		c.mu.Unlock()
		c.nc.Close()
		return
	}
	c.held[number-c.first].ready = true
	n := 0
	for ; n < len(c.held) && c.held[n].ready; n++ {
		if c.held[n].taken {
			c.acknowledge(c.held[n].bytes)
		} else {
			c.put(c.held[n].bytes)
		}
	}
	c.first += n
	c.held = c.held[:copy(c.held, c.held[n:])]
	if len(c.held) == 0 && cap(c.held) > 64 {
		c.held = nil
	}
	send := c.sends()
	c.mu.Unlock()
	if send {
		go c.send() // a client that reads slowly holds up nobody else
	}
}

// sends reports whether the caller is to send: nobody does, and there is something. mu is held.
func (c *conn) sends() bool {
	if c.sending || c.closed || c.out == nil && !(c.ending && len(c.held) == 0) {
		return false
	}
	c.sending = true
	return true
}

// send sends what is gathered until nothing is.
func (c *conn) send() {
	for {
		c.mu.Lock()
		b := c.out
		c.out, c.joins = nil, false
		if b == nil || c.closed {
			c.sending = false
			end := c.ending && len(c.held) == 0 || c.closed
			c.mu.Unlock()
			if end {
				c.close()
			}
			return
		}
		c.mu.Unlock()
		err := c.write(b)
		if cap(*b) <= largest {
			buffers.Put(b)
		}
		if err != nil {
			c.close()
		}
	}
}

func (c *conn) write(b *[]byte) error {
	// Deadlines are set when half of them is gone: each costs as much as half a share.
	if now := time.Now(); c.writeUntil.Sub(now) < c.s.o.Limits.Write {
		c.writeUntil = now.Add(2 * c.s.o.Limits.Write)
		c.nc.SetWriteDeadline(c.writeUntil)
	}
	if c.v2 == nil {
		_, err := c.nc.Write(*b)
		return err
	}
	sealed := buffers.Get().(*[]byte)
	*sealed = (*sealed)[:0]
	for rest := *b; len(rest) > 0; { // frame by frame: each is sealed by itself
		n := stratum.FrameHead + (int(rest[3]) | int(rest[4])<<8 | int(rest[5])<<16)
		*sealed = c.seal.Seal(*sealed, rest[:n])
		rest = rest[n:]
	}
	_, err := c.nc.Write(*sealed)
	if cap(*sealed) <= largest {
		buffers.Put(sealed)
	}
	return err
}

// keptRoom is the room for notifications that a session keeps from one message to the next.
const keptRoom = 256

// deed is what is left to be done about a message when mu is let go.
type deed struct {
	send, ending bool
	taken        bool
	share        share.Share
	hash         [32]byte
	number       int // of the answer that waits for the share
}

// act does what a session said about a message. mu is held; finish does the rest without it.
func (c *conn) act(h *session.Heard) (d deed) {
	s := c.s
	if h.Judged.Block {
		s.block(&h.Judged, &h.Share)
	}
	s.count(h)
	switch {
	case h.Taken:
		c.bad = max(c.bad-1, 0)
		d = deed{taken: true, share: h.Share, hash: h.Judged.Hash, number: c.answer(h.Answer, true)}
	case len(h.Answer) > 0:
		c.answer(h.Answer, false)
	}
	if h.Bad {
		c.bad++
	}
	c.put(h.Push)
	if cap(h.Push) > keptRoom { // a session that rests keeps no room for jobs
		h.Push = nil
	}
	if h.End || c.bad > s.o.Limits.Bad {
		c.ending = true
		s.counts.closed.Add(1)
	}
	d.send, d.ending = c.sends(), c.ending
	return d
}

// finish hands a share to the archive, sends what is to be sent, and reports whether the connection goes on.
func (c *conn) finish(d *deed) bool {
	if d.taken {
		number := d.number
		c.s.o.Archive.Append(d.share, d.hash, func(err error) { c.durable(number, err) })
	}
	if d.send {
		c.send()
	}
	if d.ending {
		c.linger()
	}
	return !d.ending
}

func (s *Server) count(h *session.Heard) {
	switch h.Code {
	case "":
		if h.Taken {
			s.counts.taken.Add(1)
		}
		return
	case stratum.Stale:
		s.counts.stale.Add(1)
	case stratum.Duplicate:
		s.counts.duplicate.Add(1)
	case stratum.LowDifficulty:
		s.counts.low.Add(1)
	}
	s.counts.refused.Add(1)
}

// notify hands out the current job.
func (c *conn) notify(clean bool) {
	c.mu.Lock()
	room := buffers.Get().(*[]byte)
	b := (*room)[:0]
	switch {
	case c.v1 != nil:
		b = c.v1.Notify(b, clean)
	case c.v2 != nil:
		b = c.v2.Notify(b)
	}
	c.put(b)
	send := c.sends()
	c.mu.Unlock()
	*room = b
	buffers.Put(room)
	if send {
		go c.send()
	}
}

// tick looks at levels, and at who never said who he is.
func (c *conn) tick() {
	now := c.s.now()
	c.mu.Lock()
	var h *session.Heard
	ready := false
	switch {
	case c.v1 != nil:
		h, ready = c.v1.Tick(now), c.v1.Ready()
	case c.v2 != nil:
		h, ready = c.v2.Tick(now), c.v2.Ready()
	}
	if !ready && now-c.began > c.s.o.Limits.First.Milliseconds() {
		c.closed = true
		c.mu.Unlock()
		c.s.counts.closed.Add(1)
		c.nc.Close()
		return
	}
	send := false
	if h != nil {
		c.put(h.Push)
		if cap(h.Push) > keptRoom {
			h.Push = nil
		}
		send = c.sends()
	}
	c.mu.Unlock()
	if send {
		go c.send()
	}
}

// pace makes a connection wait that sends more than its messages a second.
type pace struct {
	since time.Time
	n     int
}

// paceEvery is how many messages are counted before the clock is asked.
const paceEvery = 256

func (p *pace) step(perSecond int) {
	if p.n++; p.n%paceEvery != 0 {
		return
	}
	now := time.Now()
	want := time.Duration(paceEvery) * time.Second / time.Duration(perSecond)
	if took := now.Sub(p.since); took < want {
		time.Sleep(want - took)
		now = time.Now()
	}
	p.since = now
}

// patience sets how long the next read may take: until more of a message that has begun, or for a new one.
func (c *conn) patience(begun bool, since time.Time) {
	if begun {
		c.readUntil = since.Add(c.s.o.Limits.Rest)
		c.nc.SetReadDeadline(c.readUntil)
		return
	}
	if now := time.Now(); c.readUntil.Sub(now) < c.s.o.Limits.Idle/2 {
		c.readUntil = now.Add(c.s.o.Limits.Idle)
		c.nc.SetReadDeadline(c.readUntil)
	}
}

// smallest is the buffer of a connection that rests.
const smallest = 512

// serveV1 reads lines.
func (c *conn) serveV1() {
	c.mu.Lock()
	c.v1 = session.NewV1(&c.s.c, c.s.now())
	c.mu.Unlock()
	in := make([]byte, 0, smallest)
	var p pace
	var begun time.Time
	for {
		c.patience(len(in) > 0, begun)
		if len(in) == cap(in) {
			if cap(in) >= stratum.MaxLine {
				c.s.counts.closed.Add(1)
				return
			}
			in = append(make([]byte, 0, 2*cap(in)), in...)
		}
		n, err := c.nc.Read(in[len(in):cap(in)])
		if n == 0 && err != nil {
			return
		}
		if len(in) == 0 {
			begun = time.Now()
		}
		in = in[:len(in)+n]
		rest, ok := c.lines(in, &p)
		if !ok {
			return
		}
		if len(rest) < len(in) {
			begun = time.Now()
		}
		if len(rest) == 0 && cap(in) > smallest {
			in = make([]byte, 0, smallest)
			continue
		}
		in = in[:copy(in, rest)]
	}
}

// lines takes the whole lines of b and gives what is left.
func (c *conn) lines(b []byte, p *pace) (rest []byte, ok bool) {
	for {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return b, true
		}
		line := bytes.TrimRight(b[:end], "\r")
		b = b[end+1:]
		if len(line) == 0 {
			continue
		}
		p.step(c.s.o.Limits.PerSecond)
		c.mu.Lock()
		if c.closed || c.ending {
			c.mu.Unlock()
			return nil, false
		}
		d := c.act(c.v1.Line(line, c.s.now()))
		c.mu.Unlock()
		if !c.finish(&d) {
			return nil, false
		}
	}
}

// linger waits until what is to be said last is sent, or nobody listens.
func (c *conn) linger() {
	c.nc.SetReadDeadline(time.Now().Add(c.s.o.Limits.Rest))
	var sink [64]byte
	for range 1024 {
		if _, err := c.nc.Read(sink[:]); err != nil {
			return
		}
	}
}
