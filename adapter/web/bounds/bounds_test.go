package bounds

import (
	"net/netip"
	"testing"
	"time"
)

// One client is slowed down where it asks for too much, others are not, and only so many are remembered.
func TestLimitsPerClient(t *testing.T) {
	c := NewAllowances(Limits{PerSecond: 1, Burst: 3}.Filled())
	now := time.Unix(1_000_000, 0)
	one, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	for i, want := range []bool{true, true, true, false} {
		if got := c.Take(one, 1, now); got != want {
			t.Errorf("request %d: %v", i+1, got)
		}
	}
	if !c.Take(other, 3, now) || c.Take(other, 1, now) {
		t.Error("another client does not have an allowance of its own")
	}
	if !c.Take(one, 1, now.Add(time.Second)) {
		t.Error("the allowance does not come back")
	}
	if c.Take(netip.MustParseAddr("2001:db8::1"), 3, now); c.Take(netip.MustParseAddr("2001:db8::ffff"), 1, now) {
		t.Error("addresses of one IPv6 subscriber have several allowances")
	}
	few := NewAllowances(Limits{PerSecond: 1, Clients: 100}.Filled())
	for i := range 10_000 {
		few.Take(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), 1, now)
	}
	if len(few.known) != 100 || len(few.order) != 100 {
		t.Errorf("%d clients are remembered, want 100", len(few.known))
	}
}

// Who has done more than his allowance pays for it before he does anything else.
func TestDebts(t *testing.T) {
	const most = 100
	c := NewAllowances(Limits{PerSecond: 1, Burst: 10}.Filled())
	now, who := time.Unix(1_000_000, 0), netip.MustParseAddr("192.0.2.1")
	if !c.Take(who, 1, now) || !c.Charge(who, most, now) {
		t.Error("who owes nothing may do one thing larger than his allowance")
	}
	if c.Take(who, 1, now) || c.Charge(who, 1, now) || c.Take(who, 1, now.Add((most-10)*time.Second)) {
		t.Error("a debt is forgotten")
	}
	if !c.Take(who, 1, now.Add((most+1)*time.Second)) {
		t.Error("a debt is never paid")
	}
}

// Bodies that wait are bounded in all, and a quarter of the room is the most for one client.
func TestBodiesInFlight(t *testing.T) {
	b := NewBodies(1000)
	one, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	free, ok := b.Take(one, 200)
	if !ok {
		t.Fatal("no room at all")
	}
	if _, ok := b.Take(one, 200); ok {
		t.Error("one client has more than a quarter")
	}
	if _, ok := b.Take(other, 801); ok {
		t.Error("more than all is held")
	}
	if _, ok := b.Take(other, 550); !ok {
		t.Error("there is room for another")
	}
	free()
	if b.held != 550 || len(b.by) != 1 {
		t.Errorf("%d bytes of %d clients are held after one was freed", b.held, len(b.by))
	}
}

// However many clients fill the room with files there is some for texts, and with long texts for short ones.
func TestLargeBodiesLeaveRoom(t *testing.T) {
	const most, file, long, short = 64 << 20, 24 << 20, 1 << 20, 32 << 10
	b := NewBodies(most)
	fill := func(third byte, n int) (taken int) {
		for i := range byte(200) {
			if _, ok := b.Take(netip.AddrFrom4([4]byte{192, 0, third, i}), n); ok {
				taken++
			}
		}
		return taken
	}
	if n := fill(1, file); n != 2 {
		t.Errorf("%d files of 24 MiB are held, want 2", n)
	}
	if n := fill(2, long); n != 8 {
		t.Errorf("beside them %d long texts, want 8", n)
	}
	if n := fill(3, short); n != 200 {
		t.Errorf("beside those %d short texts, want all 200", n)
	}
	for i := range 4 {
		fill(byte(4+i), short)
	}
	if b.held > most {
		t.Errorf("%d bytes are held", b.held)
	}
}
