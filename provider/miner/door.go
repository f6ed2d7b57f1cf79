package miner

import (
	"net"
	"net/netip"
	"sync"

	"github.com/assaymining/assay/share"
)

// turns is in how many parts connections are looked at between two ticks: thousands at once would keep
// shares waiting for as long as it takes.
const turns = 64

// door is who is in, and who may come in. A connection has a place for its miner, and one more for each
// further channel that it opens, which costs us as much. A connection is a stranger until a share of it was
// taken, which costs work: where all room is taken, strangers of the network that has most of them make room
// for others, and all strangers for a network that has worked before. So whoever opens connections by the
// thousand keeps out nobody but his own neighbours.
type door struct {
	mu        sync.Mutex
	closed    bool
	turn      uint8 // of who comes next
	size      int   // connections
	places    int   // that they have
	in        [turns]map[*conn]struct{}
	addresses map[netip.Prefix]int // places of each address, and of each network
	strangers map[*conn]struct{}
	strange   map[netip.Prefix]int // strangers' places of each address, and of each network
	worked    map[netip.Prefix]bool
}

// workedMost bounds the networks that are remembered for their work.
const workedMost = 1 << 16

// looked is at how many strangers it is looked for one who makes room: whoever is most of them is among a
// few of them, and a newcomer costs the same whatever their number.
const looked = 16

func newDoor() *door {
	d := &door{
		addresses: map[netip.Prefix]int{}, strangers: map[*conn]struct{}{}, strange: map[netip.Prefix]int{},
		worked: map[netip.Prefix]bool{},
	}
	for i := range d.in {
		d.in[i] = map[*conn]struct{}{}
	}
	return d
}

// enter lets a connection in where limits allow it, and gives the one that has to leave for it.
func (d *door) enter(c *conn, l *Limits) (ok bool, leaves *conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ok, leaves = d.room(c, l); !ok {
		return false, nil
	}
	c.turn, d.turn = d.turn, (d.turn+1)%turns
	d.in[c.turn][c] = struct{}{}
	d.size++
	d.strangers[c] = struct{}{}
	d.place(c, 1)
	return true, leaves
}

// more gives a connection a further place where limits allow it, and the one that has to leave for it.
func (d *door) more(c *conn, l *Limits) (ok bool, leaves *conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, in := d.in[c.turn][c]; !in {
		return false, nil
	}
	if ok, leaves = d.room(c, l); ok {
		d.place(c, 1)
	}
	return ok, leaves
}

// fewer takes a place back.
func (d *door) fewer(c *conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, in := d.in[c.turn][c]; in {
		d.place(c, -1)
	}
}

// room reports whether limits allow one place more, and who has to leave for it. mu is held.
func (d *door) room(c *conn, l *Limits) (ok bool, leaves *conn) {
	of := networkOf(c.address)
	if d.closed || d.addresses[c.address] >= l.PerAddress || d.addresses[of] >= l.PerNetwork {
		return false, nil
	}
	if d.places >= l.Connections {
		if leaves = d.leaver(c); leaves == nil {
			return false, nil
		}
		d.remove(leaves)
	}
	return true, leaves
}

// place adds places to those of a connection that is in. mu is held.
func (d *door) place(c *conn, n int) {
	c.places += int32(n)
	d.places += n
	add(d.addresses, c.address, n)
	add(d.addresses, networkOf(c.address), n)
	if _, strange := d.strangers[c]; strange {
		add(d.strange, c.address, n)
		add(d.strange, networkOf(c.address), n)
	}
}

// leaver is a stranger who makes room for another, if anybody does. mu is held.
func (d *door) leaver(c *conn) (leaves *conn) {
	most, left := 0, looked
	for other := range d.strangers {
		if n := d.strange[networkOf(other.address)]; n > most && d.yields(other, c) {
			leaves, most = other, n
		}
		if left--; left == 0 {
			break
		}
	}
	return leaves
}

// yields reports whether a stranger makes room for a newcomer.
func (d *door) yields(stranger, c *conn) bool {
	theirs, ours := networkOf(stranger.address), networkOf(c.address)
	if theirs == ours {
		return d.strange[stranger.address] > d.strange[c.address]+1
	}
	if d.worked[ours] && !d.worked[theirs] {
		return true
	}
	return d.strange[theirs] > d.strange[ours]+1
}

// works is told that a share of a connection was taken, and that it is no stranger.
func (d *door) works(c *conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known(c)
	if len(d.worked) < workedMost {
		d.worked[networkOf(c.address)] = true
	}
}

// known takes a connection off the strangers. mu is held.
func (d *door) known(c *conn) {
	if _, ok := d.strangers[c]; !ok {
		return
	}
	delete(d.strangers, c)
	add(d.strange, c.address, -int(c.places))
	add(d.strange, networkOf(c.address), -int(c.places))
}

// leave is told that a connection has ended.
func (d *door) leave(c *conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.remove(c)
}

func (d *door) remove(c *conn) {
	if _, ok := d.in[c.turn][c]; !ok { // it has made room before
		return
	}
	delete(d.in[c.turn], c)
	d.size--
	d.place(c, -int(c.places))
	delete(d.strangers, c)
}

func add(counts map[netip.Prefix]int, of netip.Prefix, n int) {
	if counts[of] += n; counts[of] == 0 {
		delete(counts, of)
	}
}

// some adds the connections of one turn to out.
func (d *door) some(turn uint8, out []*conn) []*conn {
	d.mu.Lock()
	defer d.mu.Unlock()
	for c := range d.in[turn] {
		out = append(out, c)
	}
	return out
}

// all are all connections.
func (d *door) all() (out []*conn) {
	for turn := range uint8(turns) {
		out = d.some(turn, out)
	}
	return out
}

// many is how many connections there are.
func (d *door) many() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.size
}

// shut lets nobody in any more.
func (d *door) shut() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
}

// admit begins a connection, or turns it away where a limit is reached.
func (s *Server) admit(nc net.Conn, p share.Protocol) {
	c := &conn{s: s, nc: nc, address: household(nc.RemoteAddr()), began: s.now(), fd: none}
	ok, leaves := s.door.enter(c, &s.o.Limits)
	if leaves != nil {
		s.counts.turnedAway.Add(1)
		leaves.close()
	}
	if !ok {
		s.counts.turnedAway.Add(1)
		nc.Close()
		return
	}
	s.running.Go(func() {
		defer s.leave(c)
		if p == share.V1 {
			c.serveV1()
		} else {
			c.serveV2()
		}
	})
}

// Take gives the connection's session a further channel's place.
func (c *conn) Take() bool {
	ok, leaves := c.s.door.more(c, &c.s.o.Limits)
	if leaves != nil {
		c.s.counts.turnedAway.Add(1)
		go leaves.close() // which waits for its turn, and it may be waiting for ours
	}
	return ok
}

// Leave takes a channel's place back.
func (c *conn) Leave() { c.s.door.fewer(c) }

func (s *Server) leave(c *conn) {
	c.close()
	c.nc.Close()
	c.over()
	s.door.leave(c)
}
