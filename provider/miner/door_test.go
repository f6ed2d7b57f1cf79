package miner

import (
	"fmt"
	"net/netip"
	"testing"
)

// comers enter from one address until a limit.
func comers(d *door, l *Limits, from string, n int) (in []*conn, refused int) {
	for range n {
		c := &conn{address: netip.MustParsePrefix(from)}
		if ok, leaves := d.enter(c, l); !ok {
			refused++
			continue
		} else if leaves == c {
			panic("it makes room for itself")
		}
		in = append(in, c)
	}
	return in, refused
}

// inside counts connections that are still in.
func inside(d *door, of []*conn) (n int) {
	for _, c := range of {
		if _, ok := d.in[c.turn][c]; ok {
			n++
		}
	}
	return n
}

// TestCrowdKeepsOutNobody: whoever takes all connections, of few networks or of many, keeps out none who
// comes from elsewhere, nor closes one who works; and counts are right at the end.
func TestCrowdKeepsOutNobody(t *testing.T) {
	l := &Limits{Connections: 400, PerAddress: 100, PerNetwork: 200}
	for name, crowd := range map[string][]string{
		"four networks":  {"192.0.2.1/32", "198.51.100.1/32", "203.0.113.1/32", "2001:db8::/64"},
		"four addresses": {"192.0.2.1/32", "192.0.2.2/32", "198.51.100.1/32", "198.51.100.2/32"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDoor()
			var all []*conn
			working, _ := comers(d, l, "10.1.1.1/32", 1)
			d.works(working[0])
			all = append(all, working...)
			for _, from := range crowd {
				in, _ := comers(d, l, from, 1000)
				all = append(all, in...)
			}
			if d.many() != l.Connections {
				t.Fatalf("%d connections", d.many())
			}
			for i := range 100 { // honest ones, each from elsewhere, and one farm
				in, refused := comers(d, l, fmt.Sprintf("10.2.%d.1/32", i), 1)
				if all = append(all, in...); refused > 0 {
					t.Fatalf("the %dth is turned away", i)
				}
			}
			farm, refused := comers(d, l, "10.3.1.1/32", 40)
			if all = append(all, farm...); refused > 0 || inside(d, farm) != 40 {
				t.Errorf("of a farm %d are turned away, %d are in", refused, inside(d, farm))
			}
			if inside(d, working) != 1 {
				t.Error("one who works had to go")
			}
			again, _ := comers(d, l, crowd[0], 1000)
			if all = append(all, again...); d.many() != l.Connections || inside(d, farm) != 40 {
				t.Errorf("%d connections, %d of the farm", d.many(), inside(d, farm))
			}
			for _, c := range all {
				d.leave(c)
			}
			for _, c := range d.all() {
				d.leave(c)
			}
			if d.many()+len(d.addresses)+len(d.strangers)+len(d.strange) != 0 {
				t.Errorf("left: %d, %v, %v", d.many(), d.addresses, d.strange)
			}
		})
	}
}

// TestWorkersComeBack: where a crowd has an address in each network, so that none has more than anybody else,
// strangers are turned away; who has worked before comes in.
func TestWorkersComeBack(t *testing.T) {
	l := &Limits{Connections: 400, PerAddress: 100, PerNetwork: 200}
	d := newDoor()
	before, _ := comers(d, l, "10.1.1.1/32", 30)
	for _, c := range before {
		d.works(c)
	}
	for _, c := range before {
		d.leave(c)
	}
	for i := range l.Connections {
		comers(d, l, fmt.Sprintf("192.%d.%d.1/32", i/256, i%256), 1)
	}
	if _, refused := comers(d, l, "10.2.1.1/32", 1); refused != 1 {
		t.Error("a stranger has displaced another who has as little")
	}
	back, refused := comers(d, l, "10.1.1.1/32", 30)
	if refused > 0 || inside(d, back) != 30 || d.many() != l.Connections {
		t.Errorf("%d of 30 are turned away, %d are in, of %d", refused, inside(d, back), d.many())
	}
}

// TestTurns: each connection is looked at once in all turns, a few at a time.
func TestTurns(t *testing.T) {
	d := newDoor()
	l := &Limits{Connections: 1000, PerAddress: 1000, PerNetwork: 1000}
	comers(d, l, "10.1.1.1/32", 640)
	seen := map[*conn]bool{}
	for turn := range uint8(turns) {
		some := d.some(turn, nil)
		if len(some) != 640/turns {
			t.Errorf("%d at turn %d", len(some), turn)
		}
		for _, c := range some {
			seen[c] = true
		}
	}
	if len(seen) != 640 {
		t.Errorf("%d of 640 are looked at", len(seen))
	}
}
