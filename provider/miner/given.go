package miner

import (
	"fmt"
	"net"
	"net/netip"
	"sync"

	"github.com/assaymining/assay/share"
)

// numbers are those of sessions and channels, which their extranonces hold: none is given twice at a time,
// however often clients come and go.
type numbers struct {
	mu   sync.Mutex
	last uint32
	used []uint64 // a bit each
}

// numberBits is how many bits of an extranonce are a session's.
const numberBits = 8 * (share.Extranonce1 - 1)

// take gives the next number that nobody has.
func (n *numbers) take() uint32 {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.used == nil {
		n.used = make([]uint64, 1<<numberBits/64)
	}
	for range 1 << numberBits {
		n.last = (n.last + 1) & (1<<numberBits - 1)
		if n.used[n.last/64]>>(n.last%64)&1 == 0 {
			break
		}
	}
	n.used[n.last/64] |= 1 << (n.last % 64)
	return n.last
}

func (n *numbers) giveBack(number uint32) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.used[number/64] &^= 1 << (number % 64)
}

// extranonce is the first one of a session: the server's number and one of its own.
func (s *Server) extranonce() [share.Extranonce1]byte {
	n := s.numbers.take()
	return [share.Extranonce1]byte{s.o.Payout.Server, byte(n >> 16), byte(n >> 8), byte(n)}
}

func (s *Server) returned(en1 [share.Extranonce1]byte) {
	s.numbers.giveBack(uint32(en1[1])<<16 | uint32(en1[2])<<8 | uint32(en1[3]))
}

// over gives back what the connection's session was given.
func (c *conn) over() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.v1 != nil {
		c.v1.End()
	}
	if c.v2 != nil {
		c.v2.End()
	}
}

// household is whom an address counts for: of IPv6 everybody has 2^64 addresses.
func household(a net.Addr) netip.Prefix {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.Prefix{}
	}
	ip := tcp.AddrPort().Addr().Unmap().WithZone("")
	if ip.Is4() {
		return netip.PrefixFrom(ip, 32)
	}
	return netip.PrefixFrom(ip, 64).Masked()
}

// networkOf is a household's network, of which one who rents addresses has many.
func networkOf(household netip.Prefix) netip.Prefix {
	switch {
	case !household.IsValid():
		return netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	case household.Addr().Is4():
		return netip.PrefixFrom(household.Addr(), 24).Masked()
	}
	return netip.PrefixFrom(household.Addr(), 48).Masked()
}

// names are how many new ones each address brought since the server began. The table of workers is public and
// lasts: whoever fills it with names of nobody would keep out who comes later.
type names struct {
	mu  sync.Mutex
	new map[netip.Prefix]int
}

// Worker is the number of a worker of the connection. Names that are known go on whatever else happens.
func (c *conn) Worker(name string) (uint32, error) {
	s := c.s
	if s.o.Workers.Known(name) {
		return s.o.Workers.Worker(name)
	}
	s.named.mu.Lock()
	defer s.named.mu.Unlock()
	if s.named.new[c.address] >= s.o.Limits.Names {
		return 0, fmt.Errorf("%s brought %d new names: no more", c.address, s.o.Limits.Names)
	}
	n, err := s.o.Workers.Worker(name)
	if err == nil {
		if s.named.new == nil {
			s.named.new = map[netip.Prefix]int{}
		}
		s.named.new[c.address]++
	}
	return n, err
}
