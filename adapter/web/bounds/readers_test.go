package bounds

import (
	"context"
	"net/netip"
	"testing"
	"time"
)

// One is in the place, each client once in it or before it; who leaves makes room, also who waited in vain.
func TestReaders(t *testing.T) {
	r := NewReaders()
	bad, good := netip.MustParseAddr("192.0.2.9"), netip.MustParseAddr("192.0.2.2")
	leave, ok := r.enter(t.Context(), bad)
	if !ok {
		t.Fatal("an empty place is taken")
	}
	if _, ok := r.enter(t.Context(), bad); ok {
		t.Error("a client is in it twice")
	}
	short, done := context.WithTimeout(t.Context(), time.Millisecond)
	defer done()
	if _, ok := r.enter(short, good); ok {
		t.Error("two are in it")
	}
	entered := make(chan bool)
	go func() {
		next, ok := r.enter(t.Context(), good)
		if ok {
			next()
		}
		entered <- ok
	}()
	leave()
	if !<-entered {
		t.Error("who waited finds no room")
	}
	if leave, ok = r.enter(t.Context(), bad); !ok {
		t.Fatal("who left cannot come again")
	}
	leave()
}
